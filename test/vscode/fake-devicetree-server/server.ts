/** A devicetree server that knows one rule, by a pattern: sizes are powers of two. For tests of the extension. */
import {
  CodeActionKind,
  createConnection,
  type Diagnostic,
  type InitializeResult,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  DevicetreeContextsBody,
  DevicetreeParams,
  DevicetreeRequestName,
  DevicetreeResult,
  DevicetreeServerOptions,
  DevicetreeSettings,
} from '../../../protocol/index.js';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const REG = /reg = <(0x[0-9a-f]+) (0x[0-9a-f]+)>/g;
let settings: DevicetreeSettings = {};
let selected = 0;

connection.onInitialize(({ initializationOptions }): InitializeResult => {
  const { features } = initializationOptions as DevicetreeServerOptions;
  return {
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      definitionProvider: features === 'all',
    },
  };
});

connection.onInitialized(() => {
  void connection.client.register({ method: 'workspace/didChangeConfiguration' } as never, {
    section: 'ringfence.devicetree',
  });
});
connection.onDidChangeConfiguration(() => void refresh());
documents.onDidChangeContent(() => void refresh());
documents.onDidClose(() => void refresh());

async function refresh(): Promise<void> {
  const answer: unknown = await connection.workspace.getConfiguration('ringfence.devicetree');
  settings = answer as DevicetreeSettings;
  for (const document of documents.all())
    await connection.sendDiagnostics({ uri: document.uri, diagnostics: diagnose(document) });
  await connection.sendNotification('ringfence/devicetree/contextsChanged', {});
}

function diagnose(document: TextDocument): Diagnostic[] {
  if (settings.severities?.['ZM040'] === 'off') return [];
  return [...document.getText().matchAll(REG)]
    .filter((match) => !isPowerOfTwo(Number(match[2])))
    .map((match) => ({
      range: {
        start: document.positionAt(match.index + match[0].lastIndexOf('0x')),
        end: document.positionAt(match.index + match[0].length - 1),
      },
      severity: 1,
      source: 'ringfence',
      code: 'ZM040',
      message: `${match[2]} is no power of two: the MPU covers more.`,
    }));
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}

connection.onHover(({ textDocument, position }) => {
  const line = documents.get(textDocument.uri)?.getText().split('\n')[position.line] ?? '';
  return line.includes('memory@') ? { contents: { kind: 'markdown', value: 'MPU region of the memory' } } : null;
});

connection.onDefinition(({ textDocument, position }) => ({
  uri: textDocument.uri,
  range: { start: position, end: position },
}));

connection.onCodeAction(({ textDocument, context }) =>
  context.diagnostics.map((diagnostic) => ({
    title: 'Round up to a power of two',
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
    edit: { changes: { [textDocument.uri]: [{ range: diagnostic.range, newText: '0x4000' }] } },
  })),
);

function contexts(uri: string): DevicetreeContextsBody {
  const available = (settings.contexts ?? []).map(({ name }) => ({
    id: name,
    title: name,
    origin: 'From the setting ringfence.devicetree.contexts.',
    files: [uri],
  }));
  const errors = documents.all().flatMap(diagnose).length;
  return { active: available[selected], available, errors, warnings: 0 };
}

type Answers = { [Name in DevicetreeRequestName]: (params: DevicetreeParams<Name>) => DevicetreeResult<Name> };

const answers: Answers = {
  'ringfence/devicetree/contexts': ({ uri }) => contexts(uri),
  'ringfence/devicetree/selectContext': ({ uri, contextId }) => {
    selected = (settings.contexts ?? []).findIndex(({ name }) => name === contextId);
    void refresh();
    return contexts(uri);
  },
  'ringfence/devicetree/plan': ({ uri }) => {
    const sizes = [...(documents.get(uri)?.getText() ?? '').matchAll(REG)].map((match) => match[2]);
    return { title: 'MPU plan', text: `MPU regions of ${sizes.join(', ')} bytes\n` };
  },
  'ringfence/devicetree/merged': ({ uri }) => ({ title: 'Merged', text: documents.get(uri)?.getText() ?? '' }),
};

for (const [name, answer] of Object.entries(answers)) connection.onRequest(name, answer as (params: never) => unknown);
documents.listen(connection);
connection.listen();
