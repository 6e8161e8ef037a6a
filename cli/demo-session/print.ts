/** How a debug session reads in a terminal: who says what, tables, the firmware's console. Plain text, no colours. */
import { encodeUtf8 } from '../../base/index.js';
import type { Terminal } from '../engine.js';

export class Printer {
  private readonly terminal: Terminal;
  /** Whether the firmware's console stands in the middle of a line. */
  private midLine = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** A paragraph's title. */
  title(text: string): void {
    this.line('');
    this.line(text);
    this.line('─'.repeat(text.length));
  }

  /** The client speaks. */
  asks(text: string): void {
    this.line(`→ ${text}`);
  }

  /** The adapter speaks. */
  answers(text: string): void {
    this.line(`← ${text}`);
  }

  line(text: string): void {
    const ending = this.midLine ? '\n' : '';
    this.midLine = false;
    this.write(`${ending}${text}\n`);
  }

  /** The firmware speaks. */
  console(text: string): void {
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) {
        this.write(this.midLine ? '\n' : '  │\n');
        this.midLine = false;
      }
      if (part === '') continue;
      this.write(this.midLine ? part : `  │ ${part}`);
      this.midLine = true;
    }
  }

  /** Columns as wide as their longest cell. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
    for (const row of rows) {
      this.line(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
    }
  }

  private write(text: string): void {
    this.terminal.stdout(encodeUtf8(text));
  }
}
