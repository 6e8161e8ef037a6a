// Static objects: constructed in order before main, with priorities, inside functions, and destroyed after main.
#include <cstdio>

namespace {

class Announcer {
public:
    explicit Announcer(const char *name) : name_(name) { std::printf("construct %s\n", name_); }
    ~Announcer() { std::printf("destroy %s\n", name_); }
    const char *name() const { return name_; }

private:
    const char *name_;
};

int next_serial()
{
    static int serial = 100;
    return ++serial;
}

Announcer first("first");
Announcer second("second");
__attribute__((init_priority(200))) Announcer early("early");
const int serial = next_serial();
int table[4] = {next_serial(), next_serial(), 7, next_serial()};

__attribute__((constructor)) void before_main()
{
    std::printf("constructor function\n");
}

Announcer &lazy()
{
    static Announcer object("lazy");
    return object;
}

} // namespace

int main()
{
    std::printf("main, serial %d, table %d %d %d %d\n", serial, table[0], table[1], table[2], table[3]);
    std::printf("using %s\n", lazy().name());
    std::printf("using %s\n", lazy().name());
    {
        Announcer local("local");
    }
    return 0;
}
