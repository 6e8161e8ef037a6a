/** Bit patterns as the manual draws them: `010000 0101 mmm ddd`, most significant bit first; equal letters join to a field. */

/** Field values of one instruction word, by letter. */
export type Fields = Readonly<Record<string, number>>;

export interface Pattern {
  readonly bits: 16 | 32;
  readonly mask: number;
  readonly value: number;
  /** Bit numbers of each field, most significant first. */
  readonly fields: ReadonlyMap<string, readonly number[]>;
}

/** Reads a pattern; `bits` follow from its length. */
export function parsePattern(text: string): Pattern {
  const compact = text.replaceAll(' ', '');
  const bits = compact.length;
  if (bits !== 16 && bits !== 32) throw new Error(`pattern "${text}" has ${bits} bits`);
  let mask = 0;
  let value = 0;
  const fields = new Map<string, number[]>();
  for (let i = 0; i < bits; i++) {
    const letter = compact[i]!;
    const position = bits - 1 - i;
    if (letter === '0' || letter === '1') {
      mask |= 1 << position;
      if (letter === '1') value |= 1 << position;
    } else {
      const positions = fields.get(letter);
      if (positions) positions.push(position);
      else fields.set(letter, [position]);
    }
  }
  return { bits, mask: mask >>> 0, value: value >>> 0, fields };
}

/** The fields of `word` under a pattern. */
export function fieldsOf(pattern: Pattern, word: number): Fields {
  const out: Record<string, number> = {};
  for (const [letter, positions] of pattern.fields) {
    let v = 0;
    for (const position of positions) v = (v << 1) | ((word >>> position) & 1);
    out[letter] = v;
  }
  return out;
}

/** The word that a pattern and field values make. */
export function wordOf(pattern: Pattern, fields: Fields): number {
  let word = pattern.value;
  for (const [letter, positions] of pattern.fields) {
    const v = fields[letter] ?? 0;
    positions.forEach((position, i) => {
      if ((v >>> (positions.length - 1 - i)) & 1) word |= 1 << position;
    });
  }
  return word >>> 0;
}

export interface Term {
  readonly letter: string;
  readonly relation: '=' | '!=';
  /** Numbers, and letters of fields. */
  readonly values: readonly string[];
}

/** The terms of a clause, all of which have to hold. */
export function termsOf(clause: string): readonly Term[] {
  return clause.split(' ').map((term) => {
    const match = /^([a-zA-Z])(!?=)(.+)$/.exec(term);
    if (!match) throw new Error(`clause "${clause}": "${term}" is not field=value`);
    const [, letter, relation, right] = match as unknown as [string, string, '=' | '!=', string];
    return { letter, relation, values: right.split('|') };
  });
}

/**
 * Clauses over fields, as data. Each string is a conjunction of `field=value` or `field!=value`, values may be alternatives
 * (`d=13|15`), and a value may be another field's letter (`t=n`). The clauses are alternatives.
 */
export function clauseMatcher(clauses: readonly string[]): (fields: Fields) => boolean {
  const tests = clauses.map((clause) =>
    termsOf(clause).map(({ letter, relation, values }) => {
      const rights = values.map((value) => (/^\d/.test(value) ? Number(value) : value));
      return (fields: Fields): boolean => {
        const left = fields[letter];
        const hit = rights.some((right) => left === (typeof right === 'number' ? right : fields[right]));
        return hit === (relation === '=');
      };
    }),
  );
  return (fields) => tests.some((terms) => terms.every((term) => term(fields)));
}
