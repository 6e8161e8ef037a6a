// `npm run update-gold`: runs the tests so that they write their gold files instead of comparing with them. Arguments as `npm test`.
process.env['UPDATE_GOLDEN'] = '1';
await import('./test.mjs');
