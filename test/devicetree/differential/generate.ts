/** Seeded random devicetree sources that merge, delete, label, refer and omit: small, and often on the edge of what is allowed. */

/** A generator of numbers that is the same for a seed everywhere (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const NAMES = ['a', 'b', 'c', 'a@1', 'b@2', 'aliases'];
const LABELS = ['l0', 'l1', 'l2', 'l3', 'l4', 'l5'];
const PROPERTIES = ['p', 'q', 'r', 's', 't', 'u'];
const ODD_PROPERTIES = ['reg', '#address-cells', '#size-cells', 'phandle', 'name'];

/** What a source may hold. */
export interface Flavour {
  /** Labels are fresh for each node, so that most sources are accepted. */
  readonly uniqueLabels: boolean;
  /** dtlib has no plugins. */
  readonly plugins: boolean;
}

export function generateSource(seed: number, flavour: Flavour): string {
  const maker = new Maker(random(seed), flavour);
  return maker.source();
}

class Maker {
  private readonly roll: () => number;
  private readonly flavour: Flavour;
  private labelsGiven = 0;
  private valueLabelsGiven = 0;

  constructor(roll: () => number, flavour: Flavour) {
    this.roll = roll;
    this.flavour = flavour;
  }

  source(): string {
    const lines = ['/dts-v1/;'];
    if (this.flavour.plugins && this.chance(0.1)) lines.push('/plugin/;');
    if (this.chance(0.1)) lines.push('/memreserve/ 0x1000 0x20;');
    lines.push(`/ {\n${this.body(0)}};`);
    for (let left = this.below(6); left > 0; left--) lines.push(this.statement());
    return `${lines.join('\n')}\n`;
  }

  private statement(): string {
    switch (this.below(8)) {
      case 0:
        return this.labelsGiven > 0 || !this.flavour.uniqueLabels ? `/delete-node/ ${this.reference()};` : '';
      case 1:
        return `/omit-if-no-ref/ ${this.reference()};`;
      case 2:
      case 3:
        return `/ {\n${this.body(0)}};`;
      case 4:
        return `${this.newLabel()}: ${this.reference()} {\n${this.body(2)}};`;
      default:
        return `${this.reference()} {\n${this.body(1)}};`;
    }
  }

  private body(depth: number): string {
    let text = '';
    const properties = this.some(PROPERTIES);
    if (this.chance(0.1)) properties.push(this.pick(ODD_PROPERTIES));
    for (const name of properties) text += `\t${this.property(name)}`;
    if (depth < 3) for (const name of this.some(NAMES)) text += indented(this.child(name, depth));
    return text;
  }

  /** A few of a list, seldom one twice. */
  private some(list: readonly string[]): string[] {
    const rest = [...list];
    const taken: string[] = [];
    for (let left = this.below(4); left > 0; left--) {
      const at = this.below(rest.length);
      taken.push(rest[at]!);
      if (this.chance(0.98)) rest.splice(at, 1);
    }
    return taken;
  }

  private property(name: string): string {
    if (name !== 'name' && this.chance(0.12)) return `/delete-property/ ${name};\n`;
    const label = this.chance(0.05) ? `${this.dataLabel()}: ` : '';
    if (name === 'phandle') return `${label}phandle = <${this.chance(0.3) ? this.reference() : 1 + this.below(9)}>;\n`;
    if (name === 'name') return `name = "${this.pick(['a', 'b'])}";\n`;
    if (name.startsWith('#')) return `${name} = <${this.below(3)}>;\n`;
    if (this.chance(0.15)) return `${label}${name};\n`;
    const parts = Array.from({ length: 1 + this.below(3) }, () => this.value());
    return `${label}${name} = ${parts.join(', ')};\n`;
  }

  private value(): string {
    const label = this.chance(0.04) ? `${this.dataLabel()}: ` : '';
    switch (this.below(9)) {
      case 0:
        return `${label}"${this.pick(['', 'x', '/a', 'b\\0c'])}"`;
      case 1:
        return `${label}[0${this.below(9)} fF]`;
      case 2:
        return `${label}${this.reference()}`;
      case 3:
        return `/bits/ ${this.pick(['8', '16', '64'])} <${this.below(200)}>`;
      default:
        return `${label}<${Array.from({ length: this.below(4) }, () => this.cell()).join(' ')}>`;
    }
  }

  private cell(): string {
    if (this.chance(0.25)) return this.reference();
    return this.chance(0.2) ? `(${this.below(9)} << ${this.below(20)})` : `${this.below(99)}`;
  }

  private child(name: string, depth: number): string {
    if (this.chance(0.12)) return `/delete-node/ ${name};\n`;
    const omit = this.chance(0.15) ? '/omit-if-no-ref/ ' : '';
    const label = this.chance(0.6) ? `${this.newLabel()}: ` : '';
    return `${omit}${label}${name} {\n${this.body(depth + 1)}};\n`;
  }

  /** Of a property or a place in a value. */
  private dataLabel(): string {
    return this.flavour.uniqueLabels ? `v${this.valueLabelsGiven++}` : this.pick(LABELS);
  }

  private newLabel(): string {
    return this.flavour.uniqueLabels ? `l${this.labelsGiven++}` : this.pick(LABELS);
  }

  /** Mostly of something that may be there. */
  private reference(): string {
    if (this.chance(0.04)) {
      const depth = 1 + this.below(2);
      return `&{${Array.from({ length: depth }, () => `/${this.pick(NAMES)}`).join('')}}`;
    }
    if (!this.flavour.uniqueLabels) return `&${this.pick(LABELS)}`;
    return this.labelsGiven === 0 ? '&{/}' : `&l${this.below(this.labelsGiven)}`;
  }

  private below(limit: number): number {
    return Math.floor(this.roll() * limit);
  }

  private chance(probability: number): boolean {
    return this.roll() < probability;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '\t');
}
