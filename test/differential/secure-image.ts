/**
 * Random questions to the MPUs of both states, the SAU and TT of an Armv8-M, the image that puts them to a machine
 * (guest/secure-cases.s), and what its answers say.
 */
import {
  idauOf,
  randomAddress,
  randomMpu,
  randomSau,
  type IdauModelRange,
  type LimitRegionWords,
} from '../model/limit-cases.js';
import { mpuCheck, type Pmsav8Mpu } from '../model/pmsav8-model.js';
import { seededRandom, type Random } from '../model/random.js';
import { securityCheck, ttResponse, validate, type SauModel, type SecureSystem } from '../model/sau-model.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';

const HERE = 0x1000_0000;
const TABLE = 0x8080_0000;

/** What stays open to everybody: the guest's code and stack of each state. */
const SECURE_PAGE = { first: HERE + 0x1000, last: HERE + 0x1fff };
const NON_SECURE_PAGE = { first: 0x80f0_0000, last: 0x80f0_0fff };

/** Memories of `-M mps2-an505` that questions may touch: the first is Secure by its IDAU, the others as the SAU says. */
const MEMORIES = [
  { first: 0x3800_0000, last: 0x383f_ffff },
  { first: 0x8000_0000, last: 0x803f_ffff },
] as const;
const PLACES = [0x3800_0000, 0x3800_4000, 0x8000_0000, 0x8000_0000, 0x8000_4000, 0x8001_0000, 0x8030_0000];
/** Where TT is asked as well: it accesses nothing. */
const TT_PLACES = [
  ...PLACES,
  0,
  HERE,
  0x2000_0000,
  0x4000_0000,
  0xe000_0000,
  0xe000_ed00,
  0xe002_ed00,
  0xe010_0000,
  0xf000_0000,
];

/** As the machine's IDAU has it: bit 28 tells the states apart, and the number of a region is the top four bits. */
export const AN505_IDAU: readonly IdauModelRange[] = [
  { start: 0xe000_0000, end: 0xe010_0000, exempt: true, ns: true, nsc: false },
  { start: 0xf000_0000, end: 0xf010_0000, exempt: true, ns: false, nsc: false },
  ...Array.from({ length: 16 }, (_, region) => ({
    start: region * 0x1000_0000,
    end: (region + 1) * 0x1000_0000,
    exempt: false,
    ns: region % 2 === 0,
    nsc: false,
    region,
  })),
];

export type SecureQuestion = {
  readonly address: number;
  readonly secure: boolean;
  readonly privileged: boolean;
} & (
  | { readonly type: 'read' | 'write' | 'fetch'; readonly sizeBytes: 1 | 2 | 4; readonly negativePriority: boolean }
  | {
      readonly type: 'tt';
      readonly alternate: boolean;
      readonly unprivileged: boolean;
      /** CONTROL_NS.nPRIV while Secure code asks. */
      readonly otherUnprivileged: boolean;
    }
);

export interface SecureCaseSet {
  readonly secure: Omit<Pmsav8Mpu, 'negativePriority'>;
  readonly nonSecure: Omit<Pmsav8Mpu, 'negativePriority'>;
  readonly sau: SauModel;
  readonly questions: readonly SecureQuestion[];
}

/** What the guest saw. */
export interface SecureAnswer {
  /** Bits 23 to 0 of CFSR as each state sees it; UNDEFINSTR ends a question that nothing refused. */
  readonly cfsr: number;
  readonly nonSecureCfsr: number;
  readonly sfsr: number;
  /** SFAR, MMFAR or BFAR if one is valid, the result of a TT, else 0. */
  readonly value: number;
}

function covers({ rbar, rlar }: LimitRegionWords, page: { readonly first: number; readonly last: number }): boolean {
  return rbar - (rbar % 32) <= page.last && rlar - (rlar % 32) + 31 >= page.first;
}

