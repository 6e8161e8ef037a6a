// Templates, lambdas with captures, nested types, using-declarations, move and return by hidden pointer.
#include <cstddef>
#include <cstdint>

#include "fixture.h"

namespace math {

template <typename T, std::size_t N>
struct Vector {
    using Value = T;
    T values[N];

    T &operator[](std::size_t index) { return values[index]; }
    const T &operator[](std::size_t index) const { return values[index]; }
};

template <typename T, std::size_t N>
Vector<T, N> operator+(const Vector<T, N> &left, const Vector<T, N> &right)
{
    Vector<T, N> sum{};
    for (std::size_t i = 0; i < N; i++) {
        sum[i] = static_cast<T>(left[i] + right[i]);
    }
    checkpoint(1);
    return sum;
}

template <typename T>
constexpr T largest(T value)
{
    return value;
}
template <typename T, typename... Rest>
constexpr T largest(T first, Rest... rest)
{
    const T other = largest(static_cast<T>(rest)...);
    return first > other ? first : other;
}

} // namespace math

template <typename Function>
static int apply(Function function, int times)
{
    int total = 0;
    for (int i = 0; i < times; i++) {
        total += function(i);
    }
    return total;
}

class Owner {
public:
    explicit Owner(int *slot) : slot_(slot) { *slot_ += 1; }
    Owner(Owner &&other) : slot_(other.slot_) { other.slot_ = nullptr; }
    ~Owner()
    {
        if (slot_ != nullptr) {
            *slot_ -= 1;
        }
    }

private:
    int *slot_;
};

static Owner make_owner(int &slot)
{
    Owner owner(&slot);
    checkpoint(2);
    return owner;
}

int main()
{
    using math::Vector;
    const Vector<std::int16_t, 3> a{{1, 2, 3}}, b{{10, 20, 30}};
    const auto sum = a + b;
    const Vector<double, 2> reals = Vector<double, 2>{{0.5, 1.5}} + Vector<double, 2>{{1.0, 1.0}};
    int owners = 0;
    {
        Owner owner = make_owner(owners);
        int base = 7;
        const auto by_copy = [base, &owners](int i) {
            checkpoint(3);
            return base * i + owners;
        };
        result = result + apply(by_copy, 3);
    }
    result = result + sum[2] + static_cast<int>(reals[1]) + math::largest(3, 9, 4) + owners;
    checkpoint(4);
    return 0;
}
