/** The code of a whole program as text. */
export { programListing } from './listing.js';