/** `regions` with one of them over `page`, `low` in the bits of its RBAR, and no other one there. */
function keeping(
  random: Random,
  regions: readonly LimitRegionWords[],
  page: { readonly first: number; readonly last: number },
  low: number,
): readonly LimitRegionWords[] {
  const number = random.below(regions.length);
  return regions.map((region, n) => {
    if (n === number) return { rbar: page.first + low, rlar: page.last - 31 + 1 };
    return covers(region, page) ? { ...region, rlar: region.rlar - (region.rlar % 2) } : region;
  });
}

/** AP = 0b01: everybody reads and writes; XN = 0. */
const OPEN = 0b010;

function randomSet(random: Random): Omit<SecureCaseSet, 'questions'> {
  const [secure, nonSecure] = [randomMpu(random, 8, PLACES), randomMpu(random, 8, PLACES)];
  const sau = randomSau(random, 8, PLACES);
  return {
    secure: { ...secure, regions: keeping(random, secure.regions, SECURE_PAGE, OPEN) },
    nonSecure: { ...nonSecure, regions: keeping(random, nonSecure.regions, NON_SECURE_PAGE, OPEN) },
    sau: { ...sau, regions: keeping(random, sau.regions, NON_SECURE_PAGE, 0) },
  };
}

/** The system that a question meets. */
export function systemOf(set: Omit<SecureCaseSet, 'questions'>, question: SecureQuestion): SecureSystem {
  const negativePriority = question.type !== 'tt' && question.negativePriority;
  return {
    secure: { ...set.secure, negativePriority },
    nonSecure: { ...set.nonSecure, negativePriority: false },
    sau: set.sau,
    idau: idauOf(AN505_IDAU),
  };
}

function isMemory(address: number): boolean {
  return MEMORIES.some(({ first, last }) => address >= first && address <= last);
}

/** Whether Non-secure code can be where it has to be: with the SAU off or everything Non-secure, that is another question. */
function nonSecurePageIsOpen(set: Omit<SecureCaseSet, 'questions'>): boolean {
  return [NON_SECURE_PAGE.first, NON_SECURE_PAGE.last].every(
    (address) => securityCheck(set.sau, idauOf(AN505_IDAU), address, true, false).ns,
  );
}

function randomQuestion(random: Random, set: Omit<SecureCaseSet, 'questions'>): SecureQuestion | undefined {
  const edges = [...set.secure.regions, ...set.nonSecure.regions, ...set.sau.regions, ...set.sau.regions];
  const secure = random.chance(55);
  const privileged = random.chance(50);
  if (random.chance(35)) {
    const address = randomAddress(random, edges, TT_PLACES);
    const alternate = secure && random.chance(50);
    const variant = { alternate, unprivileged: random.chance(50), otherUnprivileged: random.chance(50) };
    return { type: 'tt', address, secure, privileged, ...variant };
  }
  const type = random.pick(['read', 'write', 'fetch', 'fetch'] as const);
  const sizeBytes = type === 'fetch' ? 2 : random.pick([1, 2, 4] as const);
  const near = randomAddress(random, edges, PLACES);
  const address = near - (near % sizeBytes);
  if (!isMemory(address)) return undefined;
  const question = { type, sizeBytes, address, secure, privileged, negativePriority: false };
  // A refusal at negative priority is a lockup.
  const negative = { ...question, secure: true, privileged: true, negativePriority: true };
  const verdict = random.chance(10) ? validate(systemOf(set, negative), negative) : 'INVEP';
  return typeof verdict === 'object' && verdict.allowed ? negative : question;
}

/** Sets of questions for the guest, the same for the same seed. */
export function secureCaseSets(seed: number, sets: number, questionsPerSet: number): readonly SecureCaseSet[] {
  const random = seededRandom(seed);
  return Array.from({ length: sets }, () => {
    const set = randomSet(random);
    const questions: SecureQuestion[] = [];
    const bothStates = nonSecurePageIsOpen(set);
    while (questions.length < questionsPerSet) {
      const question = randomQuestion(random, set);
      if (question !== undefined && (question.secure || bothStates)) questions.push(question);
    }
    return { ...set, questions };
  });
}

const TT_CODE = 7;

