/**
 * What a machine is made of, as plain data. `debugger/launch/board/` makes it out of a devicetree; nothing in `emulator/`
 * names a board.
 */
import type { CoreName, CoreOptions } from '../core/profiles.js';
import type { IdauRange } from '../security/attribution.js';

/** The core and the options that its implementer chose, out of those that its profile has (`core/profiles.ts`). */
export interface CpuDescription extends CoreOptions {
  readonly core: CoreName;
  /** Implemented bits of each priority field, as many as the profile allows (Armv7-M ARM, B1.5.4). */
  readonly priorityBits: number;
  /** 0 (no MPU) or another of the profile's `regionCounts`. */
  readonly mpuRegions: number;
  /** Regions of the Secure MPU and of the SAU, of a core with the Security Extension; as `mpuRegions`, and 0, if absent. */
  readonly secureMpuRegions?: number;
  readonly sauRegions?: number;
  /** What the chip's Implementation Defined Attribution Unit says; nothing where it has no range. */
  readonly idau?: readonly IdauRange[];
  /** External interrupts, 1 to the profile's `interrupts`. */
  readonly interrupts: number;
  /** Guest instructions a second of virtual time; timers and semihosting clocks are computed from it. */
  readonly clockHz: number;
  /**
   * SysTick's reference clock (SYST_CSR.CLKSOURCE = 0), of which `clockHz` is a whole multiple. Left out: there is none, so
   * CLKSOURCE reads as one and SYST_CALIB.NOREF is 1 (Armv7-M ARM, B3.3.3, B3.3.6).
   */
  readonly sysTickReferenceHz?: number;
  /** Whether there is a SysTick timer, which Armv6-M leaves open (Armv6-M ARM, B3.3); true if absent. */
  readonly sysTick?: boolean;
  /** Where VTOR points out of reset; 0 on a core without VTOR. */
  readonly initialVtor: number;
}

/** What a plain store to a memory does: it sticks, it is dropped, or the bus answers with an error. */
export type StoreBehaviour = 'write' | 'ignore' | 'busFault';

export interface MemoryDescription {
  readonly name: string;
  readonly base: number;
  /** A multiple of 1 KiB. */
  readonly sizeBytes: number;
  readonly store: StoreBehaviour;
  /** Further base addresses at which the same memory answers. */
  readonly mirrors?: readonly number[];
}

/** Addresses where nothing is modelled but where reads give a constant and stores are dropped, instead of a BusFault. */
export interface StubDescription {
  readonly name: string;
  readonly base: number;
  readonly sizeBytes: number;
  /** What every word reads as; 0 if absent. */
  readonly value?: number;
}

export type PeripheralDescription =
  | {
      readonly kind: 'arm,cmsdk-uart';
      readonly name: string;
      readonly base: number;
      readonly rxInterrupt: number;
      readonly txInterrupt: number;
      readonly overrunInterrupt?: number;
    }
  | { readonly kind: 'arm,cmsdk-timer'; readonly name: string; readonly base: number; readonly interrupt: number }
  | { readonly kind: 'arm,cmsdk-dualtimer'; readonly name: string; readonly base: number; readonly interrupt: number }
  | { readonly kind: 'arm,iotkit-secctl'; readonly name: string; readonly base: number }
  | { readonly kind: 'nordic,nrf-uart'; readonly name: string; readonly base: number; readonly interrupt: number }
  | {
      readonly kind: 'arm,pl011';
      readonly name: string;
      readonly base: number;
      readonly interrupt: number;
      /** Whose identification registers it has; `arm` if absent. */
      readonly designer?: 'arm' | 'luminary';
    };

export interface BoardDescription {
  /** As the user types it, e.g. `mps2-an385`. */
  readonly name: string;
  readonly title: string;
  readonly cpu: CpuDescription;
  readonly memories: readonly MemoryDescription[];
  readonly peripherals: readonly PeripheralDescription[];
  readonly stubs: readonly StubDescription[];
  /** A bit of the address that peripherals do not look at: they answer at both addresses. */
  readonly deviceMirror?: number;
  /**
   * What an access that nothing answers does: a precise BusFault, or (as QEMU's LM3S6965 does) reads as zero and drops
   * stores.
   */
  readonly unmapped: 'busFault' | 'ignore';
  /** The peripheral whose output is the console, by name. */
  readonly console: string;
}
