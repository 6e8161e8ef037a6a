/*
 * UART0 of the LM3S6965: Arm's PL011 (DDI 0183).
 * On silicon, gate its clock on (RCGC1.UART0) and route GPIO A's pins 0 and 1 first; emulated boards need neither.
 */
#include "console.h"
#include "cortex-m.h"

#define UART0 0x4000C000u
#define UARTDR REGISTER(UART0 + 0x00)
#define UARTFR REGISTER(UART0 + 0x18)
#define UARTIBRD REGISTER(UART0 + 0x24)
#define UARTFBRD REGISTER(UART0 + 0x28)
#define UARTLCR_H REGISTER(UART0 + 0x2C)
#define UARTCR REGISTER(UART0 + 0x30)

#define FR_TXFF (1u << 5)
#define LCR_H_FIFO_8_BITS 0x70u
#define CR_UARTEN_TXE_RXE 0x301u

void console_open(void)
{
    UARTCR = 0;
    UARTIBRD = 6; /* 12 MHz / (16 * 115200) = 6 + 33/64 */
    UARTFBRD = 33;
    UARTLCR_H = LCR_H_FIFO_8_BITS;
    UARTCR = CR_UARTEN_TXE_RXE;
}

void console_put(char character)
{
    while ((UARTFR & FR_TXFF) != 0u) {
    }
    UARTDR = (uint8_t)character;
}
