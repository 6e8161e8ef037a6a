/* The Secure image: sets up who owns what, runs all cases, and reports and recovers whatever happens in them. */
#include <arm_cmse.h>

#include "../registers.h"
#include "../start.h"
#include "../text.h"
#include "attempt.h"

uint32_t landing_sp;
void (*volatile in_handler)(void);
volatile uint32_t return_by;
volatile uint32_t ticks;
/** Entry 8 of the Non-secure vector table, of when that could be read. */
static Operation ns_operation;
static uint32_t return_frame[8] __attribute__((aligned(8)));

void secure_landing(void);
__attribute__((noreturn)) void leave_handler(uint32_t frame, uint32_t exc_return);
void Reset_Handler(void);

__attribute__((section(".vectors"), used)) const Vector vector_table[VECTOR_COUNT] = {
    [0] = {.stack_top = &__stack_top},
    [1] = {.handler = Reset_Handler},
    [2 ... 7] = {.handler = Fault_Handler},
    [11] = {.handler = Event_Handler},
    [12] = {.handler = Fault_Handler},
    [14 ... VECTOR_COUNT - 1] = {.handler = Event_Handler},
};

static void clear_status(void)
{
    CFSR = 0xFFFFFFFFu;
    HFSR = 0xFFFFFFFFu;
    SFSR = 0xFFFFFFFFu;
    OF_NS(CFSR) = 0xFFFFFFFFu;
}

void sau_region(uint32_t number, uint32_t base, uint32_t limit, uint32_t flags)
{
    SAU_RNR = number;
    SAU_RBAR = base;
    SAU_RLAR = (limit & ~31u) | flags;
}

/** Whose memory is whose, as the cases find it. */
static void attribute_memory(void)
{
    static const uint32_t bases[] = {0x00200000, 0x28200000, 0x40000000, 0x10010000};
    static const uint32_t limits[] = {0x002FFFFF, 0x283FFFFF, 0x4FFFFFFF, 0x10010FFF};
    for (uint32_t n = 0; n < 4; n++) {
        sau_region(n, bases[n], limits[n], n == 3 ? SAU_CALLABLE : SAU_NON_SECURE);
    }
    for (uint32_t n = 4; n < 8; n++) {
        sau_region(n, 0, 0, 0);
    }
    SAU_CTRL = 1;
    NSCCFG = 1;
    barrier();
}

/** Everything that a case may have changed. `own` is the active bit of the handler that runs, 0 in Thread mode. */
static void settle(uint32_t own)
{
    uint32_t zero = 0;
    attribute_memory();
    __asm volatile("msr primask, %0\n\tmsr basepri, %0\n\tmsr psplim, %0\n\tmsr psp, %0" ::"r"(zero));
    __asm volatile("msr primask_ns, %0\n\tmsr basepri_ns, %0\n\tmsr faultmask_ns, %0" ::"r"(zero));
    __asm volatile("msr msplim_ns, %0\n\tmsr psplim_ns, %0\n\tmsr psp_ns, %0\n\tmsr control_ns, %0" ::"r"(zero));
    __asm volatile("msr msp_ns, %0" ::"r"(WORD(NS_VECTORS)));
    clear_status();
    SHCSR = own | SHCSR_FAULTS | SHCSR_SECUREFAULTENA;
    OF_NS(SHCSR) = SHCSR_FAULTS;
    ICSR = ICSR_PENDSVCLR | ICSR_PENDSTCLR;
    OF_NS(ICSR) = ICSR_PENDSVCLR | ICSR_PENDSTCLR;
    AIRCR = AIRCR_KEY;
    CCR = CCR & ~(1u << 10);
    SHPR1 = 0;
    SHPR2 = 0;
    SHPR3 = 0;
    OF_NS(SHPR1) = 0;
    OF_NS(SHPR2) = 0;
    OF_NS(SHPR3) = 0;
    MPU_CTRL = 0;
    OF_NS(MPU_CTRL) = 0;
    VTOR = 0x10000000u;
    OF_NS(VTOR) = NS_VECTORS;
    CPACR = 0xFu << 20;
    OF_NS(CPACR) = 0xFu << 20;
    NSACR = 3u << 10;
    FPCCR = 0xC0000004u;
    OF_NS(FPCCR) = 0x80000000u;
    in_handler = 0;
    return_by = 0;
    barrier();
}

