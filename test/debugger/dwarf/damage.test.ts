/** Damaged debug sections give less, and perhaps findings, but never an exception and never an endless loop. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DebugInformation, debugFileOf, type DebugSections, type FrameContext } from '../../../debugger/dwarf/index.js';
import type { CType } from '../../../debugger/index.js';
import { fixture } from '../elf/fixtures.js';

const context = (pc: number, depth = 0): FrameContext => ({
  pc,
  register: (number) => (number < 16 ? 0x2000_0100 + number : undefined),
  memory: (address, size) => (address < 0x1000_0000 ? undefined : new Uint8Array(size)),
  cfa: () => 0x2000_0200,
  caller: () => (depth > 2 ? undefined : { returnAddress: 0x8020, context: context(0x801f, depth + 1) }),
});

/** Asks for everything that a debugger may ask for at some addresses. */
function exercise(info: DebugInformation, names: readonly string[]): void {
  for (let pc = 0x8008; pc < 0x8200; pc += 22) {
    info.lineAt(pc);
    info.unwind(context(pc));
    info.tailCalls(pc, 0x8008 + ((pc * 7) % 0x1f8));
    for (const frame of info.framesAt(pc)) {
      for (const { variables } of frame.blocks()) {
        for (const variable of variables) {
          variable.locate(context(pc));
          visit(variable.typeIn(context(pc)), 6);
        }
      }
    }
  }
  info.breakpointsOfLine('program.c', 40);
  info.rangesOfLine('shapes.cpp', 54);
  for (const name of names) {
    info.global(name)?.locate(context(0x8010));
    info.functionsNamed(name).map((found) => [info.pastPrologue(found), info.bodyOf(found)]);
    const type = info.typeNamed(name);
    if (type !== undefined) visit(type, 6);
  }
  info.globals();
}

function visit(type: CType, depth: number): void {
  if (depth === 0) return;
  switch (type.kind) {
    case 'pointer':
    case 'reference':
    case 'rvalueReference':
    case 'typedef':
    case 'qualified':
      visit(type.target(), depth - 1);
      break;
    case 'array':
      visit(type.element(), depth - 1);
      break;
    case 'struct':
    case 'union':
    case 'class':
      for (const member of type.members().slice(0, 20)) visit(member.type(), depth - 1);
      break;
    case 'enum':
      type.enumerators();
      break;
    case 'function':
      visit(type.result(), depth - 1);
      for (const parameter of type.parameters().slice(0, 20)) visit(parameter, depth - 1);
      break;
    case 'void':
    case 'base':
    case 'memberPointer':
    case 'unsupported':
      break;
  }
}

const NAMES = ['counter', 'nodes', 'calls', 'main', 'fill', 'node_t', 'geometry::Square', 'integers'];

describe('Damaged debug sections', () => {
  for (const name of [
    'c-O2-dwarf5',
    'c-Og-dwarf4',
    'c-Og-dwarf2',
    'cpp-Og-dwarf5',
    'cpp-Og-dwarf4-type-units',
    'c-lto-dwarf5',
    'c-O2-eh-frame',
  ]) {
    const file = debugFileOf(fixture(`${name}.elf`));
    const keys = (Object.keys(file.sections) as (keyof DebugSections)[]).filter((key) => file.sections[key].length > 0);

    it(`flipped bytes: ${name}`, () => {
      const flip = fc.record({
        key: fc.constantFrom(...keys),
        at: fc.nat(),
        value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 8, 0x0e, 0x13), fc.nat(255)),
      });
      fc.assert(
        fc.property(fc.array(flip, { minLength: 1, maxLength: 12 }), (flips) => {
          const sections = { ...file.sections };
          for (const { key, at, value } of flips) {
            const bytes = sections[key].slice();
            bytes[at % bytes.length] = value;
            sections[key] = bytes;
          }
          exercise(new DebugInformation({ ...file, sections }), NAMES);
        }),
        { numRuns: 60, seed: 11 },
      );
    });

    it(`cut off: ${name}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...keys), fc.double({ min: 0, max: 1, noNaN: true }), (key, part) => {
          const bytes = file.sections[key];
          const sections = { ...file.sections, [key]: bytes.slice(0, Math.floor(bytes.length * part)) };
          exercise(new DebugInformation({ ...file, sections }), NAMES);
        }),
        { numRuns: 40, seed: 12 },
      );
    });
  }

  it('says where reading stopped', () => {
    const file = debugFileOf(fixture('c-O2-dwarf5.elf'));
    const info = new DebugInformation({
      ...file,
      sections: { ...file.sections, info: file.sections.info.slice(0, 300) },
    });
    assert.equal(info.findings[0]!.code, 'dwarf-cut-off');
    assert.match(info.findings[0]!.message, /^\.debug_info is cut off at byte \d+/);
  });
});
