/** What Zephyr makes of `zephyr,memory-attr`: memory nodes, the MPU that carries it out, and the plan of its regions. */
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';

/** Releases between which the macros or the MPU driver changed; `main` is that of 2026. A release in between acts as the one before. */
export type ZephyrVersion = '3.5' | '3.7' | '4.1' | 'main';

/** Bytes `base` to `base + size - 1`. Numbers, because Cortex-M addresses have 32 bits; `size` may be 2^32. */
export interface MemoryRange {
  readonly base: number;
  readonly size: number;
}

/** A node that carries `zephyr,memory-attr`, as Zephyr's `mem_attr_region_t` has it: status okay, first block of `reg`. */
export interface MemoryNode {
  /** The node's name with its unit address, Zephyr's `dt_name`. */
  readonly name: string;
  readonly node: DevicetreeNode;
  /** `zephyr,memory-attr`. */
  readonly property: DevicetreeProperty;
  /** In the CPU's address space. Beyond 2^53 rounded. */
  readonly base: number;
  readonly size: number;
  /** 32 bits, unsigned. */
  readonly attribute: number;
}

/** Which register layout the MPU has: RBAR/RASR (`v6`, `v7`) or RBAR/RLAR/MAIR (`v8`). */
export type Pmsa = 'v6' | 'v7' | 'v8';

export type ArmArchitecture =
  'Armv6-M' | 'Armv7-M' | 'Armv8-M Baseline' | 'Armv8-M Mainline' | 'Armv8.1-M Mainline' | 'Armv7-R' | 'Armv8-R';

/** A node with `zephyr,memory-attr` that gives no entry in Zephyr's table. */
export interface UnusableMemoryNode {
  readonly name: string;
  readonly node: DevicetreeNode;
  readonly property: DevicetreeProperty;
  readonly attribute: number | undefined;
  readonly reason: 'no-reg' | 'not-one-cell' | 'not-declared';
}

/** Where a fact about the target comes from, most trusted first. */
export type FactSource = 'given' | 'devicetree' | 'core' | 'assumed';

/** The protection unit that will carry the plan out. */
export interface MpuTarget {
  /** As in a `compatible` without its vendor: `cortex-m33`. Undefined: no CPU node, or no Arm core with an MPU of this kind. */
  readonly core: string | undefined;
  readonly architecture: ArmArchitecture | undefined;
  /** Undefined: no MPU that Zephyr's Arm MPU driver for Cortex-M programs. `words` says why. */
  readonly pmsa: Pmsa | undefined;
  readonly cpuNode: DevicetreeNode | undefined;
  /** `arm,armv7m-mpu` and its like. */
  readonly mpuNode: DevicetreeNode | undefined;
  readonly regionCount: number;
  readonly regionCountFrom: FactSource;
  /** The property that tells the count, where `regionCountFrom` is `devicetree`. */
  readonly regionCountProperty?: DevicetreeProperty;
  /** Smallest region and, for v8, alignment of base and end: 32; 256 for Armv6-M. */
  readonly minimumRegionBytes: number;
  /** Undefined: the core has no data cache of its own. */
  readonly cacheLineBytes: number | undefined;
  /** One sentence for people: `Cortex-M33, Armv8-M Mainline, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)`. */
  readonly words: string;
}

/** The types of `DT_MEM_ARM_MPU_…`, and the write-through and PXN variants that main added. */
export type ArmRegionType = 'RAM' | 'RAM_NOCACHE' | 'FLASH' | 'PPB' | 'IO' | 'EXTMEM' | 'RAM_PXN' | 'DEVICE' | 'RAM_WT';

/** What code may do in a region. */
export interface RegionAccess {
  readonly privileged: { readonly read: boolean; readonly write: boolean; readonly execute: boolean };
  readonly unprivileged: { readonly read: boolean; readonly write: boolean; readonly execute: boolean };
}

/**
 * Register values as Zephyr writes them. A v7 RBAR has VALID set and the slot in its low bits; reading it back gives the
 * address and, in the low bits, RNR. MAIR0 is the same for all regions of a plan.
 */
export type RegionRegisters =
  | { readonly kind: 'rasr'; readonly RNR: number; readonly RBAR: number; readonly RASR: number }
  | {
      readonly kind: 'rlar';
      readonly RNR: number;
      readonly RBAR: number;
      readonly RLAR: number;
      readonly MAIR0: number;
    };

