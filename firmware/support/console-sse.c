/* UART0 of the MPS2 images AN505 and AN521 at its Non-secure address: Arm's CMSDK APB UART (DDI 0479, 4.3). */
#include "console.h"
#include "cortex-m.h"

#define UART0 0x40200000u
#define UART_DATA REGISTER(UART0 + 0x0)
#define UART_STATE REGISTER(UART0 + 0x4)
#define UART_CTRL REGISTER(UART0 + 0x8)
#define UART_BAUDDIV REGISTER(UART0 + 0x10)

#define STATE_TX_FULL (1u << 0)
#define CTRL_TX_ENABLE (1u << 0)

/* 20 MHz / 115200; the unit sends nothing with a divider below 16. */
#define BAUD_DIVIDER 173u

void console_open(void)
{
    UART_BAUDDIV = BAUD_DIVIDER;
    UART_CTRL = CTRL_TX_ENABLE;
}

void console_put(char character)
{
    while ((UART_STATE & STATE_TX_FULL) != 0u) {
    }
    UART_DATA = (uint8_t)character;
}
