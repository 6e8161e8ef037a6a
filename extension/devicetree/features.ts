/** Settles what `ringfence.devicetree.features` means here: `auto` leaves to other devicetree extensions what they do. */
import type { DevicetreeFeatures } from '../../protocol/index.js';

/** Extensions with completion, navigation and the like for devicetree sources. None of them knows memory protection. */
export const OTHER_DEVICETREE_EXTENSIONS = [
  'KyleMicallefBonnici.dts-lsp',
  'nordic-semiconductor.nrf-devicetree',
] as const;

/**
 * @param setting as it stands in the settings, whatever it is
 * @param isEnabled whether an extension is installed and enabled, by its id
 */
export function resolveFeatures(setting: unknown, isEnabled: (id: string) => boolean): DevicetreeFeatures {
  if (setting === 'all' || setting === 'memory' || setting === 'off') return setting;
  return OTHER_DEVICETREE_EXTENSIONS.some(isEnabled) ? 'memory' : 'all';
}
