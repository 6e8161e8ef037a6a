/* Crossings and accesses that the architecture forbids, and who is told. */
#include "../registers.h"
#include "../text.h"
#include "attempt.h"

#define SECURE_RAM 0x3800E000u
#define SET_NS(name, number) __asm volatile("msr " #name "_ns, %0" ::"r"(number))
#define VECTOR_COPY 0x3800C000u
#define VECTOR_COPY_NS 0x2820C000u

extern uint32_t __stack_top;
void stray_gateway(void);
void secure_overflow(uint32_t bytes);
void raw_blxns(uint32_t target);
void function_return(uint32_t psr);
void lazy_store(uint32_t address);
void lazy_load(uint32_t address);
void fill_floats(uint32_t first);

static void ns_load(void)
{
    ns(NS_LOAD, SECURE_RAM, 0);
}

static void ns_store(void)
{
    ns(NS_STORE, SECURE_RAM, 0);
}

static void ns_load_callable(void)
{
    ns(NS_LOAD, 0x10010000u, 0);
}

static void ns_call_secure(void)
{
    ns(NS_CALL, (uint32_t)run_case, 0);
}

static void ns_call_behind_gateway(void)
{
    ns(NS_CALL, 0x10010005u, 0);
}

static void ns_call_stray_gateway(void)
{
    ns(NS_CALL, (uint32_t)stray_gateway, 0);
}

static void ns_call_not_callable(void)
{
    NSCCFG = 0;
    barrier();
    ns(NS_CALL, 0x10010001u, 0);
}

static void ns_call_even(void)
{
    ns(NS_CALL, 0x10010000u, 0);
}

static void ns_call_no_execute(void)
{
    ns(NS_CALL, 0xE000E001u, 0);
}

static void secure_call_ns(void)
{
    probed(probe_call, NS_VECTORS + 0x401u, 0);
}

static void secure_fetch_ns_ram(void)
{
    probed(probe_call, 0x28200001u, 0);
}

static void secure_fault_disabled(void)
{
    SHCSR = SHCSR_FAULTS;
    ns_load();
}

static void secure_fault_disabled_in_secure(void)
{
    SHCSR = SHCSR_FAULTS;
    secure_call_ns();
}

static void secure_fault_disabled_bfhfnmins(void)
{
    AIRCR = AIRCR_KEY | AIRCR_BFHFNMINS;
    secure_fault_disabled();
}

static void secure_fault_in_ns_faultmask(void)
{
    SET_NS(faultmask, 1);
    ns_load();
}

static void secure_fault_in_ns_faultmask_bfhfnmins(void)
{
    AIRCR = AIRCR_KEY | AIRCR_BFHFNMINS;
    secure_fault_in_ns_faultmask();
}

static void ns_faults_disabled(void)
{
    OF_NS(SHCSR) = 0;
    ns(NS_BXNS, 1, 0);
}

static void ns_faults_disabled_bfhfnmins(void)
{
    AIRCR = AIRCR_KEY | AIRCR_BFHFNMINS;
    ns_faults_disabled();
}

static void ns_bus_fault(void)
{
    ns(NS_LOAD, 0x45000000u, 0);
}

static void ns_bus_fault_bfhfnmins(void)
{
    AIRCR = AIRCR_KEY | AIRCR_BFHFNMINS;
    OF_NS(SHCSR) = SHCSR_FAULTS;
    ns_bus_fault();
}

static void secure_bus_fault(void)
{
    probed(probe_load, 0x55000000u, 0);
}

static void secure_bus_fault_disabled(void)
{
    SHCSR = 0;
    secure_bus_fault();
}

static void ns_bxns(void)
{
    ns(NS_BXNS, 0x10010001u, 0);
}

static void ns_blxns(void)
{
    ns(NS_BLXNS, 0x10010001u, 0);
}

static void ns_vlstm(void)
{
    ns(NS_VLSTM, 0x28208000u, 0);
}

static void ns_tta(void)
{
    ns(NS_TEST_TARGET_ALTERNATE, 0x28208000u, 0);
}

static void ns_return_es(void)
{
    ns(NS_RETURN_BY, 0xFFFFFFB9u, 0);
}

static void ns_return_no_dcrs(void)
{
    ns(NS_RETURN_BY, 0xFFFFFF98u, 0);
}

static void ns_return_secure(void)
{
    ns(NS_RETURN_BY, 0xFFFFFFF8u, 0);
}

static void ns_return_handler(void)
{
    ns(NS_RETURN_BY, 0xFFFFFFB0u, 0);
}

static void ns_return_reserved(void)
{
    ns(NS_RETURN_BY, 0xFFFFFFBAu, 0);
}

