/** Gold: GDB 13.1 (`ptype /o`, `print &name`, `info line`) on the fixtures. */
import assert from 'node:assert/strict';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import type { CType } from '../../../debugger/index.js';
import { fixture } from '../elf/fixtures.js';

/** A type as C writes it, one level deep for aggregates: `struct node {next:struct node*@0 value:int16_t@4}`. */
function typeText(type: CType, depth = 1): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'base':
      return type.name;
    case 'pointer':
      return `${typeText(type.target(), 0)}*`;
    case 'reference':
      return `${typeText(type.target(), 0)}&`;
    case 'rvalueReference':
      return `${typeText(type.target(), 0)}&&`;
    case 'typedef':
      return depth > 0 ? typeText(type.target(), depth) : type.name;
    case 'qualified':
      return `${type.qualifier} ${typeText(type.target(), depth)}`;
    case 'array':
      return `${typeText(type.element(), 0)}[${type.dimensions.map((count) => count ?? '').join('][')}]`;
    case 'enum':
      return depth > 0
        ? `enum ${type.name}:${type.sizeBytes} {${type
            .enumerators()
            .map(({ name, value }) => `${name}=${value}`)
            .join(' ')}}`
        : `enum ${type.name}`;
    case 'struct':
    case 'union':
    case 'class': {
      if (depth === 0) return `${type.kind} ${type.name}`;
      const members = type.members().map((member) => {
        const bits = member.bitField === undefined ? '' : `:${member.bitField.bitOffset}+${member.bitField.bitSize}`;
        const marks = member.static ? ' static' : member.inheritance ? ' base' : '';
        return `${member.name}:${typeText(member.type(), member.name === '' ? 1 : 0)}@${member.offsetBytes}${bits}${marks}`;
      });
      return `${type.kind} ${type.name}:${type.sizeBytes} {${members.join(' ')}}`;
    }
    case 'function':
      return `${typeText(type.result(), 0)}(${type
        .parameters()
        .map((parameter) => typeText(parameter, 0))
        .join(',')})`;
    case 'memberPointer':
      return `member pointer:${type.sizeBytes}`;
    case 'unsupported':
      return `unsupported ${type.what}`;
  }
}

const C_NAMES = [
  'c-O0-dwarf4',
  'c-O0-dwarf5',
  'c-Og-dwarf2',
  'c-Og-dwarf3',
  'c-O2-dwarf5-64bit',
  'c-O2-dwarf5-compressed',
  'c-lto-dwarf5',
];
const CPP_NAMES = [
  'cpp-O0-dwarf4',
  'cpp-Og-dwarf5',
  'cpp-Og-dwarf4-type-units',
  'cpp-Og-dwarf5-type-units',
  'cpp-lto-dwarf4',
];

describe('Types', () => {
  const NODE =
    'struct node:12 {next:struct node*@0 value:int16_t@4 ready:unsigned int@4:16+3 level:int@4:19+5 :union :4 {word:uint32_t@0 bytes:uint8_t[4]@0}@8}';
  for (const name of C_NAMES) {
    it(`of C: ${name}`, () => {
      const info = openDebugInformation(fixture(`${name}.elf`));
      // Storage units differ between versions of DWARF, bits do not: GDB shows `ready` at bit 16 of the word at 4.
      assert.equal(bitsFrom(typeText(info.typeNamed('node_t')!)), bitsFrom(NODE));
      assert.equal(typeText(info.typeNamed('colour')!), 'enum colour:1 {RED=0 GREEN=5 BLUE=-1}');
      assert.equal(typeText(info.global('matrix')!.type()), 'int[2][3]');
      assert.equal(typeText(info.global('counter')!.type(), 0), 'volatile uint32_t');
      assert.equal(info.typeNamed('unsigned int')!.kind, 'base');
    });
  }

  for (const name of CPP_NAMES) {
    it(`of C++: ${name}`, () => {
      const info = openDebugInformation(fixture(`${name}.elf`));
      assert.equal(
        typeText(info.typeNamed('geometry::Square')!),
        'class geometry::Square:16 {geometry::Shape:class geometry::Shape@0 base geometry::Named:struct geometry::Named@8 base side_:int@12}',
      );
      assert.equal(
        typeText(info.typeNamed('geometry::Shape')!),
        'class geometry::Shape:8 {_vptr.Shape:int()**@0 count:int@0 static kind_:enum geometry::Kind@4}',
      );
      assert.equal(
        typeText(info.typeNamed('geometry::Kind')!),
        'enum geometry::Kind:1 {geometry::Kind::circle=1 geometry::Kind::square=2}',
      );
      assert.match(
        typeText(info.global('integers')!.type()),
        /^struct geometry::Buffer<int, 4>:20 \{items:int\[4\]@0 used:int@16\}$/,
      );
      assert.equal(typeText(info.global('pointer_to_area')!.type()), 'member pointer:8');
      assert.deepEqual(info.findings, []);
    });
  }
});

