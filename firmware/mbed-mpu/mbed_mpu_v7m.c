/*
 * mpu_api.h for the MPU of Armv6-M, Armv7-M and Armv7E-M (PMSAv7).
 * Register values are those of Mbed OS's driver, so tools that know the one know the other.
 */
#include "mpu_api.h"

#include "cortex-m.h"

/* Last address of ROM. ROM_END + 1 is a multiple of 64 MB, at most 0x20000000. */
#ifndef MBED_MPU_ROM_END
#define MBED_MPU_ROM_END 0x0FFFFFFFu
#endif

/* First address of RAM. Below 0x20000000 the rest of the Code area needs a region of its own. */
#ifndef MBED_MPU_RAM_START
#define MBED_MPU_RAM_START 0x20000000u
#endif

#define CODE_AREA_END 0x20000000u
#define CODE_SUBREGION 0x04000000u /* an eighth of the 512 MB Code area */
#define ROM_SUBREGIONS ((MBED_MPU_ROM_END + 1u) / CODE_SUBREGION)
#define RAM_IN_CODE_AREA (MBED_MPU_RAM_START < CODE_AREA_END)

_Static_assert((MBED_MPU_ROM_END + 1u) % CODE_SUBREGION == 0u, "ROM must end on a multiple of 64 MB");
_Static_assert(ROM_SUBREGIONS >= 1u && ROM_SUBREGIONS <= 8u, "ROM must end inside the Code area");
_Static_assert(MBED_MPU_RAM_START > MBED_MPU_ROM_END, "RAM must start behind ROM");

enum {
    REGION_ROM = 0,
    REGION_SRAM = 1,
    REGION_HIGH_RAM = 2,
    REGION_CODE_RAM = 3,
    LAST_RAM_REGION = RAM_IN_CODE_AREA ? REGION_CODE_RAM : REGION_HIGH_RAM,
};

#define NORMAL_WRITE_THROUGH MPU_RASR_C
#define NORMAL_WRITE_BACK_ALLOCATE (MPU_RASR_TEX(1) | MPU_RASR_C | MPU_RASR_B)

static void set_region(uint32_t number, uint32_t base, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RBAR = base;
    MPU_RASR = attributes;
}

static void enable_regions(uint32_t first, uint32_t last, bool enable)
{
    for (uint32_t region = first; region <= last; region++) {
        MPU_RNR = region;
        MPU_RASR = enable ? MPU_RASR | MPU_RASR_ENABLE : MPU_RASR & ~MPU_RASR_ENABLE;
    }
    memory_barrier();
}

void mbed_mpu_init(void)
{
    MPU_CTRL = 0;
    for (uint32_t region = 0; region < mpu_region_count(); region++) {
        set_region(region, 0, 0);
    }

    /* ROM: the lower subregions of the 512 MB Code area, read-only and executable. */
    set_region(REGION_ROM, 0x00000000,
               MPU_RASR_AP(AP_RO) | NORMAL_WRITE_THROUGH | MPU_RASR_SRD((0xFFu << ROM_SUBREGIONS) & 0xFFu) |
                   MPU_RASR_SIZE(29) | MPU_RASR_ENABLE);

    /*
     * One region over all 4 GB with six of its eight subregions disabled covers both
     * 0x20000000-0x3FFFFFFF and 0x60000000-0x7FFFFFFF.
     */
    set_region(REGION_SRAM, 0x00000000,
               MPU_RASR_XN | MPU_RASR_AP(AP_RW) | NORMAL_WRITE_BACK_ALLOCATE | MPU_RASR_SRD(0xF5) |
                   MPU_RASR_SIZE(32) | MPU_RASR_ENABLE);

    set_region(REGION_HIGH_RAM, 0x80000000,
               MPU_RASR_XN | MPU_RASR_AP(AP_RW) | NORMAL_WRITE_THROUGH | MPU_RASR_SIZE(29) | MPU_RASR_ENABLE);

#if RAM_IN_CODE_AREA
    /*
     * What is left of the Code area. Mbed OS disables one subregion fewer than ROM has, so the last
     * 64 MB of ROM are in both regions and the higher number wins: writable and execute-never.
     * Kept, because the register values are part of what others rely on.
     */
    set_region(REGION_CODE_RAM, 0x00000000,
               MPU_RASR_XN | MPU_RASR_AP(AP_RW) | NORMAL_WRITE_THROUGH |
                   MPU_RASR_SRD((1u << (ROM_SUBREGIONS - 1u)) - 1u) | MPU_RASR_SIZE(29) | MPU_RASR_ENABLE);
#endif

    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_HFNMIENA | MPU_CTRL_ENABLE;
    memory_barrier();
}

void mbed_mpu_free(void)
{
    MPU_CTRL = 0;
    memory_barrier();
}

void mbed_mpu_enable_rom_wn(bool enable)
{
    enable_regions(REGION_ROM, REGION_ROM, enable);
}

void mbed_mpu_enable_ram_xn(bool enable)
{
    enable_regions(REGION_SRAM, LAST_RAM_REGION, enable);
}
