/*
 * Demo: a recursion without end on a guarded process stack, with a system call at every level. A level needs less
 * stack than exception entry does, so it is the pushing of a frame for SVC that meets the guard first.
 * Expected end: MemManage, CFSR.MSTKERR, no MMFAR, and no frame to trust; the handler runs on the main stack.
 */
#include <stdint.h>

#include "console.h"
#include "cortex-m.h"
#include "worker_stack.h"

/* A tree of menus, as a user interface may have it. */
typedef struct Menu {
    const char *title;
    const struct Menu *first_child;
    const struct Menu *next_sibling;
} Menu;

static Menu sound = {"sound", 0, 0};
static Menu display = {"display", 0, &sound};
static Menu settings = {"settings", &display, 0};
static Menu top = {"top", &settings, 0};

static volatile uint32_t visited;

/* The system call: counts menus. Runs on the main stack, but its frame goes onto the process stack. */
void SVC_Handler(void)
{
    visited = visited + 1;
}

static inline void system_visited(void)
{
    __asm volatile("svc 0" ::: "memory");
}

__attribute__((noinline)) static uint32_t count_menus(const Menu *menu)
{
    if (menu == 0) {
        return 0;
    }
    system_visited();
    return 1 + count_menus(menu->first_child) + count_menus(menu->next_sibling);
}

static void report(const char *what, uint32_t count)
{
    console_text(what);
    console_text(": ");
    console_decimal(count);
    console_text(" menus\n");
}

/* Runs on the worker stack. */
static void worker(void)
{
    report("as designed", count_menus(&top));

    /* The bug: "back to settings" was entered as a child, and the tree is a tree no more. */
    sound.first_child = &settings;
    report("with a way back", count_menus(&top));
}

int main(void)
{
    console_open();
    /* SVCall below MemManage, so that a fault of its stacking is taken at once and on its own. */
    SCB_SHPR2 = 0x80u << 24;
    guard_worker_stack();
    run_on_worker_stack(worker);
    return 0;
}
