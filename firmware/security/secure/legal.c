/* Crossings that the architecture allows. */
#include <arm_cmse.h>

#include "../registers.h"
#include "../text.h"
#include "attempt.h"

void on_process_stack(uint32_t psp, uint32_t limit, void (*function)(void));

void function_return(uint32_t psr);

#define PSP_TOP 0x3800F000u
#define PSP_NS_TOP 0x2820F000u
#define SET_NS(name, number) __asm volatile("msr " #name "_ns, %0" ::"r"(number))

static void gateways(void)
{
    ns(NS_GATEWAYS, 0, 0);
}

static void callbacks(void)
{
    ns(NS_CALLBACK, 0x41, 0);
}

static void function_return_in_secure(void)
{
    function_return(0);
    say("  back\n");
}

static void secure_svc(void)
{
    probed(probe_svc, 1, 2);
}

static void non_secure_svc(void)
{
    ns(NS_SVC, 1, 2);
}

static void pend_own(void)
{
    probed(probe_store, (uint32_t)&ICSR, ICSR_PENDSVSET);
}

/** A Non-secure handler preempts Secure code. */
static void pend_other(void)
{
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void pend_other_tick(void)
{
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSTSET);
}

static void pend_both(void)
{
    OF_NS(ICSR) = ICSR_PENDSVSET;
    ICSR = ICSR_PENDSTSET;
}

/** Both states' exceptions wait behind PRIMASK and are taken one after another. */
static void unmask_both(void)
{
    __asm volatile("cpsid i");
    SHPR3 = 0x40200000u;
    OF_NS(SHPR3) = 0x60300000u;
    OF_NS(ICSR) = ICSR_PENDSVSET | ICSR_PENDSTSET;
    ICSR = ICSR_PENDSVSET | ICSR_PENDSTSET;
    say("  ICSR=%x ICSR_NS=%x\n", ICSR & ICSR_COMPARED, OF_NS(ICSR) & ICSR_NS_COMPARED);
    probed(probe_unmask, 1, 0);
}

static void tail_chain_priority(void)
{
    AIRCR = AIRCR_KEY | AIRCR_PRIS;
    say("  AIRCR=%x AIRCR_NS=%x\n", AIRCR, OF_NS(AIRCR));
    __asm volatile("cpsid i");
    SHPR3 = 0xA0900000u;
    OF_NS(SHPR3) = 0x00300000u;
    OF_NS(ICSR) = ICSR_PENDSVSET | ICSR_PENDSTSET;
    ICSR = ICSR_PENDSVSET | ICSR_PENDSTSET;
    probed(probe_unmask, 1, 0);
}

/** From Secure handlers: lower ones of the other state wait, and higher ones preempt. */
static void nested(void)
{
    SHPR3 = 0x20800000u;
    OF_NS(SHPR3) = 0x10400000u;
    in_handler = pend_both;
    pend_own();
}

static void nested_ns(void)
{
    SHPR3 = 0x00800000u;
    OF_NS(SHPR3) = 0x10000000u;
    in_handler = pend_both;
    __asm volatile("svc #1");
}

/** A Secure exception preempts Non-secure Thread mode, at the instruction that lifts a mask. */
static void preempt_thread(void)
{
    SET_NS(basepri, 0x40);
    SHPR3 = 0x00800000u;
    ICSR = ICSR_PENDSVSET;
    barrier();
    ns(NS_UNMASK, 1, 0);
}

static void preempt_thread_primask(void)
{
    SET_NS(primask, 1);
    ICSR = ICSR_PENDSTSET;
    OF_NS(ICSR) = ICSR_PENDSTSET;
    barrier();
    ns(NS_UNMASK, 1, 0);
}

static void handler_calls_ns(void)
{
    ns(NS_NOTHING, 3, 4);
    ns(NS_CALLBACK, 0x51, 0);
}

static void calls_from_handler(void)
{
    in_handler = handler_calls_ns;
    secure_svc();
}

