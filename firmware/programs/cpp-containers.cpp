// std::string, std::vector, std::map, std::unique_ptr and std::function on the heap.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

std::vector<std::string> split(const std::string &text, char separator)
{
    std::vector<std::string> parts;
    std::string::size_type start = 0;
    for (;;) {
        const auto end = text.find(separator, start);
        parts.push_back(text.substr(start, end - start));
        if (end == std::string::npos) {
            return parts;
        }
        start = end + 1;
    }
}

struct Node {
    explicit Node(int value) : value(value) {}
    int value;
    std::unique_ptr<Node> next;
};

} // namespace

int main()
{
    std::string text = "small";
    text += " strings grow onto the heap when they have to";
    text.replace(0, 5, "short");
    std::printf("%s (%u)\n", text.c_str(), static_cast<unsigned>(text.size()));

    auto words = split("pear,apple,fig,quince,apple,fig,apple", ',');
    std::sort(words.begin(), words.end());
    std::map<std::string, int> counts;
    for (const std::string &word : words) {
        counts[word]++;
    }
    for (const auto &[word, count] : counts) {
        std::printf("%s %d\n", word.c_str(), count);
    }
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::printf("distinct %u\n", static_cast<unsigned>(words.size()));

    std::vector<std::vector<int>> triangle;
    for (int row = 0; row < 10; row++) {
        std::vector<int> line(static_cast<std::size_t>(row) + 1, 1);
        for (int i = 1; i < row; i++) {
            line[i] = triangle[row - 1][i - 1] + triangle[row - 1][i];
        }
        triangle.push_back(std::move(line));
    }
    std::printf("middle of the last row: %d\n", triangle.back()[5]);

    std::unique_ptr<Node> list;
    for (int value = 1; value <= 4; value++) {
        auto node = std::make_unique<Node>(value * value);
        node->next = std::move(list);
        list = std::move(node);
    }
    for (const Node *node = list.get(); node != nullptr; node = node->next.get()) {
        std::printf("node %d\n", node->value);
    }
    int total = 0;
    const std::vector<std::function<void(int)>> steps = {[&](int n) { total += n; }, [&](int n) { total *= n; }};
    for (int n = 1; n <= 4; n++) {
        for (const auto &step : steps) {
            step(n);
        }
    }
    std::printf("total %d, number %s\n", total, std::to_string(total * 3).c_str());
    return 0;
}
