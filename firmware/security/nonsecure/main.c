/* The Non-secure image: does what the Secure one asks, one operation a call, and reports its own exceptions. */
#include "../gateways.h"
#include "../operations.h"
#include "../registers.h"
#include "../snapshot.h"
#include "../start.h"
#include "../text.h"

uint32_t landing_sp;
uint32_t called_back[16];

uint32_t ns_dispatch(uint32_t operation, uint32_t a, uint32_t b);
uint32_t ns_float_first(uint32_t operation, uint32_t a, uint32_t b);
uint32_t ns_tail_call(uint32_t a, uint32_t b, uint32_t c);
void ns_landing(void);
uint32_t ns_callback(uint32_t value);
void ns_overflow(uint32_t bytes);
void ns_bxns(uint32_t target);
void ns_blxns(uint32_t target);
void ns_bx(uint32_t target);
void ns_pop(uint32_t target);
void ns_vlstm(uint32_t address);
uint32_t ns_floats(uint32_t a, uint32_t b);

void Reset_Handler(void);

/** What the next handler does beside reporting. */
static volatile uint32_t return_by;
static uint32_t (*volatile handler_calls)(void);
static uint32_t return_frame[8] __attribute__((aligned(8)));
static volatile uint32_t ticks;

void Reset_Handler(void)
{
    leave();
}

__attribute__((section(".vectors"), used)) const Vector vector_table[VECTOR_COUNT] = {
    [0] = {.stack_top = &__stack_top},
    [1] = {.handler = Reset_Handler},
    [2 ... 7] = {.handler = Fault_Handler},
    [NS_DISPATCH] = {.dispatch = ns_dispatch},
    [NS_TAIL_CALL] = {.dispatch = ns_tail_call},
    [NS_FLOAT_FIRST] = {.dispatch = ns_float_first},
    [11] = {.handler = Event_Handler},
    [12] = {.handler = Fault_Handler},
    [14 ... VECTOR_COUNT - 1] = {.handler = Event_Handler},
};

static void clear_status(void)
{
    CFSR = 0xFFFFFFFFu;
    HFSR = 0xFFFFFFFFu;
}

/** After a fault of Non-secure code: a frame that leads to `ns_landing`. */
RECOVERY uint64_t recover(void)
{
    report();
    clear_status();
    if ((snapshot.exc_return & 0x40) != 0) {
        gate_abandon();
    }
    uint32_t zero = 0;
    __asm volatile("msr control, %0\n\tmsr primask, %0\n\tmsr basepri, %0\n\tmsr psplim, %0\n\tisb" ::"r"(zero));
    static const uint32_t active_bit[16] = {[3] = 1u << 2, [4] = 1u << 0, [5] = 1u << 1, [6] = 1u << 3};
    uint32_t own = active_bit[snapshot.xpsr & 0xF];
    SHCSR = SHCSR & (0xFFFFF000u | own);
    for (uint32_t n = 0; n < 6; n++) {
        return_frame[n] = 0;
    }
    return_frame[6] = (uint32_t)ns_landing & ~1u;
    return_frame[7] = 0x01000000u;
    return ((uint64_t)0xFFFFFFB8u << 32) | (uint32_t)return_frame;
}

/** Gives what the handler branches to instead of its EXC_RETURN, if not 0. */
uint32_t happened(void)
{
    uint32_t exception = snapshot.xpsr & 0x1FF;
    if (exception == 15 && ticks != 0) {
        ticks--;
        if (ticks == 0) {
            SYST_CSR = 0;
            ICSR = ICSR_PENDSTCLR;
        }
        return 0;
    }
    report();
    if (handler_calls) {
        uint32_t (*function)(void) = handler_calls;
        handler_calls = 0;
        say("  NS handler calls: %x\n", function());
    }
    uint32_t value = return_by;
    return_by = 0;
    return value;
}

static uint32_t probed(void (*probe)(struct Registers *, uint32_t, uint32_t), uint32_t a, uint32_t b)
{
    struct Registers registers;
    pattern(&registers, 0xB0);
    probe(&registers, a, b);
    say("  NS goes on:");
    say_registers(&registers);
    return registers.r[1];
}

static uint32_t test_target(uint32_t address)
{
    uint32_t tt;
    uint32_t ttt;
    __asm volatile("tt %0, %1" : "=r"(tt) : "r"(address));
    __asm volatile("ttt %0, %1" : "=r"(ttt) : "r"(address));
    say("  NS %x tt=%x ttt=%x\n", address, tt, ttt);
    return tt;
}

