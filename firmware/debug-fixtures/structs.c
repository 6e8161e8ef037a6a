/* Structures: nested, anonymous, packed, self-referring, by value in and out. */
#include <stdint.h>

#include "fixture.h"

typedef struct {
    int x, y;
} Point;

typedef struct {
    Point corner;
    struct {
        uint16_t width, height;
    } size;
    const char *label;
} Box;

struct __attribute__((packed)) Packet {
    uint8_t kind;
    uint32_t length;
    uint16_t check;
    uint8_t payload[5];
};

typedef struct Node {
    int value;
    struct Node *next;
} Node;

struct Opaque;

static Box screen = {{-10, 20}, {320, 240}, "screen"};
static const struct Packet packet = {7, 0x01020304, 0xBEEF, {1, 2, 3, 4, 5}};
static Node nodes[3] = {{10, &nodes[1]}, {20, &nodes[2]}, {30, 0}};
static struct Opaque *unknown;

static Point moved(Point point, int by)
{
    point.x += by;
    point.y -= by;
    checkpoint(1);
    return point;
}

static Box grown(Box box, unsigned by)
{
    box.size.width += by;
    box.size.height += by;
    checkpoint(2);
    return box;
}

static int sum_of_list(const Node *node)
{
    int sum = 0;
    for (; node != 0; node = node->next) {
        sum += node->value;
        checkpoint(3);
    }
    return sum;
}

int main(void)
{
    const Point point = moved(screen.corner, 5);
    const Box box = grown(screen, 16);
    const Box *const pointer = &box;
    result += point.x + point.y;
    result += pointer->size.width;
    result += (int)packet.length + packet.payload[4];
    result += sum_of_list(nodes) + (unknown != 0);
    checkpoint(4);
    return 0;
}
