/** Directed cases for the preprocessor. What gcc prints for them is in `gold/cases.txt`. */

export interface Case {
  readonly title: string;
  /** The main file. */
  readonly text: string;
  readonly others?: Readonly<Record<string, string>>;
  /** Files read before it, as with `-include`. */
  readonly before?: readonly string[];
  readonly includePaths?: readonly string[];
  readonly defines?: Readonly<Record<string, string>>;
  /** The codes of our findings, in order. */
  readonly codes?: readonly string[];
  /** gcc stops or drops text here, so that only our findings are compared. */
  readonly apart?: true;
}

const LEXICAL: readonly Case[] = [
  {
    title: 'a property with # at the begin of a line',
    text: '#size-cells = <1>;\n  # address-cells = <2>;\n#foo\n# 33 "x"\n#\n#"s"\n',
  },
  { title: 'a macro after a # that is no directive', text: '#define cells 7\n#size-cells = <cells>;\n#cells\n' },
  {
    title: 'comments',
    text: 'a/**/b /* c */ d // e\nf/* \n g */h /* \n */\ni /**/\n/* x */ j\n  /**/k\n"/* s */" // "\n',
  },
  { title: 'a comment that a splice goes through', text: 'a /\\\n* b *\\\n/ c /\\\n/ d \\\ne\nf\n' },
  { title: 'splices', text: 'fo\\\no "st\\\nring" 1\\\n2 <\\  \n< x\\\n\n#def\\\nine A \\\n 5\nA\n' },
  { title: 'a name of a macro with a splice inside', text: '#define ABC 1\nA\\\nB\\\nC;\n' },
  {
    title: 'line ends CRLF and CR',
    text: '#define A 1\r\nA\r\n#ifdef A\r\nb\r\n#endif\r\nc\rA\r#define B 2\rB\r\n"a\\\r\nb"\r\n',
  },
  { title: 'no line end at the end', text: '#define A 1\nA' },
  { title: 'no line end at the end of a directive', text: 'a\n#define A 1' },
  { title: 'a backslash at the end', text: 'a\nb\\' },
  {
    title: 'lone quotes',
    text: "don't FOO\n#define FOO 1\ndon't FOO\nFOO \" FOO\n'FOO' \"FOO\"\n#define S it's FOO\nS FOO\n",
  },
  { title: 'a string over two lines', text: '#define A 1\nx = "a A\nA b";\n' },
  { title: 'escapes in strings', text: '#define A 1\n"\\" A" A "\\\\" A \'\\\'\' A\n' },
  { title: 'preprocessing numbers', text: '#define A 1\n#define e 2\n0xA 1e+A 1A 1.A .A .1A 0x1p-A 0b1+A 1e-e 1e e\n' },
  {
    title: 'numbers with a comma or a unit address',
    text: '#define A 10\nnode@A { reg = <0xA 0x1e+A A>; };\nfoo,A A,foo A-A A@A\n',
  },
  { title: 'no trigraphs, no digraphs', text: '??=define A 1\n%:define B 1\nA B <: :> <% %> ??/\nC\n' },
  { title: 'wide strings', text: '#define L 1\nL"a" L \'b\' L\'c\' xL"d" L\n' },
  { title: 'a dollar sign', text: '#define a 1\na$a $a\n', codes: [] },
  { title: 'letters beyond ASCII', text: '#define a 1\n"Grüße" é aé éa 漢字 a\n' },
  { title: 'NUL characters', text: 'a\0b\n', codes: ['cpp-binary'] },
  { title: 'form feeds and vertical tabs', text: 'a\fb\vc\n\f#define A 1\nA\n' },
  { title: 'an unterminated comment', text: 'a\n/* b\nc\n', codes: ['cpp-unterminated-comment'] },
];

