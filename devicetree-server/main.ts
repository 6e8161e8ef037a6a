/** The server as a process: over Node's IPC, or `--stdio`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.js';

startServer(createConnection(ProposedFeatures.all), { zephyrBase: process.env['ZEPHYR_BASE'] });
