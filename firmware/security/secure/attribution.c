/* Attribution that is off, wrong or changed on the way, and what Non-secure code tries on Secure memory by other instructions. */
#include "../registers.h"
#include "../text.h"
#include "attempt.h"

#define GATEWAYS 0x10010000u
#define SECURE_RAM 0x3800E000u
#define NS_RAM 0x28208000u
#define NS_END 0x28400000u

void fill_floats(uint32_t first);
void raw_blxns(uint32_t target);

static void sau_off(void)
{
    SAU_CTRL = 0;
    barrier();
    ns(NS_NOTHING, 1, 2);
}

/** All is Non-secure, but for what the IDAU has: NS goes on, and may call its gateways. */
static void sau_all_ns(void)
{
    SAU_CTRL = 2;
    barrier();
    ns(NS_GATEWAYS, 1, 2);
    ns(NS_LOAD, SECURE_RAM, 0);
}

static void sau_no_code(void)
{
    sau_region(0, 0x00200000, 0x002FFFFF, 0);
    barrier();
    ns(NS_NOTHING, 1, 2);
}

static void sau_no_ram(void)
{
    sau_region(1, 0x28200000, 0x283FFFFF, 0);
    barrier();
    ns(NS_NOTHING, 1, 2);
}

static void sau_overlap(void)
{
    sau_region(4, NS_RAM, NS_RAM + 0xFFF, SAU_NON_SECURE);
    barrier();
    ns(NS_LOAD, NS_RAM + 0x1000, 0);
    ns(NS_LOAD, NS_RAM + 0xFFC, 0);
}

static void sau_callable_ram(void)
{
    sau_region(1, 0x28200000, NS_RAM - 1, SAU_NON_SECURE);
    sau_region(4, NS_RAM, NS_RAM + 0xFFF, SAU_CALLABLE);
    sau_region(5, NS_RAM + 0x1000, NS_END - 1, SAU_NON_SECURE);
    barrier();
    ns(NS_LOAD, NS_RAM, 0);
}

/** Callable by the SAU where the IDAU has Non-secure memory: Secure, and a gateway. */
static void sau_gateway_in_ns(void)
{
    WORD(0x38100000u) = 0xE97FE97Fu;
    WORD(0x38100004u) = 0x47704774u;
    sau_region(4, 0x28100000u, 0x28100FFFu, SAU_CALLABLE);
    barrier();
    ns(NS_CALL, 0x28100001u, 0);
    ns(NS_CALL, 0x28100005u, 0);
}

static void sau_gateways_ns(void)
{
    sau_region(3, GATEWAYS, GATEWAYS + 0xFFF, SAU_NON_SECURE);
    barrier();
    ns(NS_CALL, GATEWAYS | 1, 0);
}

static void sau_gateways_gone(void)
{
    sau_region(3, GATEWAYS, GATEWAYS + 0xFFF, 0);
    barrier();
    ns(NS_CALL, GATEWAYS | 1, 0);
}

static void ns_load_device(void)
{
    ns(NS_LOAD, 0x50200000u, 0);
}

static void ns_store_control(void)
{
    ns(NS_STORE, (uint32_t)&NSCCFG, 0);
}

static void ns_load_no_region(void)
{
    ns(NS_LOAD, 0x60000000u, 0);
}

static void ns_load_across(void)
{
    ns(NS_LOAD, NS_END - 2, 0);
}

static void ns_instruction(enum operation operation)
{
    WORD(SECURE_RAM) = 0x5EC0DE00u;
    ns(operation, SECURE_RAM, 0x12345678u);
    say("  %x\n", WORD(SECURE_RAM));
}

static void ns_load_byte(void)
{
    ns_instruction(NS_LOAD_BYTE);
}

static void ns_store_byte(void)
{
    ns_instruction(NS_STORE_BYTE);
}

static void ns_exclusive(void)
{
    ns_instruction(NS_EXCLUSIVE);
}

static void ns_load_unprivileged(void)
{
    ns_instruction(NS_LOAD_UNPRIVILEGED);
}

static void ns_acquire(void)
{
    ns_instruction(NS_ACQUIRE);
}

static void ns_load_float(void)
{
    ns_instruction(NS_LOAD_FLOAT);
}

/** Secure registers, and the alias that Secure code alone has. */
static void ns_alias(void)
{
    ns(NS_LOAD, (uint32_t)&OF_NS(SHCSR), 0);
    ns(NS_STORE, (uint32_t)&OF_NS(CPACR), 0);
    ns(NS_LOAD, (uint32_t)&SAU_CTRL, 0);
    ns(NS_STORE, (uint32_t)&SAU_CTRL, 0);
    ns(NS_LOAD, (uint32_t)&SFSR, 0);
    ns(NS_STORE, (uint32_t)&NSACR, 0xFFFFFFFFu);
    say("  S SAU_CTRL=%x NSACR=%x CPACR_NS=%x\n", SAU_CTRL, NSACR, OF_NS(CPACR));
}

static void unprivileged_alias(void)
{
    __asm volatile("msr psp_ns, %0\n\tmsr control_ns, %1" ::"r"(0x2820F000u), "r"(3));
    ns(NS_LOAD, (uint32_t)&OF_NS(SHCSR), 0);
}

static void unprivileged_secure(void)
{
    __asm volatile("msr psp_ns, %0\n\tmsr control_ns, %1" ::"r"(0x2820F000u), "r"(3));
    ns(NS_LOAD, SECURE_RAM, 0);
}

