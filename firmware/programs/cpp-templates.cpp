// Templates and lambdas: own containers, variadics, compile-time tables, std::sort and its relatives, std::array.
#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <utility>

namespace {

template <typename T, std::size_t Capacity>
class RingBuffer {
public:
    bool push(T value)
    {
        if (count_ == Capacity) {
            return false;
        }
        values_[(first_ + count_++) % Capacity] = value;
        return true;
    }
    T pop()
    {
        const T value = values_[first_];
        first_ = (first_ + 1) % Capacity;
        count_--;
        return value;
    }
    std::size_t size() const { return count_; }

private:
    std::array<T, Capacity> values_{};
    std::size_t first_ = 0, count_ = 0;
};

template <typename... Numbers>
constexpr auto sum(Numbers... numbers)
{
    return (numbers + ... + 0);
}

template <unsigned N>
struct Factorial {
    static constexpr unsigned value = N * Factorial<N - 1>::value;
};
template <>
struct Factorial<0> {
    static constexpr unsigned value = 1;
};

constexpr auto squares = [] {
    std::array<int, 10> table{};
    for (int i = 0; i < 10; i++) {
        table[i] = i * i;
    }
    return table;
}();

struct Point {
    int x, y;
};

} // namespace

int main()
{
    RingBuffer<int, 4> ring;
    int refused = 0;
    for (int i = 0; i < 6; i++) {
        refused += ring.push(i * 11) ? 0 : 1;
    }
    const int popped = ring.pop();
    ring.push(99);
    std::printf("ring: refused %d, popped %d, size %u\n", refused, popped, static_cast<unsigned>(ring.size()));
    std::printf("sum %d, factorial %u, square %d\n", sum(1, 2, 3, 4), Factorial<10>::value, squares[7]);

    std::array<Point, 50> points{};
    unsigned state = 7;
    for (Point &point : points) {
        state = state * 1664525u + 1013904223u;
        point = Point{static_cast<int>(state >> 24) % 20, static_cast<int>(state >> 16 & 0xFF)};
    }
    std::sort(points.begin(), points.end(),
              [](const Point &a, const Point &b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); });
    const bool sorted = std::is_sorted(points.begin(), points.end(), [](auto &a, auto &b) { return a.x < b.x; });
    std::printf("sorted %d, first %d/%d, last %d/%d\n", sorted, points.front().x, points.front().y, points.back().x,
                points.back().y);

    std::array<int, 30> numbers{};
    std::iota(numbers.begin(), numbers.end(), 1);
    std::rotate(numbers.begin(), numbers.begin() + 7, numbers.end());
    const auto middle = std::stable_partition(numbers.begin(), numbers.end(), [](int n) { return n % 3 == 0; });
    std::printf("front %d, multiples of three %d, total %d\n", numbers.front(), static_cast<int>(middle - numbers.begin()),
                std::accumulate(numbers.begin(), numbers.end(), 0));
    const auto found = std::lower_bound(squares.begin(), squares.end(), 50);
    std::printf("lower bound of 50: %d\n", *found);
    std::nth_element(numbers.begin(), numbers.begin() + 15, numbers.end());
    std::printf("sixteenth: %d\n", numbers[15]);
    return 0;
}
