// Classes: inheritance, virtual functions, static members, references, overloads, namespaces, constructors.
#include <cstdint>

#include "fixture.h"

namespace plant {

enum class Season : std::uint8_t { spring, summer, autumn = 7, winter };

class Living {
public:
    explicit Living(int age) : age_(age) { population++; }
    virtual ~Living() { population--; }
    virtual int height() const { return age_ * 2; }
    int age() const { return age_; }
    static int population;

protected:
    int age_;
};
int Living::population = 0;

class Rooted {
public:
    virtual int depth() const = 0;

protected:
    int roots_ = 4;
};

class Tree : public Living, public Rooted {
public:
    Tree(int age, int branches) : Living(age), branches_(branches) {}
    int height() const override
    {
        checkpoint(1);
        return Living::height() + branches_;
    }
    int depth() const override
    {
        checkpoint(2);
        return roots_ * age_;
    }
    void grow(int years) { age_ += years; }
    void grow(Season season)
    {
        last_ = season;
        age_ += season == Season::summer ? 1 : 0;
        checkpoint(3);
    }
    Tree &operator+=(int branches)
    {
        branches_ += branches;
        return *this;
    }

private:
    int branches_;
    Season last_ = Season::winter;
};

namespace {
Tree oldest(300, 40);
}

} // namespace plant

static int measure(const plant::Living &living, plant::Rooted *rooted)
{
    const int total = living.height() + rooted->depth();
    checkpoint(4);
    return total;
}

int main()
{
    plant::Tree tree(10, 3);
    plant::Tree &alias = tree;
    alias.grow(2);
    alias.grow(plant::Season::summer);
    alias += 5;
    result = result + measure(alias, &tree);
    result = result + measure(plant::oldest, &plant::oldest);
    result = result + plant::Living::population;
    checkpoint(5);
    return 0;
}
