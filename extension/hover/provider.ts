/** Tells the editor which expression to evaluate when the pointer rests on code while debugging. */
import * as vscode from 'vscode';
import { expressionAt } from './expression.js';
import { FIRMWARE_LANGUAGES } from './languages.js';

export function registerHoverExpressions(): vscode.Disposable {
  return vscode.languages.registerEvaluatableExpressionProvider([...FIRMWARE_LANGUAGES], {
    provideEvaluatableExpression(document, position) {
      const span = expressionAt(document.lineAt(position.line).text, position.character);
      if (span === undefined) return undefined;
      const range = new vscode.Range(position.line, span.start, position.line, span.end);
      return new vscode.EvaluatableExpression(range, span.text);
    },
  });
}