/** The number of the guest's code for a question. */
function codeOf(question: SecureQuestion): number {
  if (question.type === 'tt') return TT_CODE + (question.unprivileged ? 1 : 0) + (question.alternate ? 2 : 0);
  if (question.type === 'fetch') return 6;
  return Math.log2(question.sizeBytes) * 2 + (question.type === 'write' ? 1 : 0);
}

function flagsOf(question: SecureQuestion): number {
  const flags: readonly (readonly [boolean, number])[] = [
    [!question.privileged, 0x100],
    [question.type !== 'tt' && question.negativePriority, 0x200],
    [question.type === 'fetch', 0x400],
    [!question.secure, 0x800],
    [question.type === 'tt' && question.otherUnprivileged, 0x1000],
  ];
  return flags.reduce((word, [isSet, flag]) => word | (isSet ? flag : 0), 0);
}

export function buildSecureImage(sets: readonly SecureCaseSet[]): Uint8Array {
  const table: number[] = [];
  for (const { secure, nonSecure, sau, questions } of sets) {
    table.push(secure.ctrl, nonSecure.ctrl, sau.ctrl, questions.length);
    for (const { rbar, rlar } of [...secure.regions, ...nonSecure.regions, ...sau.regions]) table.push(rbar, rlar);
    for (const question of questions) table.push(question.address, codeOf(question) | flagsOf(question));
  }
  table.push(0, 0, 0, 0);
  const guest = guestBinary('secure-cases');
  return elfImage(bytesToWords(guest)[1]!, [
    { address: HERE, bytes: guest },
    { address: TABLE, bytes: wordBytes(table) },
  ]);
}

export function parseSecureAnswers(bytes: Uint8Array): readonly SecureAnswer[] {
  const words = bytesToWords(bytes);
  return Array.from({ length: words.length / 3 }, (_, i) => ({
    cfsr: words[3 * i]! & 0xff_ffff,
    nonSecureCfsr: words[3 * i + 1]! & 0xff_ffff,
    sfsr: words[3 * i + 1]! >>> 24,
    value: words[3 * i + 2]!,
  }));
}

const UNDEFINSTR = 0x1_0000;
const DACCVIOL = 0x82; // with MMARVALID
const IACCVIOL = 0x01;
const SFSR = { INVEP: 0x01, AUVIOL: 0x08, INVTRAN: 0x10 } as const;

/** CFSR of the state that the code runs in. */
function banked(question: SecureQuestion, cfsr: number, value = 0): SecureAnswer {
  return question.secure
    ? { cfsr, nonSecureCfsr: 0, sfsr: 0, value }
    : { cfsr: 0, nonSecureCfsr: cfsr, sfsr: 0, value };
}

/**
 * What QEMU answers if it agrees with the models: it leaves SFAR out of an AUVIOL. To tell whether an SG stands at a callable
 * address it has to be fetched, by the rights of Secure code; a refusal of that is told to the state that runs.
 */
export function expectedSecureAnswer(set: SecureCaseSet, question: SecureQuestion): SecureAnswer {
  const system = systemOf(set, question);
  const { address, secure, privileged } = question;
  if (question.type === 'tt') {
    const nPRIV = secure
      ? { secure: !privileged, nonSecure: question.otherUnprivileged }
      : { secure: false, nonSecure: !privileged };
    const state = { secure, handlerMode: false, nPRIV };
    return banked(question, UNDEFINSTR, ttResponse(system, state, address, question.alternate, question.unprivileged));
  }
  const verdict = validate(system, question);
  if (typeof verdict === 'string') {
    const callable = verdict === 'INVEP' && securityCheck(system.sau, system.idau, address, true, false).nsc;
    const readable = !callable || mpuCheck(system.secure, { address, type: 'fetch', privileged }).allowed;
    return readable ? { cfsr: 0, nonSecureCfsr: 0, sfsr: SFSR[verdict], value: 0 } : banked(question, IACCVIOL);
  }
  if (verdict.allowed) return banked(question, UNDEFINSTR);
  return question.type === 'fetch' ? banked(question, IACCVIOL) : banked(question, DACCVIOL, address);
}
