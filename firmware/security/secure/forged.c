/* Branches with a wrong bit 0, and values of FNC_RETURN and EXC_RETURN where nobody has handed them out. */
#include "../registers.h"
#include "attempt.h"

#define GATEWAYS 0x10010000u
#define NS_CODE (NS_VECTORS + 0x400u)
#define FNC_RETURN 0xFEFFFFFFu

void raw_bxns(uint32_t target);
void raw_blxns(uint32_t target);
void raw_bx(uint32_t target);
void raw_pop(uint32_t target);
void stray_gateway(void);
void function_return(uint32_t psr);

static void bxns_ns_odd(void)
{
    raw_bxns(NS_CODE | 1);
}

static void blxns_ns_odd(void)
{
    raw_blxns(NS_CODE | 1);
}

static void bxns_secure(void)
{
    raw_bxns((uint32_t)run_case & ~1u);
}

static void bxns_secure_odd(void)
{
    raw_bxns((uint32_t)stray_gateway | 1);
}

/** A gateway is where Non-secure state may come from. */
static void blxns_gateway(void)
{
    raw_blxns(GATEWAYS);
}

static void blxns_behind_gateway(void)
{
    raw_blxns(GATEWAYS + 4);
}

static void bxns_ns_never_executed(void)
{
    raw_bxns(0xE0100000u);
}

static void secure_calls_gateway(void)
{
    raw_bx(GATEWAYS | 1);
}

static void ns_inside_gateway(void)
{
    ns(NS_CALL, GATEWAYS + 3, 0);
}

static void ns_callable_without_gateway(void)
{
    ns(NS_CALL, GATEWAYS + 0xF01u, 0);
}

static void ns_idau_region(void)
{
    ns(NS_CALL, 0x30000001u, 0);
}

static void ns_gateway_of_device(void)
{
    ns(NS_CALL, 0x50000001u, 0);
}

/** Of a call that there was: it ends early. */
static void ns_function_return(void)
{
    ns(NS_BX, FNC_RETURN, 0);
}

static void ns_function_return_even(void)
{
    ns(NS_BX, FNC_RETURN - 1, 0);
}

static void ns_function_return_popped(void)
{
    ns(NS_POP, FNC_RETURN, 0);
}

static void ns_function_return_called(void)
{
    ns(NS_CALL, FNC_RETURN, 0);
}

static void ns_function_return_bxns(void)
{
    ns(NS_BXNS, FNC_RETURN, 0);
}

/** Of no call: the Secure stack ends in the frame of the exception, whose first word is no address. */
static void ns_handler_function_return(void)
{
    ns_returns_by(FNC_RETURN);
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void ns_exception_return(void)
{
    ns(NS_BX, 0xFFFFFFB9u, 0);
}

static void ns_exception_return_secure(void)
{
    ns(NS_BX, 0xFFFFFFF9u, 0);
}

static void ns_exception_return_popped(void)
{
    ns(NS_POP, 0xFFFFFFB8u, 0);
}

static void secure_exception_return(void)
{
    raw_bx(0xFFFFFFF9u);
}

static void secure_exception_return_popped(void)
{
    raw_pop(0xFFFFFFBDu);
}

static void secure_function_return_popped(void)
{
    raw_pop(FNC_RETURN);
}

/** A handler of this state that interrupted Secure code: as if Non-secure code were below. */
static void secure_return_to_ns(void)
{
    return_by = 0xFFFFFFB9u;
    probed(probe_svc, 0, 0);
}

static void secure_return_to_ns_psp(void)
{
    __asm volatile("msr psp_ns, %0" ::"r"(0x3800E000u));
    return_by = 0xFFFFFFBDu;
    probed(probe_svc, 0, 0);
}

static void secure_return_floats(void)
{
    CPACR = 0;
    return_by = 0xFFFFFFE9u;
    probed(probe_svc, 0, 0);
}

/** From the handler that preempted Secure code: without its callee registers, and to the other stack. */
static void ns_return_to_secure(uint32_t exc_return)
{
    ns_returns_by(exc_return);
    probed(probe_store, (uint32_t)&OF_NS(ICSR), ICSR_PENDSVSET);
}

static void ns_return_to_secure_es(void)
{
    ns_return_to_secure(0xFFFFFFF9u);
}

static void ns_return_to_secure_no_dcrs(void)
{
    ns_return_to_secure(0xFFFFFFD8u);
}

static void ns_return_to_secure_floats(void)
{
    ns_return_to_secure(0xFFFFFFE8u);
}

static void ns_return_to_secure_handler(void)
{
    ns_return_to_secure(0xFFFFFFF0u);
}

static void ns_return_instead_of_secure(void)
{
    ns_return_to_secure(0xFFFFFFB8u);
}

void forged_cases(void)
{
    run_case("BXNS to Non-secure code with bit 0", bxns_ns_odd);
    run_case("BLXNS to Non-secure code with bit 0", blxns_ns_odd);
    run_case("BXNS to Secure code without bit 0", bxns_secure);
    run_case("BXNS to Secure code with bit 0", bxns_secure_odd);
    run_case("BLXNS to a gateway", blxns_gateway);
    run_case("BLXNS behind a gateway", blxns_behind_gateway);
    run_case("BXNS to Non-secure memory that is never executed", bxns_ns_never_executed);
    run_case("S branches to a gateway", secure_calls_gateway);
    run_case("NS branches into an SG", ns_inside_gateway);
    run_case("NS branches to callable memory without an SG", ns_callable_without_gateway);
    run_case("NS branches to the IDAU's Secure RAM", ns_idau_region);
    run_case("NS branches to Secure devices", ns_gateway_of_device);
    run_case("FNC_RETURN by BX in NS", ns_function_return);
    run_case("FNC_RETURN without bit 0 in NS", ns_function_return_even);
    run_case("FNC_RETURN by POP in NS", ns_function_return_popped);
    run_case("FNC_RETURN by BLX in NS", ns_function_return_called);
    run_case("FNC_RETURN by BXNS in NS", ns_function_return_bxns);
    run_case("FNC_RETURN by POP in S", secure_function_return_popped);
    run_case("EXC_RETURN in NS Thread mode", ns_exception_return);
    run_case("EXC_RETURN of S in NS Thread mode", ns_exception_return_secure);
    run_case("EXC_RETURN by POP in NS Thread mode", ns_exception_return_popped);
    run_case("EXC_RETURN in S Thread mode", secure_exception_return);
    run_case("EXC_RETURN by POP in S Thread mode", secure_exception_return_popped);
    run_case("S returns from S to NS", secure_return_to_ns);
    run_case("S returns from S to NS, process stack in Secure memory", secure_return_to_ns_psp);
    run_case("S returns to a frame with floats without access", secure_return_floats);
    run_case("NS returns to S with ES", ns_return_to_secure_es);
    run_case("NS returns to S without DCRS", ns_return_to_secure_no_dcrs);
    run_case("NS returns to S with floats that are not there", ns_return_to_secure_floats);
    run_case("NS returns to S in Handler mode", ns_return_to_secure_handler);
    run_case("NS returns to NS over S", ns_return_instead_of_secure);
}

void forged_escalations(void)
{
    run_case("FNC_RETURN in an NS handler over S", ns_handler_function_return);
}