/** After a fault: a frame that leads to `secure_landing`. */
RECOVERY uint64_t recover(void)
{
    static const uint32_t active_bit[16] = {[3] = 1u << 2, [4] = 1u << 0, [5] = 1u << 1, [6] = 1u << 3, [7] = 1u << 4};
    /* The report reads frames in Non-secure memory, which has to be that again. */
    attribute_memory();
    report();
    settle(active_bit[snapshot.xpsr & 0xF]);
    uint32_t zero = 0;
    __asm volatile("msr control, %0\n\tisb" ::"r"(zero));
    for (uint32_t n = 0; n < 6; n++) {
        return_frame[n] = 0;
    }
    return_frame[6] = (uint32_t)secure_landing & ~1u;
    return_frame[7] = 0x01000000u;
    return ((uint64_t)0xFFFFFFF9u << 32) | (uint32_t)return_frame;
}

void abandon(void)
{
    say("  S gives up\n");
    snapshot.xpsr = 0;
    settle(0);
    OF_NS(SHCSR) = OF_NS(SHCSR) | 2;
    for (uint32_t n = 0; n < 6; n++) {
        return_frame[n] = 0;
    }
    return_frame[6] = (uint32_t)secure_landing & ~1u;
    return_frame[7] = 0x01000000u;
    leave_handler((uint32_t)return_frame, 0xFFFFFFF9u);
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
    if (in_handler) {
        void (*function)(void) = in_handler;
        in_handler = 0;
        function();
        say("  S handler %d ends\n", exception);
    }
    uint32_t value = return_by;
    return_by = 0;
    return value;
}

uint32_t probed(void (*probe)(struct Registers *, uint32_t, uint32_t), uint32_t a, uint32_t b)
{
    struct Registers registers;
    pattern(&registers, 0xA0);
    probe(&registers, a, b);
    say("  S goes on:");
    say_registers(&registers);
    return registers.r[1];
}

typedef uint32_t __attribute__((cmse_nonsecure_call)) (*NonSecureOperation)(uint32_t, uint32_t, uint32_t);

void tail_call(void)
{
    Operation function = *(Operation *)(NS_VECTORS + 4 * NS_TAIL_CALL);
    NonSecureOperation call = (NonSecureOperation)cmse_nsfptr_create(function);
    say("  NS gives %x\n", call(1, 2, 3));
}

uint32_t ns(enum operation operation, uint32_t a, uint32_t b)
{
    NonSecureOperation call = (NonSecureOperation)cmse_nsfptr_create(ns_operation);
    uint32_t result = call(operation, a, b);
    say("  NS gives %x\n", result);
    return result;
}

void ns_returns_by(uint32_t value)
{
    ns(NS_NEXT_RETURN, value, 0);
}

void run_case(const char *name, void (*function)(void))
{
    say("%s\n", name);
    if (!attempt(function)) {
        say("  given up\n");
    }
    settle(0);
}

/** Blocks from half `from_half` (of 2) to the end belong to Non-secure code. */
static void mpc_blocks(uint32_t n, uint32_t from_half)
{
    MPC_CTRL(n) = 0;
    uint32_t words = MPC_BLK_MAX(n) + 1;
    for (uint32_t word = from_half * words / 2; word < words; word++) {
        MPC_BLK_IDX(n) = word;
        MPC_BLK_LUT(n) = 0xFFFFFFFFu;
    }
}

static void open_controllers(void)
{
    mpc_blocks(0, 1);
    mpc_blocks(2, 0);
    APBNSPPCEXP1 = 1u << 5;
}

void Reset_Handler(void)
{
    initialise_memory();
    open_controllers();
    settle(0);
    ns_operation = *(Operation *)(NS_VECTORS + 4 * NS_DISPATCH);
    say("SAU_TYPE=%x SAU_CTRL=%x MPU_TYPE=%x MPU_TYPE_NS=%x AIRCR=%x AIRCR_NS=%x\n", SAU_TYPE, SAU_CTRL, MPU_TYPE,
        OF_NS(MPU_TYPE), AIRCR, OF_NS(AIRCR));
    ns(NS_INITIALISE, 0, 0);
    settle(0);
    legal_cases();
    float_cases();
    illegal_cases();
    forged_cases();
    attribution_cases();
    /* Last, as a debugger stops at the first one. */
    illegal_escalations();
    forged_escalations();
    attribution_escalations();
    say("end\n");
    leave();
}
