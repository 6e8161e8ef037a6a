/* The floating-point registers across the crossings. */
#include "../registers.h"
#include "../text.h"
#include "attempt.h"

extern uint32_t float_words[32];
void fill_floats(uint32_t first);
void store_floats(void);

static uint32_t control(void)
{
    uint32_t value;
    __asm volatile("mrs %0, control" : "=r"(value));
    return value;
}

static void say_floats(const char *when)
{
    say("  %s: control=%x FPCCR=%x FPCCR_NS=%x FPCAR=%x\n", when, control(), FPCCR, OF_NS(FPCCR), FPCAR);
}

static void say_float_registers(void)
{
    store_floats();
    say(" ");
    say_words("s0-s31", float_words, 32);
    say("\n");
}

/** gcc stores the registers lazily around the call (VLSTM), and Non-secure code uses them or not. */
static void call_without_use(void)
{
    fill_floats(0x40000000u);
    say_floats("before");
    ns(NS_NOTHING, 1, 2);
    say_floats("after");
    say_float_registers();
}

static void call_with_use(void)
{
    fill_floats(0x41000000u);
    ns(NS_FLOATS, 0x3F800000u, 0x40000000u);
    say_floats("after");
    say_float_registers();
}

static void call_without_lazy(void)
{
    FPCCR = FPCCR & ~FPCCR_LSPEN;
    call_with_use();
}

static void call_with_all(void)
{
    FPCCR = FPCCR | FPCCR_TS;
    call_with_use();
}

static void handlers_use(void)
{
    fill_floats(0x42000000u);
    say_floats("in the handler");
}

static void secure_exception(void)
{
    fill_floats(0x43000000u);
    in_handler = handlers_use;
    probed(probe_svc, 1, 2);
    say_floats("after");
    say_float_registers();
}

/** A Non-secure handler preempts Secure code that has floating-point values. */
static void non_secure_exception(void)
{
    fill_floats(0x44000000u);
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
    say_floats("after");
    say_float_registers();
}

static void non_secure_exception_all(void)
{
    FPCCR = FPCCR | FPCCR_TS;
    non_secure_exception();
}

static void non_secure_exception_now(void)
{
    FPCCR = (FPCCR | FPCCR_TS) & ~FPCCR_LSPEN;
    non_secure_exception();
}

/** Secure code preempts Non-secure code with values, and uses the registers. */
static void preempt_non_secure(void)
{
    ns(NS_FLOATS, 0x3F800000u, 0x40400000u);
    __asm volatile("mov r0, #0x40\n\tmsr basepri_ns, r0" ::: "r0");
    SHPR3 = 0x00800000u;
    in_handler = handlers_use;
    ICSR = ICSR_PENDSVSET;
    barrier();
    ns(NS_UNMASK, 1, 0);
    say_floats("after");
}

static void float_gateway(void)
{
    fill_floats(0x45000000u);
    ns(NS_FLOAT_GATEWAY, 0, 0);
    say_floats("after");
}

static void clear_on_return(void)
{
    FPCCR = FPCCR | (1u << 28);
    fill_floats(0x46000000u);
    in_handler = handlers_use;
    probed(probe_svc, 1, 2);
    say_floats("after");
}

static void no_access(void)
{
    NSACR = 0;
    ns(NS_FLOATS, 1, 2);
}

static void no_access_cpacr(void)
{
    OF_NS(CPACR) = 0;
    ns(NS_FLOATS, 1, 2);
}

static void no_access_secure(void)
{
    CPACR = 0;
    fill_floats(1);
}

/** The registers belong to Secure code whose access is gone by the time that they are to be stored. */
static void lazy_no_access(void)
{
    fill_floats(0x47000000u);
    in_handler = handlers_use;
    CPACR = 0;
    probed(probe_svc, 1, 2);
}

static void disallowed_frame(void)
{
    NSACR = 0;
    fill_floats(0x48000000u);
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

void float_cases(void)
{
    run_case("floats: a call without use", call_without_use);
    run_case("floats: a call with use", call_with_use);
    run_case("floats: a call with use, not lazy", call_without_lazy);
    run_case("floats: a call with use, FPCCR.TS", call_with_all);
    run_case("floats: a Secure exception", secure_exception);
    run_case("floats: a Non-secure exception", non_secure_exception);
    run_case("floats: a Non-secure exception, FPCCR.TS", non_secure_exception_all);
    run_case("floats: a Non-secure exception, FPCCR.TS, not lazy", non_secure_exception_now);
    run_case("floats: a Secure exception in Non-secure code", preempt_non_secure);
    run_case("floats: a gateway", float_gateway);
    run_case("floats: FPCCR.CLRONRET", clear_on_return);
    run_case("floats: NSACR", no_access);
    run_case("floats: CPACR_NS", no_access_cpacr);
    run_case("floats: CPACR_S", no_access_secure);
    run_case("floats: CPACR_S while lazy", lazy_no_access);
    run_case("floats: a frame with NSACR zero", disallowed_frame);
}