/** Why a region is not programmed. `dropSentence` says each in words. */
export type DropReason =
  /** The attribute has no architecture bits: it describes, and no MPU region follows. */
  | 'no-arm-type'
  /** More than one Arm type: the driver's switch on the exact field has no such case. */
  | 'several-arm-types'
  /** Architecture bits that are no Arm type, e.g. another architecture's. */
  | 'not-an-arm-type'
  /** A type that the header of this Zephyr does not have. */
  | 'type-newer-than-zephyr'
  /** A type for which the driver has no encoding on this core. */
  | 'type-not-on-core'
  /** The hardware has no slot left. Zephyr gives up there and leaves the whole MPU off (`MpuPlan.enabled`). */
  | 'no-slot'
  /** The core has no MPU that the driver programs. */
  | 'no-mpu'
  /** CONFIG_ARM_MPU is off. */
  | 'mpu-off'
  /** CONFIG_MEM_ATTR is off: nothing of devicetree reaches the MPU. */
  | 'mem-attr-off'
  /** Without `reg` Zephyr does not compile. */
  | 'no-reg'
  /** `zephyr,memory-attr` is not one cell: Zephyr's generator refuses the tree. */
  | 'not-one-cell'
  /** No binding of the node declares `zephyr,memory-attr`, so C never sees it. */
  | 'not-declared';

/** What a programmed region does differently from what the node says. */
export type RemarkKind =
  /** v7: the size is rounded up to a power of two. */
  | 'size-rounded-up'
  /** v7, v6: the hardware ignores base bits below the size. v8: below 32. */
  | 'base-masked'
  /** v8: the end is moved to a multiple of 32. */
  | 'end-rounded'
  /** Smaller than the hardware's smallest region. */
  | 'below-minimum'
  /** Size 0. */
  | 'zero-size'
  /** Base or size needs more than 32 bits, and C cuts them off. */
  | 'truncated'
  /** v8: the limit lies below the base, and the region matches no address. */
  | 'matches-nothing'
  /** It reaches into the Private Peripheral Bus, which never asks the MPU. */
  | 'ppb-unchecked'
  /** RAM_NOCACHE with DT_MEM_CACHEABLE: asserts where CONFIG_ASSERT is on, else programmed as not cacheable. */
  | 'nocache-and-cacheable';

export interface RegionRemark {
  readonly kind: RemarkKind;
  readonly message: string;
}

interface RequestedRegion {
  /** `soc`: the SoC's own table (`mpu_config`); `devicetree`: a node with `zephyr,memory-attr`. */
  readonly origin: 'soc' | 'devicetree';
  /** `FLASH_0`, `SRAM_0`, or the node's name. */
  readonly name: string;
  /** The node that asks for the region; for the SoC's, the chosen memory where devicetree tells it. */
  readonly node: DevicetreeNode | undefined;
  /** `zephyr,memory-attr`; for the SoC's, `zephyr,flash` or `zephyr,sram` of `/chosen`. */
  readonly property: DevicetreeProperty | undefined;
  /** The attribute's value; undefined for the SoC's. */
  readonly attribute: number | undefined;
  readonly requested: MemoryRange;
}

/** A region that the MPU gets. */
export interface ProgrammedRegion extends RequestedRegion {
  readonly state: 'programmed';
  readonly slot: number;
  readonly type: ArmRegionType;
  readonly registers: RegionRegisters;
  /** What the hardware matches. Undefined: nothing, or UNPREDICTABLE as a remark says. */
  readonly covered: MemoryRange | undefined;
  readonly access: RegionAccess;
  /** Memory type in words: `Normal, write-back, not shareable`. */
  readonly memory: string;
  /** Access and memory type in words: `privileged read, write; no execute; Normal, write-back`. */
  readonly words: string;
  readonly remarks: readonly RegionRemark[];
}

/** A region that was asked for and that the MPU does not get. */
export interface DroppedRegion extends RequestedRegion {
  readonly state: 'dropped';
  readonly reason: DropReason;
  /** What happens instead, in a sentence. */
  readonly message: string;
}

export type PlannedRegion = ProgrammedRegion | DroppedRegion;

/** Two regions that match the same addresses. */
export interface RegionOverlap {
  /** `overrides` (v6, v7): the higher slot decides for the shared bytes. `faults` (v8): every access to them faults. */
  readonly effect: 'overrides' | 'faults';
  readonly lower: ProgrammedRegion;
  readonly higher: ProgrammedRegion;
  readonly shared: MemoryRange;
  /** The higher slot covers all of the lower one, which then never decides. */
  readonly hidesWhole: boolean;
  /** Both grant the same and have the same memory type, so that an override changes nothing. */
  readonly sameRights: boolean;
  readonly message: string;
}

