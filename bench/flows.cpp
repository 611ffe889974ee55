#include "bench/flows.h"

#include <algorithm>
#include <cstdint>
#include <random>

namespace flow::bench {

Pairs links_of(std::string_view shape, std::size_t nodes) {
    std::mt19937 random(7);
    const auto below = [&random](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
    Pairs pairs;
    pairs.reserve(2 * nodes);
    for (std::size_t to = 1; to < nodes; ++to) {
        std::size_t first = 0;
        std::size_t count = to;  // of those to choose from
        if (shape == "layered" || shape == "wide") {
            const std::size_t row = shape == "wide" ? (nodes + 2) / 3 : std::min<std::size_t>(100, nodes);
            if (to < row) continue;
            first = (to / row - 1) * row;
            count = row;
        } else if (shape == "deep") {
            first = to < 10 ? 0 : to - 10;
            count = to - first;
        }
        const std::size_t one = shape == "deep" ? to - 1 : first + below(count);
        pairs.emplace_back(one, to);
        if (count < 2) continue;
        std::size_t other = first + below(count - 1);
        if (other >= one) ++other;
        if (other < to) pairs.emplace_back(other, to);
    }
    return pairs;
}

std::string source_of(std::size_t number, std::string_view variant) {
    const std::string digits = std::to_string(number);
    std::string source = "def step_" + digits + "(*values, scale: float = 1.5, label: str = \"step\"):\n    total = " + digits + "\n";
    source +=
        "    for value in values:\n"
        "        total += value\n"
        "    if total > 1000000:\n"
        "        total %= 1000003\n"
        "    rest = total\n"
        "    while rest > 1000:\n"
        "        rest //= 7\n";
    source += "    total += rest" + std::string(variant) + "\n    return total\n";
    return source;
}

std::string flow_text(std::size_t nodes, const Pairs& links) {
    const auto in_json = [](const std::string& text) {
        std::string quoted = "\"";
        for (const char c : text) {
            if (c == '\n') {
                quoted += "\\n";
            } else {
                if (c == '"' || c == '\\') quoted += '\\';
                quoted += c;
            }
        }
        return quoted + "\"";
    };
    const auto name = [](std::size_t number) { return "n" + std::to_string(number); };
    std::string text = R"({"format": "pythonflows", "version": 1, "title": "bench", "nodes": [)";
    for (std::size_t at = 0; at < nodes; ++at) {
        text += std::string(at == 0 ? "" : ",") + "\n{\"id\": \"" + name(at) + R"(", "type": "python", "source": )" + in_json(source_of(at)) +
                ", \"params\": {\"scale\": " + std::to_string(at % 10) + ".25}}";
    }
    text += "],\n\"links\": [";
    for (std::size_t at = 0; at < links.size(); ++at) {
        text += std::string(at == 0 ? "" : ",") + "\n{\"from\": \"" + name(links[at].first) + R"(.result", "to": ")" + name(links[at].second) + ".values\"}";
    }
    text += "],\n\"view\": {\"nodes\": {";
    for (std::size_t at = 0; at < nodes; ++at) {
        text += std::string(at == 0 ? "" : ",") + "\n\"" + name(at) + "\": {\"x\": " + std::to_string(at % 100 * 270) +
                ", \"y\": " + std::to_string(at / 100 * 200) + "}";
    }
    return text + "}}}\n";
}

}  // namespace flow::bench