static void ns_return_function(void)
{
    ns(NS_RETURN_BY, 0xFEFFFFFFu, 0);
}

static void secure_return_reserved(void)
{
    return_by = 0xFFFFFFFBu;
    probed(probe_svc, 0, 0);
}

static void secure_return_handler(void)
{
    return_by = 0xFFFFFFF1u;
    probed(probe_svc, 0, 0);
}

static void secure_return_inactive(void)
{
    return_by = 0xFFFFFFF8u;
    probed(probe_svc, 0, 0);
}

/** DCRS 0: the handler says that there is a signature, and there is none. */
static void secure_return_no_signature(void)
{
    return_by = 0xFFFFFFD9u;
    probed(probe_svc, 0, 0);
}

static void spoil_signature(void)
{
    uint32_t *frame;
    __asm volatile("mrs %0, msp" : "=r"(frame));
    for (uint32_t n = 0; n < 64; n++) {
        if ((frame[n] & ~1u) == 0xFEFA125Au) {
            say("  signature %x\n", frame[n]);
            frame[n] ^= 1;
            return;
        }
    }
    say("  no signature\n");
}

/** A Secure handler preempts the Non-secure one that preempted Secure code, and spoils the frame below. */
static void invalid_signature(void)
{
    __asm volatile("cpsid i");
    SHPR3 = 0x80000000u;
    OF_NS(SHPR3) = 0x00600000u;
    OF_NS(ICSR) = ICSR_PENDSVSET;
    ICSR = ICSR_PENDSTSET;
    in_handler = spoil_signature;
    probed(probe_unmask, 1, 0);
}

static void function_return_from_thread(void)
{
    function_return(5);
}

static void blxns_odd(void)
{
    raw_blxns(((uint32_t)stray_gateway) | 1);
}

static void blxns_secure(void)
{
    raw_blxns(0x1000FF00u);
}

static void blxns_ns_alias(void)
{
    raw_blxns(0x30000000u);
}

static void secure_stack_overflow(void)
{
    __asm volatile("msr msplim, %0" ::"r"((uint32_t)&__stack_top - 0x400));
    secure_overflow(0x1000);
}

