/** Where the project is, for tests that look at its files. */
import { fileURLToPath } from 'node:url';

/** The project's folder; this file runs from out/test/support/. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
