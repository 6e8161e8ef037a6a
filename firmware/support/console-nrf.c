/* The UART of the nRF51 (nRF51 Series Reference Manual, chapter 29), on the pins of a micro:bit. */
#include "console.h"
#include "cortex-m.h"

#define UART0 0x40002000u
#define UART_STARTTX REGISTER(UART0 + 0x008)
#define UART_TXDRDY REGISTER(UART0 + 0x11C)
#define UART_ENABLE REGISTER(UART0 + 0x500)
#define UART_PSELTXD REGISTER(UART0 + 0x50C)
#define UART_TXD REGISTER(UART0 + 0x51C)
#define UART_BAUDRATE REGISTER(UART0 + 0x524)

#define ENABLE_UART 4u
#define BAUD_115200 0x01D7E000u
#define USB_TXD_PIN 24u

void console_open(void)
{
    UART_PSELTXD = USB_TXD_PIN;
    UART_BAUDRATE = BAUD_115200;
    UART_ENABLE = ENABLE_UART;
    UART_STARTTX = 1;
}

void console_put(char character)
{
    UART_TXDRDY = 0;
    UART_TXD = (uint8_t)character;
    while (UART_TXDRDY == 0u) {
    }
}