static void secure_stack_overflow_entry(void)
{
    uint32_t sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    __asm volatile("msr msplim, %0" ::"r"((sp - 0xA0) & ~7u));
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void blxns_overflow(void)
{
    uint32_t sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    __asm volatile("msr msplim, %0" ::"r"((sp - 8) & ~7u));
    raw_blxns(NS_VECTORS + 0x400);
}

static void ns_stack_overflow(void)
{
    SET_NS(msplim, 0x2820F000u);
    ns(NS_STACK, 0x2000, 0);
}

static void ns_stack_overflow_entry(void)
{
    uint32_t top = *(uint32_t *)NS_VECTORS;
    SET_NS(msplim, top - 0xC0);
    ns(NS_SVC, 0, 0);
}

static void ns_stack_overflow_psp(void)
{
    SET_NS(psp, 0x2820A000u);
    SET_NS(psplim, 0x28209800u);
    SET_NS(control, 2);
    ns(NS_STACK, 0x1000, 0);
}

/** The stack pointer of Non-secure code leads into Secure memory. */
static void ns_stack_in_secure(void)
{
    SET_NS(psp, SECURE_RAM);
    OF_NS(SHPR3) = 0x00600000u;
    SET_NS(control, 2);
    ns(NS_NOTHING, 0, 0);
}

static void copy_vectors(uint32_t to, uint32_t from)
{
    for (uint32_t n = 0; n < 64; n++) {
        WORD(to + 4 * n) = WORD(from + 4 * n);
    }
}

/** A Non-secure vector that leads to Secure code. */
static void ns_vector_to_secure(void)
{
    copy_vectors(VECTOR_COPY_NS, NS_VECTORS);
    WORD(VECTOR_COPY_NS + 4 * 14) = (uint32_t)run_case;
    OF_NS(VTOR) = VECTOR_COPY_NS;
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

/** One that leads to a gateway: Secure code in handler mode. */
static void ns_vector_to_gateway(void)
{
    copy_vectors(VECTOR_COPY_NS, NS_VECTORS);
    WORD(VECTOR_COPY_NS + 4 * 14) = 0x10010001u;
    OF_NS(VTOR) = VECTOR_COPY_NS;
    in_handler = 0;
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void secure_vector_to_ns(void)
{
    copy_vectors(VECTOR_COPY, 0x10000000u);
    WORD(VECTOR_COPY + 4 * 14) = WORD(NS_VECTORS + 4 * 14);
    VTOR = VECTOR_COPY;
    probed(probe_store, (uint32_t)&ICSR, ICSR_PENDSVSET);
}

static void ns_table_in_secure(void)
{
    copy_vectors(VECTOR_COPY, NS_VECTORS);
    OF_NS(VTOR) = VECTOR_COPY;
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void ns_table_nowhere(void)
{
    OF_NS(VTOR) = 0x45000000u;
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void secure_table_in_ns(void)
{
    copy_vectors(VECTOR_COPY_NS, 0x10000000u);
    VTOR = VECTOR_COPY_NS;
    probed(probe_store, (uint32_t)&ICSR, ICSR_PENDSVSET);
}

static void ns_mpu(void)
{
    OF_NS(MPU_RNR) = 0;
    OF_NS(MPU_RBAR) = 0x28208000u | (2u << 1) | 1;
    OF_NS(MPU_RLAR) = 0x28208FE0u | 1;
    OF_NS(MPU_RNR) = 1;
    OF_NS(MPU_RBAR) = 0;
    OF_NS(MPU_RLAR) = 0;
    OF_NS(MPU_RNR) = 3;
    OF_NS(MPU_RLAR) = 0;
    OF_NS(MPU_CTRL) = 5;
    barrier();
}

static void ns_mpu_write(void)
{
    ns_mpu();
    ns(NS_LOAD, 0x28208000u, 0);
    ns(NS_STORE, 0x28208000u, 1);
}

static void ns_mpu_fetch(void)
{
    ns_mpu();
    ns(NS_CALL, 0x28208001u, 0);
}

/** Secure code is not asked by the Non-secure MPU, and Non-secure code not by the Secure one. */
static void mpus_apart(void)
{
    ns_mpu();
    probed(probe_store, 0x28208000u, 1);
    MPU_RNR = 2;
    MPU_RBAR = 0x28209000u | (2u << 1) | 1;
    MPU_RLAR = 0x28209FE0u | 1;
    MPU_CTRL = 5;
    barrier();
    ns(NS_STORE, 0x28209000u, 1);
    probed(probe_store, 0x28209000u, 1);
}

static void secure_mpu_write(void)
{
    MPU_RNR = 2;
    MPU_RBAR = SECURE_RAM | (2u << 1) | 1;
    MPU_RLAR = (SECURE_RAM + 0xFE0u) | 1;
    MPU_CTRL = 5;
    barrier();
    probed(probe_store, SECURE_RAM, 1);
}

static void secure_mpu_fetch(void)
{
    MPU_RNR = 2;
    MPU_RBAR = SECURE_RAM | (2u << 1) | 1;
    MPU_RLAR = (SECURE_RAM + 0xFE0u) | 1;
    MPU_CTRL = 5;
    barrier();
    probed(probe_call, SECURE_RAM | 1, 1);
}

/** The gateway's page is Execute Never for the Secure MPU. */
static void gateway_mpu(void)
{
    MPU_RNR = 2;
    MPU_RBAR = 0x10010000u | (2u << 1) | 1;
    MPU_RLAR = 0x10010FE0u | 1;
    MPU_CTRL = 5;
    barrier();
    ns(NS_CALL, 0x10010001u, 0);
}

static void lazy_store_unaligned(void)
{
    fill_floats(1);
    lazy_store(SECURE_RAM + 4);
}

static void lazy_store_twice(void)
{
    fill_floats(1);
    lazy_store(SECURE_RAM);
    __asm volatile("mrs r0, control\n\torr r0, r0, #12\n\tmsr control, r0" ::: "r0");
    lazy_store(SECURE_RAM);
}

static void lazy_load_unaligned(void)
{
    fill_floats(1);
    lazy_load(SECURE_RAM + 4);
}

/** Where the registers are to go is not Secure code's to write. */
static void lazy_store_nowhere(void)
{
    fill_floats(1);
    lazy_store(0x55000000u);
    ns(NS_FLOATS, 0x3F800000u, 0x40000000u);
}

/** FPCCR says that the registers are still to be stored for Secure code, and Non-secure code returns to a frame with some. */
static void lazy_error(void)
{
    fill_floats(0x40000000u);
    lazy_store(SECURE_RAM);
    ns(NS_RETURN_BY, 0xFFFFFFA8u, 0);
}

static void lazy_error_clear(void)
{
    FPCCR = FPCCR | (1u << 28);
    fill_floats(0x40000000u);
    lazy_store(SECURE_RAM);
    __asm volatile("mrs r0, control\n\torr r0, r0, #4\n\tmsr control, r0" ::: "r0");
    probed(probe_svc, 0, 0);
}

void illegal_cases(void)
{
    run_case("NS loads Secure RAM", ns_load);
    run_case("NS stores to Secure RAM", ns_store);
    run_case("NS loads callable memory", ns_load_callable);
    run_case("NS calls Secure code", ns_call_secure);
    run_case("NS calls behind a gateway", ns_call_behind_gateway);
    run_case("NS calls an SG that is not callable", ns_call_stray_gateway);
    run_case("NS calls a gateway with NSCCFG zero", ns_call_not_callable);
    run_case("NS calls a gateway without the Thumb bit", ns_call_even);
    run_case("NS executes in the System Control Space", ns_call_no_execute);
    run_case("S calls Non-secure code by BLX", secure_call_ns);
    run_case("S calls Non-secure RAM by BLX", secure_fetch_ns_ram);
    run_case("BusFault in NS", ns_bus_fault);
    run_case("BusFault in NS, BFHFNMINS", ns_bus_fault_bfhfnmins);
    run_case("BusFault in S", secure_bus_fault);
    run_case("BXNS in NS", ns_bxns);
    run_case("BLXNS in NS", ns_blxns);
    run_case("VLSTM in NS", ns_vlstm);
    run_case("TTA in NS", ns_tta);
    run_case("NS returns with ES", ns_return_es);
    run_case("NS returns without DCRS", ns_return_no_dcrs);
    run_case("NS returns to a Secure frame", ns_return_secure);
    run_case("NS returns to Handler mode", ns_return_handler);
    run_case("NS returns with a reserved bit", ns_return_reserved);
    run_case("S returns with a reserved bit", secure_return_reserved);
    run_case("S returns to Handler mode", secure_return_handler);
    run_case("S returns without a signature", secure_return_no_signature);
    run_case("a spoilt signature", invalid_signature);
    run_case("FNC_RETURN over a frame of another mode", function_return_from_thread);
    run_case("BLXNS to a Secure function", blxns_odd);
    run_case("BLXNS to Secure memory", blxns_secure);
    run_case("BLXNS to memory of the IDAU", blxns_ns_alias);
    run_case("stack limit of S", secure_stack_overflow);
    run_case("stack limit of S at an entry", secure_stack_overflow_entry);
    run_case("stack limit of S at BLXNS", blxns_overflow);
    run_case("stack limit of NS", ns_stack_overflow);
    run_case("stack limit of NS at an entry", ns_stack_overflow_entry);
    run_case("stack limit of NS, process stack", ns_stack_overflow_psp);
    run_case("stack of NS in Secure memory", ns_stack_in_secure);
    run_case("S vector table in Non-secure memory", secure_table_in_ns);
    run_case("MPU of NS denies a store", ns_mpu_write);
    run_case("MPU of NS denies a fetch", ns_mpu_fetch);
    run_case("each MPU decides over its own state", mpus_apart);
    run_case("MPU of S denies a store", secure_mpu_write);
    run_case("MPU of S denies a fetch", secure_mpu_fetch);
    run_case("MPU of S denies a gateway", gateway_mpu);
    run_case("VLSTM to an unaligned address", lazy_store_unaligned);
    run_case("VLSTM twice", lazy_store_twice);
    run_case("VLLDM from an unaligned address", lazy_load_unaligned);
    run_case("VLSTM to nowhere, stored by NS", lazy_store_nowhere);
    run_case("NS returns to a frame with floats while S has some", lazy_error);
    run_case("FPCCR.CLRONRET while S has some", lazy_error_clear);
}

void illegal_escalations(void)
{
    run_case("SecureFault disabled, in NS", secure_fault_disabled);
    run_case("SecureFault disabled, in S", secure_fault_disabled_in_secure);
    run_case("SecureFault disabled, BFHFNMINS", secure_fault_disabled_bfhfnmins);
    run_case("SecureFault under FAULTMASK_NS", secure_fault_in_ns_faultmask);
    run_case("SecureFault under FAULTMASK_NS, BFHFNMINS", secure_fault_in_ns_faultmask_bfhfnmins);
    run_case("UsageFault of NS disabled", ns_faults_disabled);
    run_case("UsageFault of NS disabled, BFHFNMINS", ns_faults_disabled_bfhfnmins);
    run_case("BusFault in S, disabled", secure_bus_fault_disabled);
    run_case("NS handler returns as a function", ns_return_function);
    run_case("S returns with ES clear", secure_return_inactive);
    run_case("NS vector to Secure code", ns_vector_to_secure);
    run_case("NS vector to a gateway", ns_vector_to_gateway);
    run_case("S vector to Non-secure code", secure_vector_to_ns);
    run_case("NS vector table in Secure memory", ns_table_in_secure);
    run_case("NS vector table nowhere", ns_table_nowhere);
}