static uint32_t gateways(void)
{
    struct Registers registers;
    pattern(&registers, 0x10);
    probe_call(&registers, (uint32_t)gate_sum, 2);
    say("  NS after gate_sum:");
    say_registers(&registers);
    return gate_sum(1, 2, 3, 4);
}

static uint32_t call_back(uint32_t value)
{
    uint32_t result = gate_callback(ns_callback, value);
    say(" ");
    say_words("NS called back with r0-r3", called_back, 4);
    say_words("r5-r12", called_back + 4, 8);
    say_words("lr,apsr,control,ipsr", called_back + 12, 4);
    say("\n");
    return result;
}

static uint32_t check(void)
{
    uint32_t here = (uint32_t)called_back;
    say("  NS own RAM %x: %x\n", here, gate_check((void *)here, 64));
    say("  NS own ROM: %x\n", gate_check((void *)NS_VECTORS, 64));
    say("  Secure RAM: %x\n", gate_check((void *)0x38000000u, 64));
    say("  across the end: %x\n", gate_check((void *)0x283FFFF0u, 64));
    say("  gateways: %x\n", gate_check((void *)0x10010000u, 32));
    return 0;
}

static uint32_t float_gateway(void)
{
    float sum = gate_float(1.5f, 2.25f);
    uint32_t s[32];
    __asm volatile("vstm %0, {s0-s31}" ::"r"(s) : "memory");
    say("  NS after gate_float: %d quarters", (uint32_t)(sum * 4.0f));
    say_words("s1-s15", s + 1, 15);
    say_words("s16-s31", s + 16, 16);
    say("\n");
    return (uint32_t)(sum * 4.0f);
}

/** What Non-secure code sees of registers that are Secure alone, and of the alias. */
static void system_registers(void)
{
    static const uint32_t secure_only[] = {0xE000ED8C, 0xE000EDD0, 0xE000EDD4, 0xE000EDD8, 0xE000EDDC,
                                           0xE000EDE0, 0xE000EDE4, 0xE000EDE8, 0xE000E380, 0xE000E384};
    static const uint32_t shared[] = {0xE000ED00, 0xE000ED04, 0xE000ED08, 0xE000ED0C, 0xE000ED10, 0xE000ED14, 0xE000ED18,
                                      0xE000ED1C, 0xE000ED20, 0xE000ED24, 0xE000ED28, 0xE000ED2C, 0xE000ED88, 0xE000ED90,
                                      0xE000ED94, 0xE000EF34, 0xE000EF38, 0xE000EF3C, 0xE000E100, 0xE000E200, 0xE000E010};
    for (uint32_t n = 0; n < sizeof secure_only / 4; n++) {
        uint32_t before = WORD(secure_only[n]);
        WORD(secure_only[n]) = 0xFFFFFFFFu;
        say("  NS %x: %x, then %x\n", secure_only[n], before, WORD(secure_only[n]));
    }
    for (uint32_t n = 0; n < sizeof shared / 4; n++) {
        say("  NS %x: %x\n", shared[n], WORD(shared[n]));
    }
    say("  NS alias SHCSR_NS: %x\n", WORD(0xE002ED24u));
    WORD(0xE002ED88u) = 0;
    say("  NS alias CPACR_NS: %x, CPACR %x\n", WORD(0xE002ED88u), CPACR);
    AIRCR = AIRCR_KEY | AIRCR_PRIS | AIRCR_BFHFNMINS;
    say("  NS AIRCR after a write of PRIS and BFHFNMINS: %x\n", AIRCR);
    SCR = 8;
    say("  NS SCR after a write of SLEEPDEEPS: %x\n", SCR);
    SHCSR = SHCSR | SHCSR_SECUREFAULTENA | (1u << 17);
    say("  NS SHCSR after a write of SECUREFAULTENA and BUSFAULTENA: %x\n", SHCSR);
    NVIC_ISER(1) = 3u << 8;
    NVIC_ISPR(1) = 1u << 8;
    NVIC_IPR(10) = 0xFFFFFFFFu;
    say("  NS ISER=%x ISPR=%x IPR=%x\n", NVIC_ISER(1), NVIC_ISPR(1), NVIC_IPR(10));
    NVIC_ICER(1) = 3u << 8;
}

