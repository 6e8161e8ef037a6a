/** `vendor-prefixes.txt`: which vendor a compatible names before its comma. */
import type { SourceFile } from '../source/index.js';

/**
 * Prefixes that Linux, and Zephyr after it, allow though they name no vendor: they predate the rule
 * (Documentation/devicetree/bindings/vendor-prefixes.yaml of Linux, "patternProperties").
 */
export const PREFIXES_WITHOUT_VENDOR: ReadonlySet<string> = new Set(
  (
    'at25 bm devbus dmacap dsa exynos fsia fsib gpio-fan gpio-key gpio gpmc hdmi i2c-gpio keypad m25p max8952 max8997 max8998 ' +
    'mpmc pinctrl-single #pinctrl-single PowerPC pl022 pxa-mmc rcar_sound rotary-encoder s5m8767 sdhci simple-audio-card ' +
    'st-plgpio st-spics ts'
  ).split(' '),
);

/** Prefixes with the vendor's name. A line is a prefix, a tab and a name; lines with `#` in front are comments. */
export function readVendorPrefixes(file: SourceFile): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>();
  for (const line of file.text.split(/\r?\n/)) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    const tab = text.indexOf('\t');
    if (tab > 0) prefixes.set(text.slice(0, tab), text.slice(tab + 1).trim());
  }
  return prefixes;
}