describe('Rust by LLVM', () => {
  const VARIANTS =
    'struct program::Shape:12 {discriminant:u32@0 :union :12 {Circle:struct program::Shape::Circle@0 Rect:struct program::Shape::Rect@0 Empty:struct program::Shape::Empty@0}@0}';
  for (const name of ['rust-O0-dwarf4', 'rust-O0-dwarf5', 'rust-O1-dwarf5']) {
    it(`variants, index forms of strings, addresses and lists: ${name}`, () => {
      const elf = fixture(`${name}.elf`);
      const info = openDebugInformation(elf);
      assert.equal(typeText(info.typeNamed('program::Shape')!), VARIANTS);
      const { address } = elf.symbols.named('area')!;
      assert.deepEqual(info.functionAt(address)!.ranges, [
        { start: address, end: address + elf.symbols.named('area')!.size },
      ]);
      const [frame] = info.framesAt(address + 2);
      assert.equal(frame!.name, 'program::area');
      assert.equal(frame!.place!.file.path, '/fixture/program.rs');
      const [shape] = frame!.blocks()[0]!.variables;
      assert.equal(shape!.name, 'shape');
      const context = { pc: address, register: () => 0x2000_0000, memory: () => undefined, cfa: () => 0x2000_0010 };
      const location = shape!.locate(context);
      // readelf: breg or fbreg without optimization, `DW_OP_reg0` on entry with it.
      if (name.includes('O1')) assert.deepEqual(location, { kind: 'register', register: 0 });
      else assert.equal(location.kind, 'memory');
      assert.deepEqual(info.findings, []);
    });
  }

  it('stops after the prologue that LLVM marks', () => {
    const info = openDebugInformation(fixture('rust-O0-dwarf5.elf'));
    const [area] = info.functionsNamed('area');
    const body = info.pastPrologue(area!);
    assert.ok(body > area!.entryPc);
    assert.ok(info.linesAt(body).some(({ prologueEnd }) => prologueEnd));
  });
});

describe('Variables of static storage', () => {
  const rows: readonly [fixtureName: string, name: string, symbol: string][] = [
    ['c-O0-dwarf5', 'counter', 'counter'],
    ['c-O0-dwarf4', 'hidden', 'hidden'],
    ['c-O0-dwarf4', 'nodes', 'nodes'],
    ['c-O0-dwarf4', 'calls', 'calls.0'],
    ['c-O0-dwarf4', 'hash::calls', 'calls.0'],
    ['c-O0-dwarf4', 'calls.0', 'calls.0'],
    ['c-Og-dwarf2', 'matrix', 'matrix'],
    ['c-lto-dwarf5', 'hidden', 'hidden'],
    ['c-lto-dwarf4', 'hidden.lto_priv.0', 'hidden'],
    ['cpp-O0-dwarf4', 'geometry::Shape::count', '_ZN8geometry5Shape5countE'],
    ['cpp-O0-dwarf5', 'Shape::count', '_ZN8geometry5Shape5countE'],
    ['cpp-Og-dwarf5', '(anonymous namespace)::secret', '_ZN12_GLOBAL__N_16secretE'],
    ['cpp-Og-dwarf5', 'secret', '_ZN12_GLOBAL__N_16secretE'],
    ['cpp-Og-dwarf4-type-units', 'integers', 'integers'],
  ];
  for (const [name, wanted, symbol] of rows) {
    it(`${wanted} in ${name}`, () => {
      const elf = fixture(`${name}.elf`);
      const found = openDebugInformation(elf).global(wanted);
      const linked = elf.symbols.all.find(
        (candidate) => candidate.name === symbol || candidate.name.startsWith(`${symbol}.`),
      );
      if (linked !== undefined) assert.equal(found!.address, linked.address);
      else assert.ok(found !== undefined, 'optimized out, but still known by name');
    });
  }

  it('lists each once', () => {
    const names = openDebugInformation(fixture('c-O0-dwarf5.elf'))
      .globals()
      .map(({ name }) => name)
      .sort();
    assert.deepEqual(names, ['calls', 'counter', 'greeting', 'hidden', 'matrix', 'nodes', 'paint', 'vectors']);
  });

  it('finds functions by any of their names', () => {
    const info = openDebugInformation(fixture('cpp-O0-dwarf5.elf'));
    const [square] = info.functionsNamed('geometry::Square::scaled');
    for (const name of ['scaled', 'Square::scaled', '_ZNK8geometry6Square6scaledEi']) {
      assert.deepEqual(info.functionsNamed(name), [square], name);
    }
    assert.deepEqual(info.functionsNamed('no_such_function'), []);
    assert.equal(openDebugInformation(fixture('c-O0-dwarf5.elf')).functionsNamed('give_up')[0]!.isNoreturn, true);
  });
});

/** Bit-fields counted from the start of the structure. */
function bitsFrom(text: string): string {
  return text.replace(/@(\d+):(\d+)\+/g, (_, offset: string, bit: string) => `@${Number(offset) * 8 + Number(bit)}+`);
}