const DIRECTIVES: readonly Case[] = [
  {
    title: 'white space and comments around #',
    text: '  #  define  A 1\n/* x */ # /* y */ define /* z */ B /* w */ 2\nA B\n',
  },
  { title: 'a comment over lines in a directive', text: '#define A 1 /* x\n y */ + 2\nA\n' },
  {
    title: 'a directive that a macro makes is none',
    text: '#define HASH #\n#define NOTHING\nHASH define A 1\nNOTHING #define B 2\nA B\n',
  },
  { title: 'undef', text: '#define A 1\nA\n#undef A\nA\n#undef B\n#undef A x\n', codes: ['cpp-extra-tokens'] },
  {
    title: 'names of macros that cannot be',
    text: '#define\n#define 1\n#define defined\n#undef 2\n#ifdef 3\na\n#endif\n#ifndef\nb\n#endif\n',
    codes: ['cpp-macro-name', 'cpp-macro-name', 'cpp-macro-name', 'cpp-macro-name', 'cpp-macro-name', 'cpp-macro-name'],
  },
  {
    title: 'conditionals',
    text: '#if 1\na\n#else\nb\n#endif\n#if 0\nc\n#elif 1\nd\n#elif 1\ne\n#else\nf\n#endif\n#ifdef X\ng\n#endif\n#ifndef X\nh\n#endif\n',
  },
  {
    title: 'conditionals in conditionals',
    text: '#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 1\n#ifdef Q\nc\n#else\nd\n#endif\ne\n#endif\n',
  },
  {
    title: 'what is left out is hardly read',
    text: "#if 0\n#define A 1\n#include <nothing>\n#error no\n#if )(\n#elif 1 +\n#else x\n#endif\ndon't\nx /* but comments count\n#endif\n*/\n#unknown\n#endif\nA\n",
  },
  {
    title: 'elifdef and elifndef',
    text: '#define Y\n#ifdef X\na\n#elifdef Y\nb\n#else\nc\n#endif\n#ifdef X\nd\n#elifndef X\ne\n#endif\n',
  },
  {
    title: '#else and #endif without #if',
    text: 'a\n#else\nb\n#endif\nc\n#elif 1\nd\n',
    codes: ['cpp-no-if', 'cpp-no-if', 'cpp-no-if'],
  },
  {
    title: '#else after #else',
    text: '#if 1\na\n#else\nb\n#else\nc\n#elif 1\nd\n#endif\n',
    codes: ['cpp-after-else', 'cpp-after-else'],
  },
  {
    title: 'a conditional without end',
    text: '#if 0\na\n#else\nb\n#ifdef C\nd\n',
    codes: ['cpp-unterminated-conditional', 'cpp-unterminated-conditional'],
  },
  {
    title: 'more after #else and #endif',
    text: '#if 1\na\n#else b\n#endif c\n',
    codes: ['cpp-extra-tokens', 'cpp-extra-tokens'],
  },
  {
    title: 'error and warning',
    text: "a\n#error that's /* not */ it\nb\n#warning  and   this\nc\n#error\n",
    codes: ['cpp-error', 'cpp-warning', 'cpp-error'],
  },
  {
    title: 'line',
    text: '#line 77\n__LINE__\n#line 5 "other.dts"\n__LINE__ __FILE__\n#define N 9\n#line N "a\\"b"\n__LINE__ __FILE__\n',
  },
  { title: '#line with something else', text: '#line x\n#line 5 x\na\n', codes: ['cpp-line', 'cpp-line'] },
  {
    title: 'pragmas leave no trace',
    text: 'a\n#pragma foo bar\n#pragma GCC diagnostic push\nb\n#ident "x"\n#sccs "y"\nc\n',
  },
  {
    title: 'push_macro and pop_macro',
    text: '#define A 1\n#pragma push_macro("A")\n#undef A\n#define A 2\nA\n#pragma pop_macro("A")\nA\n#pragma push_macro("B")\n#define B 3\n#pragma pop_macro("B")\nB\n',
  },
  {
    title: 'pragmas that gcc answers',
    text: '#pragma GCC warning "w"\n#pragma GCC error "e"\n#define A 1\n#pragma GCC poison A\n',
    codes: ['cpp-warning', 'cpp-error', 'cpp-poisoned'],
  },
  { title: 'pragma once in a main file', text: '#pragma once\na\n', codes: ['cpp-pragma-once'] },
  { title: 'the operator _Pragma', text: 'a _Pragma("foo") b\n#define P _Pragma("x") c\nP\n' },
  {
    title: 'assertions',
    text: '#assert machine(arm)\n#if #machine(arm) && #machine && !#machine(x86)\na\n#endif\n#unassert machine(arm)\n#if #machine\nb\n#endif\n',
  },
  { title: 'null directives', text: '#\n # \n#/**/\n# // x\na\n' },
];