/** Non-secure code that begins with an instruction of the FPU. Secure code must not use it on the way. */
static void ns_uses_floats(void)
{
    raw_blxns(WORD(NS_VECTORS + 4 * NS_FLOAT_FIRST) & ~1u);
    say("  FPCCR=%x FPCCR_NS=%x\n", FPCCR, OF_NS(FPCCR));
}

/** The store of NS registers waits, as if an exception had come, and FPCAR is not what the exception's entry made it. */
static void ns_lazy(uint32_t address, uint32_t ready)
{
    FPCCR = (FPCCR | ready) & ~(FPCCR_S | FPCCR_LSPACT);
    OF_NS(FPCCR) = 0xC0000000u | ready | FPCCR_LSPACT;
    OF_NS(FPCAR) = address;
    ns_uses_floats();
}

static void ns_lazy_to_secure(void)
{
    ns_lazy(SECURE_RAM, FPCCR_READY);
}

static void ns_lazy_to_secure_not_ready(void)
{
    ns_lazy(SECURE_RAM, FPCCR_HFRDY);
}

static void ns_lazy_to_nowhere(void)
{
    ns_lazy(0x45000000u, FPCCR_READY);
}

static void ns_lazy_limit(void)
{
    ns_lazy(NS_RAM, FPCCR_READY | FPCCR_SPLIMVIOL);
}

static void deny_ns_ram(void)
{
    OF_NS(MPU_RNR) = 0;
    OF_NS(MPU_RBAR) = NS_RAM | (2u << 1) | 1;
    OF_NS(MPU_RLAR) = (NS_RAM + 0xFE0u) | 1;
    OF_NS(MPU_CTRL) = 5;
    barrier();
}

static void ns_lazy_to_read_only(void)
{
    deny_ns_ram();
    ns_lazy(NS_RAM, FPCCR_READY);
}

static void ns_lazy_no_access(void)
{
    OF_NS(CPACR) = 0;
    ns_lazy(NS_RAM, FPCCR_READY);
}

/** Secure registers wait to be stored, and the code that would use the FPU is Non-secure. */
static void secure_lazy(uint32_t address)
{
    fill_floats(0x49000000u);
    FPCCR = FPCCR | FPCCR_READY | FPCCR_S | FPCCR_LSPACT;
    FPCAR = address;
    ns_uses_floats();
}

static void secure_lazy_to_secure(void)
{
    secure_lazy(SECURE_RAM);
    say("  %x\n", WORD(SECURE_RAM));
}

static void secure_lazy_to_ns(void)
{
    secure_lazy(NS_RAM);
    say("  %x\n", WORD(NS_RAM));
}

static void secure_lazy_to_nowhere(void)
{
    secure_lazy(0x55000000u);
}

static void secure_lazy_to_read_only(void)
{
    MPU_RNR = 2;
    MPU_RBAR = SECURE_RAM | (2u << 1) | 1;
    MPU_RLAR = (SECURE_RAM + 0xFE0u) | 1;
    MPU_CTRL = 5;
    barrier();
    secure_lazy(SECURE_RAM);
}

static void secure_lazy_no_access(void)
{
    fill_floats(0x49000000u);
    FPCCR = FPCCR | FPCCR_READY | FPCCR_S | FPCCR_LSPACT;
    FPCAR = SECURE_RAM;
    CPACR = 0;
    ns_uses_floats();
}

void attribution_cases(void)
{
    run_case("SAU off", sau_off);
    run_case("SAU off, all Non-secure", sau_all_ns);
    run_case("SAU without Non-secure code", sau_no_code);
    run_case("SAU without Non-secure RAM", sau_no_ram);
    run_case("SAU regions that overlap", sau_overlap);
    run_case("SAU makes RAM callable", sau_callable_ram);
    run_case("SAU makes a gateway in Non-secure memory of the IDAU", sau_gateway_in_ns);
    run_case("SAU makes the gateways Non-secure", sau_gateways_ns);
    run_case("SAU without the gateways", sau_gateways_gone);
    run_case("NS loads from a Secure device", ns_load_device);
    run_case("NS stores to the security controller", ns_store_control);
    run_case("NS loads what no region covers", ns_load_no_region);
    run_case("NS loads across the end of its memory", ns_load_across);
    run_case("NS loads a byte of Secure RAM", ns_load_byte);
    run_case("NS stores a byte of Secure RAM", ns_store_byte);
    run_case("NS loads Secure RAM exclusively", ns_exclusive);
    run_case("NS loads Secure RAM by LDRT", ns_load_unprivileged);
    run_case("NS loads Secure RAM by LDA", ns_acquire);
    run_case("NS loads a float of Secure RAM", ns_load_float);
    run_case("NS reads Secure registers and aliases", ns_alias);
    run_case("unprivileged NS reads an alias", unprivileged_alias);
    run_case("unprivileged NS loads Secure RAM", unprivileged_secure);
    run_case("lazy store of NS to Secure memory", ns_lazy_to_secure);
    run_case("lazy store of NS to nowhere", ns_lazy_to_nowhere);
    run_case("lazy store of NS below the stack limit", ns_lazy_limit);
    run_case("lazy store of NS to what its MPU denies", ns_lazy_to_read_only);
    run_case("lazy store of NS without access", ns_lazy_no_access);
    run_case("lazy store of S", secure_lazy_to_secure);
    run_case("lazy store of S to Non-secure memory", secure_lazy_to_ns);
    run_case("lazy store of S to nowhere", secure_lazy_to_nowhere);
    run_case("lazy store of S to what its MPU denies", secure_lazy_to_read_only);
    run_case("lazy store of S without access", secure_lazy_no_access);
}

void attribution_escalations(void)
{
    run_case("lazy store of NS to Secure memory, SecureFault not ready", ns_lazy_to_secure_not_ready);
}