/** One use of slots after the fixed regions. */
export interface SlotUse {
  readonly use:
    'null-pointer guard' | 'stack guard' | 'no-cache section' | 'RAM functions' | 'user thread stack' | 'code coverage';
  /** `static`: programmed once at boot. `dynamic`: again at each thread switch. */
  readonly phase: 'static' | 'dynamic';
  readonly slots: number;
  /** The Kconfig option that asks for it. */
  readonly option: string;
}

export interface SlotBudget {
  readonly total: number;
  readonly soc: number;
  readonly devicetree: number;
  /** Those that the configuration is known to need besides. */
  readonly uses: readonly SlotUse[];
  /** After SoC, devicetree and `uses`. Negative: too many. */
  readonly free: number;
  readonly message: string;
}

/** Something about a plan that holds for no single region. */
export interface PlanNote {
  readonly kind:
    | 'mpu-left-off'
    | 'soc-regions-assumed'
    | 'sram-slot-cleared'
    | 'region-count-asserted'
    | 'chosen-missing'
    | 'background-map-off';
  readonly message: string;
}

export interface MpuPlan {
  readonly target: MpuTarget;
  readonly config: PlanConfig;
  /** Everything that was asked for, in the driver's order. */
  readonly regions: readonly PlannedRegion[];
  /** In slot order. */
  readonly programmed: readonly ProgrammedRegion[];
  readonly dropped: readonly DroppedRegion[];
  readonly overlaps: readonly RegionOverlap[];
  readonly slots: SlotBudget;
  /** False: Zephyr leaves the MPU off, for want of slots or because there is none. */
  readonly enabled: boolean;
  readonly notes: readonly PlanNote[];
}

/** A region of the SoC's own table. */
export interface SocRegion {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly type: ArmRegionType;
  readonly node?: DevicetreeNode;
  readonly property?: DevicetreeProperty;
}

/** What of Zephyr's configuration decides. `planConfig` fills in Zephyr's defaults. */
export interface PlanConfig {
  readonly zephyr: ZephyrVersion;
  /** CONFIG_ARM_MPU. */
  readonly armMpu: boolean;
  /** CONFIG_MEM_ATTR; default y with CONFIG_ARM_MPU. */
  readonly memAttr: boolean;
  /** CONFIG_XIP: RAM is execute-never, and FLASH_0 exists. */
  readonly xip: boolean;
  /** CONFIG_MPU_ALLOW_FLASH_WRITE. */
  readonly allowFlashWrite: boolean;
  /** CONFIG_ARM_MPU_SRAM_WRITE_THROUGH (main). */
  readonly sramWriteThrough: boolean;
  /** CONFIG_ARM_MPU_PXN (main); default y on Armv8.1-M. */
  readonly pxn: boolean;
  /** CONFIG_NULL_POINTER_EXCEPTION_DETECTION_MPU. */
  readonly nullPointerGuard: boolean;
  /** CONFIG_MPU_STACK_GUARD. */
  readonly stackGuard: boolean;
  /** CONFIG_USERSPACE. */
  readonly userspace: boolean;
  /** CONFIG_NOCACHE_MEMORY. */
  readonly nocacheMemory: boolean;
  /** CONFIG_ARCH_HAS_RAMFUNC_SUPPORT with functions in RAM. */
  readonly ramfunc: boolean;
  /** CONFIG_COVERAGE_GCOV. */
  readonly coverage: boolean;
  /** CONFIG_MPU_DISABLE_BACKGROUND_MAP. */
  readonly disableBackgroundMap: boolean;
  /** CONFIG_ASSERT. */
  readonly assert: boolean;
  /** CONFIG_CPU_HAS_CUSTOM_FIXED_SOC_MPU_REGIONS: the SoC has its own table. Without `socRegions` the default stands in for it. */
  readonly customSocRegions: boolean;
  /** The SoC's own table instead of Zephyr's default FLASH_0 and SRAM_0. */
  readonly socRegions?: readonly SocRegion[];
  /** CONFIG_FLASH_BASE_ADDRESS and CONFIG_FLASH_SIZE, in bytes; otherwise from `zephyr,flash`. */
  readonly flash?: MemoryRange;
  /** CONFIG_SRAM_BASE_ADDRESS and CONFIG_SRAM_SIZE, in bytes; otherwise from `zephyr,sram`. */
  readonly sram?: MemoryRange;
}