const EXPRESSIONS: readonly Case[] = [
  {
    title: 'operators and what binds closer',
    text: numbered([
      '1 + 2 * 3 == 7',
      '(1 + 2) * 3 == 9',
      '10 - 4 - 3 == 3',
      '7 / 2 == 3 && 7 % 2 == 1',
      '1 << 2 + 1 == 8',
      '1 | 2 ^ 3 & 4',
      '1 < 2 == 1',
      '-1 < 0',
      '!0 && !!5',
      '~0 == -1',
      '+ - + 1 == -1',
      '1 ? 0 : 1',
      '0 ? 0 : 1',
      '1 ? 2 ? 0 : 1 : 1',
      '0 || 0 || 1',
      '1, 0',
      '0, 1',
      '(0, 1) == 1',
    ]),
  },
  {
    title: '64 bits, signed and unsigned',
    text: numbered([
      '-1 < 0u',
      '-1 > 0u',
      '-1 == 18446744073709551615u',
      '0xffffffffffffffff < 0',
      '0x7fffffffffffffff + 1 < 0',
      '-1 >> 63 == -1',
      '-1u >> 63 == 1',
      '1 << 63 < 0',
      '1 << 64',
      '1 << -1',
      '4 >> -1 == 8',
      '-9223372036854775807 - 1 < 0',
      '-7 / 2 == -3',
      '-7 % 2 == -1',
      '1 ? -1 : 0u',
      '(1 ? -1 : 0u) > 0',
      '0x8000000000000000 / 2 > 0',
    ]),
  },
  {
    title: 'suffixes',
    text: numbered([
      '1u',
      '1U',
      '1l',
      '1L',
      '1ul',
      '1UL',
      '1lu',
      '1ll',
      '1LL',
      '1ull',
      '1LLU',
      '0x1fUL',
      '010 == 8',
      '0b11 == 3',
      '0B1u',
    ]),
  },
  {
    title: 'suffixes that are none',
    text: numbered(['1uu', '1lL', '1lul', '0x', '08', '1.0', '1e5', '1z', '0b2', '1_000']),
    codes: Array<string>(10).fill('cpp-expression'),
  },
  {
    title: 'characters',
    text: numbered([
      "'a' == 97",
      "'\\n' == 10",
      "'\\0' == 0",
      "'\\x41' == 65",
      "'\\101' == 65",
      "'\\377' < 0",
      "'ab' == 24930",
      "'\\e' == 27",
      "'\\\\' == 92",
      "L'a' == 97",
      "'\\'' == 39",
      "'abcd' == 1633837924",
    ]),
  },
  {
    title: 'defined',
    text: '#define A\n#define D defined\n#if defined A && defined(A) && !defined B && ! defined ( B )\na\n#endif\n#if D A\nb\n#endif\n#if D(B)\nc\n#endif\n',
  },
  {
    title: 'macros in expressions',
    text: '#define A 3\n#define F(x) ((x) * 2)\n#define E\n#if F(A) == 6 E\na\n#endif\n#if F (2) == 4 && F(\\\n1) == 2\nb\n#endif\n#if F == 0\nc\n#endif\n',
  },
  { title: 'a name that is no macro is 0', text: numbered(['FOO == 0', 'FOO', '!FOO', 'true', 'sizeof']) },
  {
    title: 'what decided early hides the rest',
    text: numbered(['0 && 1 / 0', '1 || 1 / 0', '1 ? 1 : 1 / 0', '0 ? 1 / 0 : 1', '0 && (1 / 0 || 1)']),
  },
  {
    title: 'division by zero',
    text: '#if 1 / 0\na\n#endif\n#if 0 % 0\nb\n#endif\n',
    codes: ['cpp-division-by-zero', 'cpp-division-by-zero'],
  },
  {
    title: 'expressions that are wrong',
    text: numbered([
      '',
      '1 +',
      '(1',
      '1)',
      '1 2',
      '* 1',
      '"a"',
      'a(1)',
      '1 ? 2',
      ': 1',
      '1 = 1',
      '@',
      'defined',
      'defined(',
      'defined(A',
      '()',
      '1 ++ 2',
    ]),
    codes: Array<string>(17).fill('cpp-expression'),
  },
  {
    title: '#elif after the taken branch is not read',
    text: '#if 1\na\n#elif 1 / 0 +\nb\n#endif\n#if 0\n#elif (\nc\n#endif\n',
    codes: ['cpp-expression'],
  },
  {
    title: '__has_include',
    text: '#if __has_include("a.dtsi") && !__has_include("b.dtsi") && __has_include(<a.dtsi>)\nyes\n#endif\n#ifdef __has_include\nthere\n#endif\n#define H "a.dtsi"\n#if __has_include(H)\nmacro\n#endif\n',
    others: { 'a.dtsi': '' },
    includePaths: ['.'],
  },
  {
    title: '__has_include that is wrong',
    text: '#if __has_include\n#endif\n#if __has_include(\n#endif\n#if __has_include("a"\n#endif\n',
    codes: ['cpp-has-include', 'cpp-has-include', 'cpp-has-include', 'cpp-has-include'],
  },
];

