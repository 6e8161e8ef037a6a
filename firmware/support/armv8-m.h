/*
 * The system registers of Armv8-M that this firmware touches, under the manual's names; those of Armv7-M are in cortex-m.h.
 * Source: Armv8-M Architecture Reference Manual (DDI 0553), D1.2.
 */
#ifndef RINGFENCE_ARMV8_M_H
#define RINGFENCE_ARMV8_M_H

#include "cortex-m.h"

/* Memory protection unit (PMSAv8). Base and limit are multiples of 32; the limit's 32 bytes belong to the region. */
#define MPU_RLAR REGISTER(0xE000EDA0)
#define MPU_MAIR0 REGISTER(0xE000EDC0)

#define MPU_GRANULE 32u
#define MPU_RBAR_XN (1u << 0)
#define MPU_RBAR_AP8(value) ((uint32_t)(value) << 1)
#define MPU_RLAR_ENABLE (1u << 0)

/* Values of RBAR.AP, named by what privileged and unprivileged code may do. */
enum {
    AP8_PRIVILEGED_RW = 0,
    AP8_RW = 1,
    AP8_PRIVILEGED_RO = 2,
    AP8_RO = 3,
};

/* Security attribution unit, and registers of Non-secure state as Secure code reaches them. */
#define SAU_CTRL REGISTER(0xE000EDD0)
#define SAU_RNR REGISTER(0xE000EDD8)
#define SAU_RBAR REGISTER(0xE000EDDC)
#define SAU_RLAR REGISTER(0xE000EDE0)
#define SCB_VTOR_NS REGISTER(0xE002ED08)

#define SAU_CTRL_ENABLE (1u << 0)
#define SAU_RLAR_ENABLE (1u << 0)
#define SAU_RLAR_NSC (1u << 1)
#define SAU_GRANULE 32u

#define SHCSR_SECUREFAULTENA (1u << 19)

#endif
