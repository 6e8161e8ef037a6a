/* Recursion: straight, double, mutual, and over a tree; deep enough for a call stack worth looking at. */
#include "fixture.h"

typedef struct Tree {
    int key;
    const struct Tree *left, *right;
} Tree;

static const Tree leaves[4] = {{1, 0, 0}, {3, 0, 0}, {5, 0, 0}, {7, 0, 0}};
static const Tree branches[2] = {{2, &leaves[0], &leaves[1]}, {6, &leaves[2], &leaves[3]}};
static const Tree root = {4, &branches[0], &branches[1]};

__attribute__((noinline)) static int factorial(int n)
{
    if (n <= 1) {
        checkpoint(1);
        return 1;
    }
    const int below = factorial(n - 1);
    return n * below;
}

__attribute__((noinline)) static int fibonacci(int n)
{
    if (n < 2) {
        checkpoint(2);
        return n;
    }
    return fibonacci(n - 1) + fibonacci(n - 2);
}

static int is_odd(int n);

__attribute__((noinline)) static int is_even(int n)
{
    checkpoint(3);
    return n == 0 ? 1 : !!is_odd(n - 1);
}

__attribute__((noinline)) static int is_odd(int n)
{
    checkpoint(4);
    return n == 0 ? 0 : !!is_even(n - 1);
}

__attribute__((noinline)) static int depth_of(const Tree *tree, int key, int depth)
{
    if (tree->key == key) {
        checkpoint(5);
        return depth;
    }
    const Tree *const side = key < tree->key ? tree->left : tree->right;
    const int found = depth_of(side, key, depth + 1);
    checkpoint(6);
    return found;
}

int main(void)
{
    result += factorial(6);
    result += fibonacci(7);
    result += is_even(4);
    result += depth_of(&root, 5, 0);
    checkpoint(7);
    return 0;
}