#define READ(name)                                                                                                     \
    __asm volatile("mrs %0, " #name : "=r"(value));                                                                   \
    say(" " #name "=%x", value)
#define WRITE(name, number) __asm volatile("msr " #name ", %0" ::"r"(number))

static void special_registers(void)
{
    uint32_t value;
    WRITE(psp, 0x28201003u);
    WRITE(psplim, 0x28201004u);
    WRITE(basepri, 0x60u);
    WRITE(control, 8u);
    say(" ");
    READ(psp);
    READ(psplim);
    READ(basepri);
    READ(control);
    READ(msplim);
    READ(primask);
    READ(faultmask);
    READ(xpsr);
    say("\n");
    WRITE(basepri, 0u);
    WRITE(psplim, 0u);
}

/** SysTick of this state until it has counted `count` times. */
static uint32_t tick(uint32_t count)
{
    ticks = count;
    SYST_RVR = 199999;
    SYST_CVR = 0;
    SYST_CSR = 7;
    while (ticks != 0) {
    }
    return SYST_CSR & ~0x10000u;
}

static uint32_t handler_sum(void)
{
    return gate_sum(10, 20, 30, 40);
}

/** Loads and stores that are not plain LDR and STR of a word. */
static uint32_t accessed(enum operation operation, uint32_t address, uint32_t value)
{
    switch (operation) {
    case NS_LOAD_BYTE:
        __asm volatile("ldrb %0, [%1]" : "=r"(value) : "r"(address));
        return value;
    case NS_STORE_BYTE:
        __asm volatile("strb %0, [%1]" ::"r"(value), "r"(address));
        return 0;
    case NS_EXCLUSIVE:
        __asm volatile("ldrex %0, [%1]" : "=r"(value) : "r"(address));
        return value;
    case NS_LOAD_UNPRIVILEGED:
        __asm volatile("ldrt %0, [%1]" : "=r"(value) : "r"(address));
        return value;
    case NS_ACQUIRE:
        __asm volatile("lda %0, [%1]" : "=r"(value) : "r"(address));
        return value;
    default:
        __asm volatile("vldr s0, [%1]\n\tvmov %0, s0" : "=r"(value) : "r"(address) : "s0");
        return value;
    }
}

uint32_t ns_run(uint32_t operation, uint32_t a, uint32_t b)
{
    switch ((enum operation)operation) {
    case NS_INITIALISE:
        initialise_memory();
        SHCSR = SHCSR_FAULTS;
        return 0;
    case NS_NOTHING:
        return a + b;
    case NS_LOAD:
        return probed(probe_load, a, b);
    case NS_STORE:
        return probed(probe_store, a, b);
    case NS_CALL:
        return probed(probe_call, a, b);
    case NS_SVC:
        return probed(probe_svc, a, b);
    case NS_UNMASK:
        return probed(probe_unmask, a, b);
    case NS_TEST_TARGET:
        return test_target(a);
    case NS_TEST_TARGET_ALTERNATE:
        __asm volatile("mov r0, %0\n\t.inst.w 0xe840f180" ::"r"(a) : "r0", "r1");
        return 0;
    case NS_GATEWAYS:
        return gateways();
    case NS_FLOATS:
        return ns_floats(a, b);
    case NS_RETURN_BY:
        return_by = a;
        return probed(probe_svc, 0, 0);
    case NS_STACK:
        ns_overflow(a);
        return 0;
    case NS_BXNS:
        ns_bxns(a);
        return 0;
    case NS_BLXNS:
        ns_blxns(a);
        return 0;
    case NS_VLSTM:
        ns_vlstm(a);
        return 0;
    case NS_SYSTEM_REGISTERS:
        system_registers();
        return 0;
    case NS_CALLBACK:
        return call_back(a);
    case NS_CHECK:
        return check();
    case NS_FLOAT_GATEWAY:
        return float_gateway();
    case NS_SPECIAL_REGISTERS:
        special_registers();
        return 0;
    case NS_HANDLER_CALLS:
        handler_calls = handler_sum;
        return probed(probe_svc, 0, 0);
    case NS_TICK:
        return tick(a);
    case NS_BX:
        ns_bx(a);
        return 0;
    case NS_POP:
        ns_pop(a);
        return 0;
    case NS_LOAD_BYTE:
    case NS_STORE_BYTE:
    case NS_EXCLUSIVE:
    case NS_LOAD_UNPRIVILEGED:
    case NS_ACQUIRE:
    case NS_LOAD_FLOAT:
        return accessed(operation, a, b);
    case NS_NEXT_RETURN:
        return_by = a;
        return 0;
    }
    return 0;
}
