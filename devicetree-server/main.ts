/** The server as a process: over Node's IPC, or `--stdio`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.js';

const connection = createConnection(ProposedFeatures.all);
// What no handler caught, such as a client that refuses a request of ours, is told and survived.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error: unknown) => {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });

startServer(connection, { zephyrBase: process.env['ZEPHYR_BASE'] || undefined });
