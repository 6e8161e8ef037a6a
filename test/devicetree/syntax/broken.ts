/** Sources that something is missing in: what recovery makes of them is in gold/broken.txt. */

const HEAD = '/dts-v1/;\n\n';

/** Name and text, without the tag. */
export const BROKEN: readonly (readonly [string, string])[] = (
  [
    ['no semicolon behind cells', '/ {\n\ta = <1>\n\tb = <2>;\n};\n'],
    ['no semicolon behind a name', '/ {\n\ta\n\tb = <2>;\n\tc { };\n};\n'],
    ['no semicolon before a label', '/ {\n\ta = <1>\n\tl: b { };\n};\n'],
    ['no semicolon before a brace', '/ {\n\ta {\n\t\tb\n\t};\n\tc;\n};\n'],
    ['no semicolon on one line', '/ {\n\ta { b };\n\tc { d = <1> e = <2>; };\n};\n'],
    ['no semicolon behind a node', '/ {\n\ta {\n\t}\n\tb { };\n}\n&x { };\n'],
    ['no semicolon behind a deletion', '/ {\n\t/delete-node/ a\n\t/delete-property/ b\n\tc { };\n};\n'],
    ['no opening brace', '/ {\n\ta\n\t\tb;\n\t\tc = <1>;\n\t};\n\td { };\n};\n'],
    ['no opening brace, empty', '/ {\n\ta\n\t};\n\tb };\n\tc { };\n};\n'],
    ['no opening brace on one line', '/ {\n\ta b = <1>; };\n\tc { };\n};\n'],
    ['no opening brace behind the root', '/\n\ta { };\n};\n'],
    ['no opening brace behind a reference', '&x\n\ta { };\n};\n&y { };\n'],
    ['no closing brace', '/ {\n\ta {\n\t\tb;\n\t;\n\tc { };\n};\n'],
    ['no closing brace on one line', '/ {\n\ta { b; ;\n\tc { ;\n\td { };\n};\n'],
    ['no closing brace and no semicolon', '/ {\n\ta {\n\t\tb;\n\n\tc { };\n\td {\n\t\te;\n\t};\n};\n&x { };\n'],
    ['no closing brace of the root', '/ {\n\ta { };\n\n&x {\n\tb;\n};\n'],
    ['two braces missing', '/ {\n\ta {\n\t\tb {\n\t\t\tc;\n\n\td {\n\t\te;\n\t};\n};\n'],
    ['no head of a node', '/ {\n\t\tb;\n\t};\n\tc {\n\t\td;\n\t};\n};\n'],
    ['a brace too many', '/ {\n\ta { };\n\t};\n\tb { };\n};\n'],
    ['not indented', '/ {\na {\nb;\n};\n};\n&x {\nc;\n'],
    ['no closing quote', '/ {\n\ta = "x;\n\tb = "y";\n};\n'],
    ['no closing quote in a list', '/ {\n\ta = "x, "y", "z";\n\tb = "y",\n\t\t"z;\n};\n'],
    ['no closing quote before a comment', '/ {\n\ta = "x,\t/* c */\n\t\t"y";\n\tb { c = "d; };\n\te;\n};\n'],
    ['no opening quote', '/ {\n\ta = x";\n\tb = "y", z", "w";\n\tc = d=e f";\n};\n'],
    ['no opening bracket of cells', '/ {\n\ta = 1 2>;\n\tb = &x 1>, <2>;\n\tc = <1>, X 2>;\n};\n'],
    [
      'no closing bracket of cells',
      '/ {\n\ta = <1 2;\n\tb = <1, <2>;\n\tc = <1\n\t\t2\n\td = <1>;\n\te = <&x\n\tf { };\n};\n',
    ],
    ['no bracket of bytes', '/ {\n\ta = [01 02;\n\tb = 01 ab];\n\tc = [01, <2>;\n\td = [01\n\te { };\n};\n'],
    ['no = before a value', '/ {\n\ta <1>;\n\tb "x";\n\tc [01];\n\td &x;\n};\n'],
    ['no value', '/ {\n\ta =\n\tb = <1>;\n\tc = ;\n\td = <1>,\n\te { };\n};\n'],
    ['half a reference', '/ {\n\ta = <&>;\n\tb = &;\n\tc = <&{/x>;\n\td = <&/x}>;\n};\n'],
    [
      'half an expression',
      '/ {\n\ta = <(1 + >;\n\tb = <(1 + 2>;\n\tc = <(1 ? 2)>;\n\td = <1 + 2>;\n\te = <-1 -2>;\n\tf = <1)>;\n};\n',
    ],
    ['commas in cells and bytes', '/ {\n\ta = <1, 2, 3>;\n\tb = [01, 02];\n};\n'],
    ['bare numbers and names', '/ {\n\ta = 5;\n\tb = (1 + 2);\n\tc = FOO;\n\td = FOO(1, 2), "x";\n};\n'],
    [
      'unknown macros',
      '/ {\n\ta = <DT_MEM_FOO>;\n\tb = <DT_ARM_MPU(ATTR_MPU_RAM)>;\n\tc = <(1 | A | B(2))>;\n\tPINS(1, 2)\n\tPINS(3);\n\tN(1) { d; };\n\tL(1): e { };\n};\n',
    ],
    ['suffixes', '/ {\n\ta = <1u 2ul 0x1g 09 0x 1.5>;\n};\n'],
    ['things at the wrong place', 'a = <1>;\nb { };\n/ {\n\t&x { };\n\tc { };\n\td;\n\te;\n\t/foo/ g;\n};\n'],
    ['labels', '/ {\n\ta : b { };\n\tc-d: e { };\n\tf:\n};\nl: / { };\nm: n: &x { };\n'],
    [
      'half a line',
      '/ {\n\ta {\n\t\tsta\n\t};\n\tb {\n\t\tstatus =\n\t};\n\tc {\n\t\tx = <&y\n\t};\n\td {\n\t\t/delete-\n\t};\n};\n',
    ],
    ['nothing behind a reference', '&x\n&y;\n&z { };\n'],
    ['an unterminated comment', '/ {\n\ta; /* b\n\tc;\n};\n'],
    ['a file in quotes', '/include/ "x.dtsi\n/include/ x.dtsi"\n/include/ x\n/ { };\n'],
  ] as const
).map(([name, text]) => [name, HEAD + text] as const);
