// Checks Node first; the work is in steps/sweep.mjs, which is parsed only by a Node that is new enough.
import './require-node.mjs';

import('./steps/sweep.mjs');