static void ns_svc_in_handler(void)
{
    SHPR2 = 0x80000000u;
    in_handler = non_secure_svc;
    secure_svc();
}

static void secure_call_from_ns_handler(void)
{
    ns(NS_HANDLER_CALLS, 0, 0);
}

static void process_stacks(void)
{
    SET_NS(psp, PSP_NS_TOP);
    SET_NS(psplim, PSP_NS_TOP - 0x800);
    SET_NS(control, 2);
    on_process_stack(PSP_TOP, PSP_TOP - 0x800, pend_other);
    on_process_stack(PSP_TOP, PSP_TOP - 0x800, secure_svc);
    on_process_stack(PSP_TOP, PSP_TOP - 0x800, non_secure_svc);
    on_process_stack(PSP_TOP, PSP_TOP - 0x800, preempt_thread);
    on_process_stack(PSP_TOP, PSP_TOP - 0x800, gateways);
}

static void unprivileged(void)
{
    SET_NS(psp, PSP_NS_TOP);
    SET_NS(control, 3);
    ns(NS_SVC, 5, 6);
    ns(NS_SPECIAL_REGISTERS, 0, 0);
    ns(NS_GATEWAYS, 0, 0);
    ns(NS_LOAD, 0xE000ED00u, 0);
}

static void interrupts(void)
{
    NVIC_ITNS(1) = 0xFFFFFFFFu;
    NVIC_ITNS(3) = 0xFFFFFFFFu;
    say("  ITNS=%x,%x,%x,%x\n", NVIC_ITNS(0), NVIC_ITNS(1), NVIC_ITNS(2), NVIC_ITNS(3));
    NVIC_ITNS(1) = 1u << 9;
    NVIC_ITNS(3) = 0;
    NVIC_IPR(10) = 0x40404040u;
    NVIC_ISER(1) = 3u << 8;
    say("  ISER=%x ISER_NS=%x IPR=%x IPR_NS=%x\n", NVIC_ISER(1), OF_NS(NVIC_ISER(1)), NVIC_IPR(10),
        OF_NS(NVIC_IPR(10)));
    probed(probe_store, (uint32_t)&NVIC_ISPR(1), 1u << 8);
    probed(probe_store, (uint32_t)&NVIC_ISPR(1), 1u << 9);
    probed(probe_store, (uint32_t)&OF_NS(NVIC_ISPR(1)), 3u << 8);
    probed(probe_store, (uint32_t)&STIR, 41);
    __asm volatile("cpsid i");
    NVIC_ISPR(1) = 3u << 8;
    say("  ISPR=%x ISPR_NS=%x ICSR=%x ICSR_NS=%x\n", NVIC_ISPR(1), OF_NS(NVIC_ISPR(1)), ICSR & ICSR_COMPARED,
        OF_NS(ICSR) & ICSR_NS_COMPARED);
    probed(probe_unmask, 1, 0);
    ns(NS_STORE, (uint32_t)&NVIC_ISPR(1), 3u << 8);
    ns(NS_STORE, (uint32_t)&STIR, 41);
    NVIC_ICER(1) = 3u << 8;
    NVIC_ITNS(1) = 0;
}

/** What masks of each bank hold back, told by what is still pending. */
static void pending_after(const char *what)
{
    SHPR3 = 0x00800000u;
    OF_NS(SHPR3) = 0x00400000u;
    ICSR = ICSR_PENDSVSET;
    OF_NS(ICSR) = ICSR_PENDSVSET;
    barrier();
    say("  %s: ICSR=%x ICSR_NS=%x\n", what, ICSR & (1u << 28), OF_NS(ICSR) & (1u << 28));
    ICSR = ICSR_PENDSVCLR;
    OF_NS(ICSR) = ICSR_PENDSVCLR;
    uint32_t zero = 0;
    __asm volatile("msr primask, %0\n\tmsr basepri, %0\n\tmsr faultmask, %0" ::"r"(zero));
    __asm volatile("msr primask_ns, %0\n\tmsr basepri_ns, %0\n\tmsr faultmask_ns, %0" ::"r"(zero));
    barrier();
}

