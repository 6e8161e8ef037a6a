/** Whose an address is, Secure or Non-secure, and what decided it, in words (Armv8-M ARM, SecurityCheck). */
import { hex32 } from '../../base/index.js';
import type { Attribution, AttributionReason, SauRegion, SauView } from '../../emulator/index.js';
import { listText, spanText } from './words.js';

export type SecurityTitle = 'Secure' | 'Non-secure' | 'Non-secure callable';

/** Non-secure callable memory is Secure memory that Non-secure code may enter. */
export function attributionTitle({ nonSecure, nsc }: Pick<Attribution, 'nonSecure' | 'nsc'>): SecurityTitle {
  return nonSecure ? 'Non-secure' : nsc ? 'Non-secure callable' : 'Secure';
}

/** `SAU region 2 (0x20200000-0x203fffff)`; the number alone where the SAU is not known. */
function regionName(number: number, sau: SauView | undefined): string {
  const region = sau?.regions()[number];
  return region === undefined ? `SAU region ${number}` : `SAU region ${number} (${sauSpan(region)})`;
}

export function sauSpan({ base, limit }: SauRegion): string {
  return spanText(base, limit + 1);
}

type Sentence = (attribution: Attribution, address: number, sau: SauView | undefined) => string;

function idauName({ idauRegion }: Attribution): string {
  return idauRegion === undefined ? 'The IDAU' : `The IDAU (its region ${idauRegion})`;
}

const SENTENCES: Readonly<Record<AttributionReason, Sentence>> = {
  secureFetch: () => 'Instructions at and above 0xf0000000 are Secure, whatever SAU and IDAU say.',
  exempt: (_, address) => `${hex32(address)} is exempt from attribution: both states reach it, and each as its own.`,
  idauExempt: (attribution) =>
    `${idauName(attribution)} exempts the address: both states reach it, and each as its own.`,
  sauOff: () => 'The SAU is off and leaves everything Secure (SAU_CTRL.ENABLE = 0, ALLNS = 0).',
  allNonSecure: () =>
    'The SAU is off and leaves the attribution to the IDAU, which says Non-secure (SAU_CTRL.ALLNS = 1).',
  sauRegion: (attribution, _, sau) => {
    const region = regionName(attribution.sauRegion ?? 0, sau);
    return attribution.nsc
      ? `${region} makes it Secure and callable by Non-secure code (NSC = 1).`
      : `${region} makes it Non-secure (NSC = 0).`;
  },
  sauOverlap: ({ overlap = [] }) =>
    `SAU regions ${listText(overlap)} overlap there, and where they do, everything is Secure and not callable.`,
  noSauRegion: () => 'No SAU region covers it, and what none covers is Secure.',
  idau: (attribution, _, sau) => {
    const { sauRegion, nsc } = attribution;
    const says = nsc ? 'Secure and callable by Non-secure code' : 'Secure';
    const overruled = sauRegion === undefined ? 'the SAU' : regionName(sauRegion, sau);
    return `${idauName(attribution)} makes it ${says}; the more secure of both wins, so ${overruled} changes nothing there.`;
  },
};

/** One sentence that names what decided. */
export function attributionText(attribution: Attribution, address: number, sau?: SauView): string {
  return SENTENCES[attribution.why](attribution, address, sau);
}