const MACROS: readonly Case[] = [
  { title: 'object-like macros', text: '#define A 1\n#define B A + A\n#define EMPTY\nA B EMPTY EMPTY A\n<A B>\n' },
  {
    title: 'function-like macros',
    text: '#define F(x, y) <x y>\n#define G() g\nF(1, 2) F( a b , (c, d) ) F(,) F( , e) G() G( )\nF (1,2) F\n(3,4) F/* c */(5,6)\n',
  },
  { title: 'a name without parentheses', text: '#define F(x) [x]\nF F; (F) F\nF\n;\nF' },
  { title: 'a directive between a name and its parentheses', text: '#define F(x) [x]\nF\n#define A 1\n(A)\n' },
  {
    title: 'the end of a file between a name and its parentheses',
    text: '#define F(x) [x]\n#include "f.dtsi"\n(1)\n',
    others: { 'f.dtsi': 'F\n' },
  },
  {
    title: 'a macro is not expanded in itself',
    text: '#define f f + g\n#define g g + f\nf g\n#define x(y) y + x(y)\nx(x(1)) x\n',
  },
  {
    title: 'rescanning with the text that follows',
    text: '#define f(x) x f\n#define g f\n#define h(x) x(\nf(1)(2)(3) g(4)(5) h(f) 6)\n',
  },
  {
    title: 'the examples of the standard (C11 6.10.3.5)',
    text: '#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\nf(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\ng(x+(3,4)-w) | h 5) & m\n(f)^m(m);\np() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };\nchar c[2][6] = { str(hello), str() };\n',
  },
  {
    title: 'the second example of the standard',
    text: '#define str(s) # s\n#define xstr(s) str(s)\n#define debug(s, t) printf("x" # s "= %d, x" # t "= %s", x ## s, x ## t)\n#define INCFILE(n) vers ## n\n#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n#define HIGHLOW "hello"\n#define LOW LOW ", world"\ndebug(1, 2);\nfputs(str(strncmp("abc\\0d", "abc", \'\\4\') == 0) str(: @\\n), s);\nxstr(INCFILE(2).h)\nglue(HIGH, LOW);\nxglue(HIGH, LOW)\n',
  },
  {
    title: 'hash_hash',
    text: '#define hash_hash # ## #\n#define mkstr(a) # a\n#define in_between(a) mkstr(a)\n#define join(c, d) in_between(c hash_hash d)\njoin(x, y);\n#define t(x,y,z) x ## y ## z\nt(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), t(,,)\n',
  },
  { title: 'arguments over lines', text: '#define F(x, y) {x|y}\nF(a\n  b,\n/* c\n*/ d // e\n) f\n' },
  {
    title: 'directives among arguments',
    text: '#define F(x) [x]\nF(a\n#define B 1\nB\n#ifdef B\nyes\n#else\nno\n#endif\n#undef B\nB) B\n',
  },
  {
    title: 'a # at the begin of a line among arguments',
    text: '#define F(x, ...) [x|__VA_ARGS__]\nF(a\n#foo b\n, c)\n',
  },
  {
    title: 'a macro that goes while its arguments are read',
    text: '#define F(x) [x] F\nF(1\n#undef F\n2)(3)\n#define G(x) x G\nG(1\n#undef G\n#define G 7\n2)\n',
  },
  {
    title: 'the wrong number of arguments',
    text: '#define F(x) x\n#define G(x, y) x\n#define H() h\nF(1, 2) G(1) H(1) F()\n',
    codes: ['cpp-argument-count', 'cpp-argument-count', 'cpp-argument-count'],
    apart: true,
  },
  {
    title: 'arguments without end',
    text: '#define F(x) x\na F(1\nb\n',
    codes: ['cpp-unterminated-invocation'],
    apart: true,
  },
  {
    title: 'variadic macros',
    text: '#define V(...) <__VA_ARGS__>\n#define W(x, ...) <x|__VA_ARGS__>\n#define N(x, rest...) <x|rest>\nV() V(1) V(1, 2) W(1) W(1,) W(1, 2, 3) W() N(1) N(1, 2, (3, 4))\n',
  },
  {
    title: 'the comma before ## and variable arguments',
    text: '#define E(f, ...) e(f, ## __VA_ARGS__)\n#define N(f, a...) n(f, ##a)\n#define O(...) o(x, ##__VA_ARGS__)\nE(1) E(1,) E(1, 2) E(1, 2, 3) N(1) N(1, 2) O() O(1)\n',
  },
  {
    title: '__VA_OPT__',
    text: '#define F(x, ...) f(x __VA_OPT__(,) __VA_ARGS__)\n#define G(...) __VA_OPT__(a ## __VA_ARGS__ ## b) c\n#define S(...) #__VA_OPT__(x __VA_ARGS__)\n#define P(x, ...) x ## __VA_OPT__(y) z\n#define E\nF(1) F(1, 2) F(1, E) G() G(1) S() S(1, 2) P(1) P(1, 2)\n',
  },
  {
    title: '__VA_OPT__ where it cannot be',
    text: '#define A __VA_OPT__\n#define B(...) __VA_OPT__\n#define C(...) __VA_OPT__(\n#define D(...) __VA_OPT__(__VA_OPT__())\n#define E(...) __VA_OPT__(## x)\n#define F(x) __VA_ARGS__\n',
    codes: ['cpp-va-args', 'cpp-va-opt', 'cpp-va-opt', 'cpp-va-opt', 'cpp-va-opt', 'cpp-va-args'],
  },
  {
    title: 'parameters that are wrong',
    text: '#define A(x\n#define B(x, x) x\n#define C(1) x\n#define D(x y) x\n#define E(x,) x\n#define F(..., x) x\n#define G( ) g\nA B(1) C D E F G()\n',
    codes: Array<string>(6).fill('cpp-parameters'),
  },
  {
    title: 'strings of arguments',
    text: '#define S(x) #x\n#define X(x) S(x)\n#define A 1\nS(A) X(A) S( a  b\t"c\\n" \'\\0\' /* d */ e ) S("\\\\") S(,) X(S(a)) S()\n',
    codes: ['cpp-argument-count'],
    apart: true,
  },
  {
    title: 'strings of arguments over lines',
    text: "#define S(x) #x\nS(a\n b\n\n\"c\" d)\nS(@) S(\\) S(a \\ b) S('\\'')\n",
  },
  { title: '# without a parameter', text: '#define A # x\n#define F(x) # y #x\n#define G(x) # ## x\nA F(1) G(2)\n' },
  {
    title: 'pasting',
    text: '#define P(a, b) a ## b\n#define Q(a, b) P(a, b)\n#define A 1\n#define B 2\nP(A, B) Q(A, B) P(x, 1) P(1, x) P(<, <) P(-, 1) P(., 5) P(1., e) P("a", "b") P(L, "s") P(/, /) P(/, =) P(+, +) P(., .) P(x,) P(,) P(A,)\n',
  },
  {
    title: 'pasting that makes no token',
    text: '#define P(a, b) a ## b\n#define Q(a) -a ## -\nP(-, x) P(x, -) P(+, -) Q(+) P(;, ;) P("a", 1) P(1, "a")\n',
  },
  {
    title: 'pasting at the ends',
    text: '#define A ## x\n#define B x ##\n#define C(x) ## x\n#define D x ## ## y\nD\n',
    codes: ['cpp-paste', 'cpp-paste', 'cpp-paste'],
  },
  {
    title: 'a pasted name is a macro again',
    text: '#define AB 1\n#define P(a, b) a ## b\n#define A P(A, B)\nP(A, B) A P(P, (A, B))\n',
  },
  {
    title: 'defining anew',
    text: '#define A 1\n#define A 1\n#define A  1 \n#define A /* c */ 1\n#define A 2\n#define F(x) x\n#define F(y) y\n#define F(x)  x\nA F(3)\n',
    codes: ['cpp-redefined', 'cpp-redefined', 'cpp-redefined'],
  },
  {
    title: 'built-in macros',
    text: '__LINE__ __FILE__ __INCLUDE_LEVEL__ __DTS__ __ASSEMBLER__ __STDC__ __STDC_HOSTED__\n__COUNTER__ __COUNTER__\n#define C __COUNTER__\nC C __BASE_FILE__ __DATE__ __TIME__ __unix__ linux\n',
  },
  {
    title: '__LINE__ among arguments',
    text: '#define F(x) x __LINE__\n#define M __LINE__ F(__LINE__)\nF(\n__LINE__\n)\nM\nF(F(\n__LINE__)\n)\n',
  },
  {
    title: 'missing white space after the name',
    text: '#define A-1\n#define B"s"\n#define C@\nA B C\n',
    codes: ['cpp-macro-space', 'cpp-macro-space', 'cpp-macro-space'],
  },
  { title: 'macros of the command line', text: 'A B F(2) __DTS__\n', defines: { A: '1 + 2', B: '', 'F(x)': '[x]' } },
];

