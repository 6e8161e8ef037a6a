/*
 * The Cortex-M system registers this firmware touches, under the manual's names.
 * Source: Armv7-M Architecture Reference Manual, B3.2 (System Control Space) to B3.5 (MPU).
 */
#ifndef RINGFENCE_CORTEX_M_H
#define RINGFENCE_CORTEX_M_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* Interrupt control, vector table and system handlers (B3.2). */
#define SCB_ICSR REGISTER(0xE000ED04)
#define SCB_VTOR REGISTER(0xE000ED08)
#define SCB_CCR REGISTER(0xE000ED14)
#define SCB_SHPR2 REGISTER(0xE000ED1C)
#define SCB_SHPR3 REGISTER(0xE000ED20)
#define SCB_SHCSR REGISTER(0xE000ED24)
#define SCB_CFSR REGISTER(0xE000ED28)
#define SCB_HFSR REGISTER(0xE000ED2C)
#define SCB_MMFAR REGISTER(0xE000ED34)
#define SCB_BFAR REGISTER(0xE000ED38)

#define ICSR_PENDSVSET (1u << 28)
#define SHCSR_MEMFAULTENA (1u << 16)
#define SHCSR_BUSFAULTENA (1u << 17)
#define SHCSR_USGFAULTENA (1u << 18)
#define CFSR_MSTKERR (1u << 4)
#define CFSR_STKERR (1u << 12)

/* System timer (B3.3). */
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)
#define SYST_CVR REGISTER(0xE000E018)

#define SYST_CSR_ENABLE (1u << 0)
#define SYST_CSR_TICKINT (1u << 1)
#define SYST_CSR_CLKSOURCE (1u << 2)

/* Memory protection unit (B3.5). */
#define MPU_TYPE REGISTER(0xE000ED90)
#define MPU_CTRL REGISTER(0xE000ED94)
#define MPU_RNR REGISTER(0xE000ED98)
#define MPU_RBAR REGISTER(0xE000ED9C)
#define MPU_RASR REGISTER(0xE000EDA0)

#define MPU_CTRL_ENABLE (1u << 0)
#define MPU_CTRL_HFNMIENA (1u << 1)
#define MPU_CTRL_PRIVDEFENA (1u << 2)

#define MPU_RASR_ENABLE (1u << 0)
#define MPU_RASR_SIZE(log2_bytes) (((log2_bytes)-1u) << 1)
#define MPU_RASR_SRD(mask) ((uint32_t)(mask) << 8)
#define MPU_RASR_B (1u << 16)
#define MPU_RASR_C (1u << 17)
#define MPU_RASR_TEX(value) ((uint32_t)(value) << 19)
#define MPU_RASR_AP(value) ((uint32_t)(value) << 24)
#define MPU_RASR_XN (1u << 28)

/* Values of RASR.AP (table B3-15), named by what privileged and unprivileged code may do. */
enum {
    AP_NONE = 0,
    AP_PRIVILEGED_RW = 1,
    AP_RW_UNPRIVILEGED_RO = 2,
    AP_RW = 3,
    AP_PRIVILEGED_RO = 5,
    AP_RO = 6,
};

/* Exception numbers (table B1-4), also the words of the vector table. */
enum {
    EXCEPTION_HARD_FAULT = 3,
    EXCEPTION_MEM_MANAGE = 4,
    EXCEPTION_BUS_FAULT = 5,
    EXCEPTION_USAGE_FAULT = 6,
    EXCEPTION_SVCALL = 11,
    EXCEPTION_PENDSV = 14,
    EXCEPTION_SYSTICK = 15,
    VECTOR_COUNT = 48,
};

static inline uint32_t mpu_region_count(void)
{
    return (MPU_TYPE >> 8) & 0xFFu;
}

/* A memory access after this one is checked by what was written to the MPU before (B3.5, "MPU update"). */
static inline void memory_barrier(void)
{
    __asm volatile("dsb\n\tisb" ::: "memory");
}

#endif
