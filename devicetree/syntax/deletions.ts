/** `/delete-node/` and `/delete-property/`, and the order of what stands in a body. */
import { C, isName } from './characters.js';
import { complainMissing, takeName, type Context } from './context.js';
import { DeleteNode, DeleteProperty } from './nodes.js';
import { passLine, takeSemicolon } from './passing.js';
import { startsReference, takeReference } from './references.js';
import { enterPhase, type OpenNode, type State } from './state.js';
import type { NameSyntax, ReferenceSyntax } from './tree.js';

export function takeDeletion(state: State, start: number): void {
  const { scanner, open, statements } = state;
  const { frame } = scanner;
  const top = open.at(-1);
  if (top === undefined) enterPhase(state, 'tree');
  scanner.take('/delete-node/'.length);
  const code = scanner.skip();
  const target: { name?: NameSyntax; reference?: ReferenceSyntax } = {};
  if (code === C.and && startsReference(scanner)) {
    target.reference = takeReference(state);
    if (top !== undefined) {
      const message =
        'Inside of a node, /delete-node/ takes the name of a child; with a reference it stands at the top.';
      state.report.addAt('dts-expected-name', 'error', message, target.reference.range);
    }
  } else if ((isName(code) || code === C.backslash) && !scanner.lineBroken) {
    target.name = takeName(state);
    if (top === undefined && state.options.fragment !== true) {
      const message = 'At the top, /delete-node/ takes a reference: &label or &{/path}.';
      state.report.addAt('dts-expected-reference', 'error', message, target.name.range);
    }
  } else {
    complainMissing(
      state,
      'dts-expected-name',
      'What is to be deleted has to follow: a name, or at the top a reference.',
    );
    if (!scanner.lineBroken) passLine(state);
    return;
  }
  takeSemicolon(state);
  const deletion = new DeleteNode(frame.source, start, target);
  deletion.end = scanner.endIn(frame);
  if (top === undefined) {
    statements.push(deletion);
  } else {
    top.hasNodes = true;
    top.node.body.push(deletion);
  }
}

export function takePropertyDeletion(state: State, start: number): void {
  const { scanner, open } = state;
  const { frame } = scanner;
  const top = open.at(-1);
  scanner.take('/delete-property/'.length);
  const code = scanner.skip();
  if ((!isName(code) && code !== C.backslash) || scanner.lineBroken) {
    complainMissing(state, 'dts-expected-name', 'The name of the property that is to be deleted has to follow.');
    if (!scanner.lineBroken) passLine(state);
    return;
  }
  const name = takeName(state);
  takeSemicolon(state);
  const deletion = new DeleteProperty(frame.source, start, name);
  deletion.end = scanner.endIn(frame);
  if (top === undefined) return;
  complainLateProperty(state, top, name);
  top.node.body.push(deletion);
}

/** The first property behind a node of its body is reported; more of them say nothing new. */
export function complainLateProperty({ report, rules }: Context, top: OpenNode, name: NameSyntax): void {
  if (!top.hasNodes || rules.propertyAfterNode === undefined) return;
  top.hasNodes = false;
  const message = 'Properties have to stand before the nodes of the same body; move this one up.';
  report.addAt('dts-property-after-node', rules.propertyAfterNode, message, name.range);
}