const SPACING: readonly Case[] = [
  {
    title: 'no space where none was',
    text: '#define A 1\n#define N foo\nA;A,(A)<A>[A]{A}A@A:A=A\nN@A N,N N-N N.A N/N &N "x"N N"x"\n',
  },
  {
    title: 'a space where tokens would join',
    text: '#define M -\n#define P +\n#define L <\n#define N 1\n#define I i\n-M M- M-1 +P L< <L LL N1 NN NI IN I1 II N.5 .N N- N+ I"s" I\'c\'\n',
  },
  { title: 'empty macros', text: '#define E\n#define F(x) x\na E b aEb E;E <E> <E > -E- F()F() x F() y -F()- F( )\n' },
  {
    title: 'unit addresses and names made of macros',
    text: '#define BASE 1000\n#define NAME uart\n#define ADD(x) x\nNAME@BASE NAME_BASE NAME@ADD(BASE) ADD(NAME)@ADD(1) &NAME ADD(&)NAME foo_ADD(1) #NAME\n',
  },
  {
    title: 'a macro that follows another without a space',
    text: '#define A 1\n#define B ;\n#define C c\n#define F(x) x\nF(1)A F(1)B F(1)C F(c)C F(1)F F(-)F(-) F(1)G\n',
  },
  {
    title: 'cells and interrupts as boards write them',
    text: "#define GIC_SPI 0\n#define LEVEL 4\n#define PIN(p, n) (((p) << 4) | (n))\n#define MUX(p, n, m) PIN(p - 'A', n) m\ninterrupts = <GIC_SPI 12 LEVEL>, <GIC_SPI 13 LEVEL>;\npins = <MUX('B', 3, 7)>,<MUX('C',4,AF)>;\n",
  },
];

