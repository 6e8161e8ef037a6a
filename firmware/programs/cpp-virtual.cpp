// Virtual calls: overriding, multiple and virtual inheritance, destructors through a base, member pointers.
#include <cstdio>

namespace {

class Shape {
public:
    virtual ~Shape() { std::printf("~Shape\n"); }
    virtual const char *name() const = 0;
    virtual int area() const = 0;
    int doubled() const { return 2 * area(); }
};

class Printable {
public:
    virtual ~Printable() = default;
    virtual void print() const = 0;
};

class Rectangle : public Shape, public Printable {
public:
    Rectangle(int width, int height) : width_(width), height_(height) {}
    ~Rectangle() override { std::printf("~Rectangle %s\n", name()); }
    const char *name() const override { return "rectangle"; }
    int area() const override { return width_ * height_; }
    void print() const override { std::printf("%s %dx%d\n", name(), width_, height_); }

protected:
    int width_, height_;
};

class Square final : public Rectangle {
public:
    explicit Square(int side) : Rectangle(side, side) {}
    const char *name() const override { return "square"; }
};

struct Device {
    int id = 5;
    virtual ~Device() = default;
    virtual int kind() const { return 0; }
};
struct Input : virtual Device {
    int kind() const override { return 1; }
};
struct Output : virtual Device {
    int level = 9;
};
struct Terminal : Input, Output {
    int kind() const override { return Input::kind() + 2; }
};

} // namespace

int main()
{
    Shape *const shapes[] = {new Rectangle(3, 4), new Square(5)};
    for (const Shape *shape : shapes) {
        std::printf("%s area %d doubled %d\n", shape->name(), shape->area(), shape->doubled());
    }
    const Square square(6);
    const Printable &printable = square;
    printable.print();

    int (Shape::*const member)() const = &Shape::area;
    std::printf("through a member pointer: %d\n", (shapes[1]->*member)());
    for (Shape *shape : shapes) {
        delete shape;
    }
    Terminal terminal;
    terminal.id++;
    Device &device = terminal;
    std::printf("device %d kind %d level %d\n", device.id, device.kind(), terminal.level);
    return 0;
}
