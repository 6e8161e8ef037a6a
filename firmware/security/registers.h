/*
 * The system registers that the two images touch, under the manual's names (Armv8-M ARM, D1.2), and those of the board's
 * IoT Kit. Each register of the System Control Space has an alias at which Secure code sees the Non-secure bank.
 */
#ifndef RINGFENCE_SECURITY_REGISTERS_H
#define RINGFENCE_SECURITY_REGISTERS_H

#include <stdint.h>

#define WORD(address) (*(volatile uint32_t *)(address))
#define OF_NS(reg) WORD((uint32_t)&(reg) + 0x20000u)

#define SYST_CSR WORD(0xE000E010u)
#define SYST_RVR WORD(0xE000E014u)
#define SYST_CVR WORD(0xE000E018u)
#define NVIC_ISER(n) WORD(0xE000E100u + 4 * (n))
#define NVIC_ICER(n) WORD(0xE000E180u + 4 * (n))
#define NVIC_ISPR(n) WORD(0xE000E200u + 4 * (n))
#define NVIC_ICPR(n) WORD(0xE000E280u + 4 * (n))
#define NVIC_IABR(n) WORD(0xE000E300u + 4 * (n))
#define NVIC_ITNS(n) WORD(0xE000E380u + 4 * (n))
#define NVIC_IPR(n) WORD(0xE000E400u + 4 * (n))
#define ICSR WORD(0xE000ED04u)
#define VTOR WORD(0xE000ED08u)
#define AIRCR WORD(0xE000ED0Cu)
#define SCR WORD(0xE000ED10u)
#define CCR WORD(0xE000ED14u)
#define SHPR1 WORD(0xE000ED18u)
#define SHPR2 WORD(0xE000ED1Cu)
#define SHPR3 WORD(0xE000ED20u)
#define SHCSR WORD(0xE000ED24u)
#define CFSR WORD(0xE000ED28u)
#define HFSR WORD(0xE000ED2Cu)
#define MMFAR WORD(0xE000ED34u)
#define BFAR WORD(0xE000ED38u)
#define CPACR WORD(0xE000ED88u)
#define NSACR WORD(0xE000ED8Cu)
#define MPU_TYPE WORD(0xE000ED90u)
#define MPU_CTRL WORD(0xE000ED94u)
#define MPU_RNR WORD(0xE000ED98u)
#define MPU_RBAR WORD(0xE000ED9Cu)
#define MPU_RLAR WORD(0xE000EDA0u)
#define MPU_MAIR0 WORD(0xE000EDC0u)
#define SAU_CTRL WORD(0xE000EDD0u)
#define SAU_TYPE WORD(0xE000EDD4u)
#define SAU_RNR WORD(0xE000EDD8u)
#define SAU_RBAR WORD(0xE000EDDCu)
#define SAU_RLAR WORD(0xE000EDE0u)
#define SFSR WORD(0xE000EDE4u)
#define SFAR WORD(0xE000EDE8u)
#define STIR WORD(0xE000EF00u)
#define FPCCR WORD(0xE000EF34u)
#define FPCAR WORD(0xE000EF38u)
#define FPDSCR WORD(0xE000EF3Cu)

/*
 * Lines of the log that begin with a star tell what QEMU 7.2 does otherwise than the manual, and the rest leaves it out: QEMU
 * counts an exception that is active in both states once (RETTOBASE), lets Non-secure code see which Secure exception is
 * pending (VECTPENDING), keeps SFAR for faults of stacking alone, and sets HFSR.FORCED with VECTTBL.
 */
#define ICSR_COMPARED 0xFFFFF7FFu
#define ICSR_NS_COMPARED 0xFFE007FFu
#define ICSR_PENDSVSET (1u << 28)
#define ICSR_PENDSVCLR (1u << 27)
#define ICSR_PENDSTSET (1u << 26)
#define ICSR_PENDSTCLR (1u << 25)
#define AIRCR_KEY 0x05FA0000u
#define AIRCR_PRIS (1u << 14)
#define AIRCR_BFHFNMINS (1u << 13)
#define SFSR_SFARVALID (1u << 6)
#define SHCSR_FAULTS (7u << 16)
#define SHCSR_SECUREFAULTENA (1u << 19)
#define FPCCR_LSPACT (1u << 0)
#define FPCCR_S (1u << 2)
/* HFRDY, MMRDY, BFRDY, SFRDY, UFRDY: who may be told of a lazy store that fails. */
#define FPCCR_HFRDY (1u << 4)
#define FPCCR_SFRDY (1u << 7)
#define FPCCR_SPLIMVIOL (1u << 9)
#define FPCCR_READY 0x4F0u
#define FPCCR_LSPEN (1u << 30)
#define FPCCR_TS (1u << 26)

/* The security controller of the IoT Kit and the memory protection controllers of the three SSRAMs. */
#define NSCCFG WORD(0x50080014u)
#define APBNSPPCEXP1 WORD(0x50080084u)
#define MPC(n) (0x58007000u + 0x1000u * (n))
#define MPC_CTRL(n) WORD(MPC(n))
#define MPC_BLK_MAX(n) WORD(MPC(n) + 0x10)
#define MPC_BLK_IDX(n) WORD(MPC(n) + 0x18)
#define MPC_BLK_LUT(n) WORD(MPC(n) + 0x1C)
#define MPC_CTRL_AUTOINC (1u << 8)

static inline void barrier(void)
{
    __asm volatile("dsb\n\tisb" ::: "memory");
}

#endif