const FILES: readonly Case[] = [
  {
    title: 'including',
    text: 'a\n#include "b.dtsi"\n#include <c.dtsi>\nd\n',
    others: { 'b.dtsi': 'b\n', 'inc/c.dtsi': 'c' },
    includePaths: ['inc'],
  },
  {
    title: 'beside the includer first',
    text: '#include "d/x.dtsi"\n',
    others: {
      'd/x.dtsi': '#include "y.dtsi"\n#include <y.dtsi>\n',
      'd/y.dtsi': 'near\n',
      'y.dtsi': 'main\n',
      'inc/y.dtsi': 'path\n',
    },
    includePaths: ['inc'],
  },
  {
    title: 'include paths in their order',
    text: '#include <a.h>\n#include <b.h>\n',
    others: { 'one/a.h': 'one a\n', 'two/a.h': 'two a\n', 'two/b.h': 'two b\n' },
    includePaths: ['one', 'two'],
  },
  {
    title: 'include_next',
    text: '#include <a.h>\n',
    others: {
      'one/a.h': 'one\n#include_next <a.h>\n',
      'two/a.h': 'two\n#include_next "a.h"\n',
      'three/a.h': 'three\n',
    },
    includePaths: ['one', 'two', 'three'],
  },
  {
    title: 'names out of macros',
    text: '#define Q "b.dtsi"\n#define D(x) <x.dtsi>\n#define T b.dtsi\n#include Q\n#include D(b)\n#include <T>\n',
    others: { 'b.dtsi': 'b\n' },
    includePaths: ['.'],
    codes: ['cpp-include-not-found'],
    apart: true,
  },
  {
    title: 'an angle name out of several tokens',
    text: '#define DIR dir\n#define P <DIR/b.dtsi>\n#include P\n',
    others: { 'dir/b.dtsi': 'b\n' },
    includePaths: ['.'],
  },
  {
    title: 'a name with comment marks',
    text: '#include <a//b.h>\n#include "a//b.h" // c\n',
    others: { 'a/b.h': 'b\n' },
    includePaths: ['.'],
  },
  {
    title: 'a file that is not there',
    text: 'a\n#include "nothing.dtsi"\n#include <nothing.h>\nb\n',
    codes: ['cpp-include-not-found', 'cpp-include-not-found'],
    apart: true,
  },
  {
    title: 'names that are none',
    text: '#include\n#include foo\n#include 1\n#include ""\n#include <a\na\n',
    codes: Array<string>(5).fill('cpp-include-name'),
  },
  {
    title: 'more after the name',
    text: '#include "b.dtsi" x\n',
    others: { 'b.dtsi': 'b\n' },
    codes: ['cpp-extra-tokens'],
  },
  {
    title: 'guards and pragma once',
    text: '#include "g.h"\n#include "g.h"\n#include "o.h"\n#include "o.h"\n#import "i.h"\n#import "i.h"\n#include "i.h"\n',
    others: { 'g.h': '#ifndef G\n#define G\ng\n#endif\n', 'o.h': '#pragma once\no\n', 'i.h': 'i\n' },
  },
  {
    title: 'a conditional does not go beyond its file',
    text: '#if 1\n#include "u.h"\na\n#endif\nb\n',
    others: { 'u.h': '#if 1\nu\n#else\nv\n' },
    codes: ['cpp-unterminated-conditional'],
  },
  {
    title: 'an invocation does not go beyond its file',
    text: '#define F(x) [x]\n#include "u.h"\n2)\n',
    others: { 'u.h': 'F(1\n' },
    codes: ['cpp-unterminated-invocation'],
    apart: true,
  },
  {
    title: 'an include among arguments',
    text: '#define F(x) [x]\nF(1\n#include "u.h"\n2)\n3\n',
    others: { 'u.h': 'u\n' },
    codes: ['cpp-unterminated-invocation'],
  },
  {
    title: 'levels of inclusion',
    text: '__INCLUDE_LEVEL__\n#include "l.h"\n',
    others: { 'l.h': '__INCLUDE_LEVEL__ __FILE__ __LINE__\n#include "m.h"\n', 'm.h': '__INCLUDE_LEVEL__ __FILE__\n' },
  },
  {
    title: 'macros go on from file to file',
    text: 'main A B\n',
    others: { 'one.dts': '#define A 1\none A\n', 'two.overlay': '#define B 2\n#undef A\ntwo A B' },
    before: ['one.dts', 'two.overlay'],
  },
  {
    title: 'no line end before the next file',
    text: 'c',
    others: { 'one.dts': 'a', 'two.dts': '#define a 1' },
    before: ['one.dts', 'two.dts'],
  },
  { title: 'a byte order mark', text: '\ufeff#define A 1\nA\n' },
];

export const CASES: readonly Case[] = [...LEXICAL, ...DIRECTIVES, ...EXPRESSIONS, ...MACROS, ...SPACING, ...FILES];

/** `#if` for each expression, with its number as text. */
function numbered(expressions: readonly string[]): string {
  return expressions.map((text, i) => `#if ${text}\n${i} yes\n#else\n${i} no\n#endif\n`).join('');
}