#define MASK(name, number)                                                                                            \
    __asm volatile("msr " #name ", %0" ::"r"(number));                                                                \
    pending_after(#name "=" #number)

static void masks(void)
{
    for (uint32_t bits = 0; bits < 4; bits++) {
        AIRCR = AIRCR_KEY | (bits << 13);
        say("  AIRCR=%x\n", AIRCR);
        MASK(primask, 1);
        MASK(primask_ns, 1);
        MASK(basepri, 0x80);
        MASK(basepri, 0x81);
        MASK(basepri_ns, 0x40);
        MASK(basepri_ns, 0x41);
        MASK(basepri_ns, 0x01);
        MASK(faultmask, 1);
        MASK(faultmask_ns, 1);
    }
}

static void special_registers(void)
{
    uint32_t value;
    SET_NS(msp, 0x28201003u);
    SET_NS(msplim, 0x28200007u);
    SET_NS(psplim, 0x28200107u);
    SET_NS(basepri, 0x1FF);
    SET_NS(faultmask, 3);
    SET_NS(control, 0xFF);
    __asm volatile("mrs %0, msp_ns" : "=r"(value));
    say("  msp_ns=%x", value);
    __asm volatile("mrs %0, msplim_ns" : "=r"(value));
    say(" msplim_ns=%x", value);
    __asm volatile("mrs %0, psplim_ns" : "=r"(value));
    say(" psplim_ns=%x", value);
    __asm volatile("mrs %0, basepri_ns" : "=r"(value));
    say(" basepri_ns=%x", value);
    __asm volatile("mrs %0, faultmask_ns" : "=r"(value));
    say(" faultmask_ns=%x", value);
    __asm volatile("mrs %0, control_ns" : "=r"(value));
    say(" control_ns=%x", value);
    SET_NS(control, 0);
    SET_NS(msplim, 0);
    SET_NS(sp, 0x28202000u);
    __asm volatile("mrs %0, sp_ns" : "=r"(value));
    say(" sp_ns=%x\n", value);
}

static void system_registers(void)
{
    ns(NS_SYSTEM_REGISTERS, 0, 0);
    static const uint32_t banked[] = {0xE000ED00, 0xE000ED04, 0xE000ED08, 0xE000ED0C, 0xE000ED10,
                                      0xE000ED14, 0xE000ED18, 0xE000ED1C, 0xE000ED20, 0xE000ED24, 0xE000ED28, 0xE000ED2C,
                                      0xE000ED88, 0xE000ED8C, 0xE000ED90, 0xE000ED94, 0xE000EDD0, 0xE000EDD4, 0xE000EDE4,
                                      0xE000EF34, 0xE000EF38, 0xE000EF3C, 0xE000E380};
    for (uint32_t n = 0; n < sizeof banked / 4; n++) {
        say("  S %x: %x, alias %x\n", banked[n], WORD(banked[n]), WORD(banked[n] + 0x20000u));
    }
}

static void test_targets(void)
{
    static const uint32_t addresses[] = {0x00000000, 0x00200000, 0x10000000, 0x10010000, 0x10010020, 0x20000000,
                                         0x28200000, 0x28400000, 0x30000000, 0x38000000, 0x40200000, 0x50200000,
                                         0x60000000, 0x70000000, 0xE0100000, 0xF0100000, 0xE000E000, 0xE002E000, 0xF0000000};
    /* The last three are exempt: QEMU's TTA tells what Non-secure code would see there. */
    const uint32_t exempt = 3;
    for (uint32_t mpus = 0; mpus < 2; mpus++) {
        if (mpus == 1) {
            MPU_RNR = 2;
            MPU_RBAR = 0x28200000u | (3u << 1);
            MPU_RLAR = 0x2820FFE0u | 1;
            OF_NS(MPU_RNR) = 1;
            OF_NS(MPU_RBAR) = 0x28200000u;
            OF_NS(MPU_RLAR) = 0x283FFFE0u | 1;
            OF_NS(MPU_RNR) = 3;
            OF_NS(MPU_RBAR) = 0x00200000u | (2u << 1);
            OF_NS(MPU_RLAR) = 0x0020FFE0u | 1;
            OF_NS(MPU_CTRL) = 5;
            MPU_CTRL = 5;
        }
        for (uint32_t n = 0; n < sizeof addresses / 4; n++) {
            void *p = (void *)addresses[n];
            say("  S %x tt=%x ttt=%x", addresses[n], cmse_TT(p).value, cmse_TTT(p).value);
            say(n + exempt < sizeof addresses / 4 ? "" : "\n*");
            say(" tta=%x ttat=%x\n", cmse_TTA(p).value, cmse_TTAT(p).value);
        }
        for (uint32_t n = 0; n < sizeof addresses / 4; n++) {
            ns(NS_TEST_TARGET, addresses[n], 0);
        }
        ns(NS_CHECK, 0, 0);
    }
    SAU_CTRL = 0;
    say("  SAU off\n");
    for (uint32_t n = 0; n < sizeof addresses / 4; n++) {
        say("  S %x tt=%x\n", addresses[n], cmse_TT((void *)addresses[n]).value);
    }
    SAU_CTRL = 2;
    say("  SAU off, all Non-secure\n");
    for (uint32_t n = 0; n < sizeof addresses / 4; n++) {
        say("  S %x tt=%x\n", addresses[n], cmse_TT((void *)addresses[n]).value);
    }
    SAU_CTRL = 1;
}

/** Regions 1 and 3 of the IDAU are callable where the IoT Kit's NSCCFG says so. */
static void callable_regions(void)
{
    for (uint32_t bits = 0; bits < 4; bits++) {
        NSCCFG = bits;
        barrier();
        say("  NSCCFG=%x: %x %x\n", NSCCFG, cmse_TT((void *)0x10010000u).value, cmse_TT((void *)0x30000000u).value);
    }
}

static void timers(void)
{
    ns(NS_TICK, 3, 0);
    ticks = 3;
    SYST_RVR = 299999;
    SYST_CVR = 0;
    SYST_CSR = 7;
    say("  NS gives %x\n", ns(NS_TICK, 2, 0));
    while (ticks != 0) {
    }
    say("  SYST_CSR=%x\n", SYST_CSR & ~0x10000u);
}

void legal_cases(void)
{
    run_case("secure gateway", gateways);
    run_case("callback", callbacks);
    run_case("a gateway called last, which returns to Secure code", tail_call);
    run_case("FNC_RETURN in Secure state", function_return_in_secure);
    run_case("SVC in Secure Thread mode", secure_svc);
    run_case("SVC in Non-secure Thread mode", non_secure_svc);
    run_case("PendSV of Secure preempts Secure", pend_own);
    run_case("PendSV of Non-secure preempts Secure", pend_other);
    run_case("SysTick of Non-secure preempts Secure", pend_other_tick);
    run_case("four exceptions tail-chained", unmask_both);
    run_case("the same with AIRCR.PRIS", tail_chain_priority);
    run_case("handlers nested, from Secure PendSV", nested);
    run_case("handlers nested, from Secure SVC", nested_ns);
    run_case("Secure PendSV preempts Non-secure Thread mode", preempt_thread);
    run_case("both SysTicks preempt Non-secure Thread mode", preempt_thread_primask);
    run_case("calls from a Secure handler", calls_from_handler);
    run_case("SVC of Non-secure code that a Secure handler calls", ns_svc_in_handler);
    run_case("a gateway called from a Non-secure handler", secure_call_from_ns_handler);
    run_case("process stacks", process_stacks);
    run_case("unprivileged Non-secure code", unprivileged);
    run_case("interrupts", interrupts);
    run_case("masks", masks);
    run_case("special registers of the other bank", special_registers);
    run_case("system registers", system_registers);
    run_case("test target", test_targets);
    run_case("callable regions", callable_regions);
    run_case("timers", timers);
}
