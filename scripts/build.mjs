// Checks Node first; the work is in steps/build.mjs, which is parsed only by a Node that is new enough.
import './require-node.mjs';

import('./steps/build.mjs');
