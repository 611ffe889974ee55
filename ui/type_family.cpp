#include "ui/type_family.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace flow::ui {
namespace {

struct Word {
    std::string_view part;
    int value;
};

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

template <std::size_t N>
int first_match(std::string_view text, const std::array<Word, N>& words, int otherwise) {
    for (const Word& word : words) {
        if (text.find(word.part) != std::string_view::npos) return word.value;
    }
    return otherwise;
}

constexpr int family(Family value) { return static_cast<int>(value); }
constexpr int category(Category value) { return static_cast<int>(value); }

// The first part found decides: "list[dict]" is a table although it is a list.
constexpr std::array kFamilyWords = {
    Word{"dataframe", family(Family::table)},    Word{"table", family(Family::table)},       Word{"list[dict", family(Family::table)},
    Word{"records", family(Family::table)},      Word{"rows", family(Family::table)},        Word{"figure", family(Family::picture)},
    Word{"chart", family(Family::picture)},      Word{"image", family(Family::picture)},     Word{"axes", family(Family::picture)},
    Word{"list", family(Family::collection)},    Word{"dict", family(Family::collection)},   Word{"tuple", family(Family::collection)},
    Word{"set[", family(Family::collection)},    Word{"iter", family(Family::collection)},   Word{"sequence", family(Family::collection)},
    Word{"mapping", family(Family::collection)}, Word{"series", family(Family::collection)}, Word{"array", family(Family::collection)},
    Word{"bool", family(Family::truth)},         Word{"int", family(Family::number)},        Word{"float", family(Family::number)},
    Word{"number", family(Family::number)},      Word{"decimal", family(Family::number)},    Word{"complex", family(Family::number)},
    Word{"str", family(Family::text)},           Word{"text", family(Family::text)},         Word{"column", family(Family::text)},
    Word{"file", family(Family::text)},          Word{"path", family(Family::text)},         Word{"bytes", family(Family::text)},
    Word{"model", family(Family::model)},        Word{"estimator", family(Family::model)},
};

constexpr std::array kCategoryWords = {
    Word{"read", category(Category::source)},    Word{"load", category(Category::source)},     Word{"fetch", category(Category::source)},
    Word{"literal", category(Category::source)}, Word{"input", category(Category::source)},    Word{"source", category(Category::source)},
    Word{"file", category(Category::source)},    Word{"write", category(Category::sink)},      Word{"save", category(Category::sink)},
    Word{"output", category(Category::sink)},    Word{"download", category(Category::sink)},   Word{"chart", category(Category::chart)},
    Word{"plot", category(Category::chart)},     Word{"visual", category(Category::chart)},    Word{"sql", category(Category::query)},
    Word{"query", category(Category::query)},    Word{"join", category(Category::combine)},    Word{"merge", category(Category::combine)},
    Word{"concat", category(Category::combine)}, Word{"combine", category(Category::combine)}, Word{"rows", category(Category::rows)},
    Word{"column", category(Category::columns)}, Word{"stat", category(Category::number)},     Word{"describe", category(Category::number)},
    Word{"math", category(Category::number)},    Word{"text", category(Category::text)},
};

}  // namespace

Family family_of(std::string_view annotation) {
    const std::string text = lowered(annotation);
    if (text == "any" || text == "object") return Family::any;
    return static_cast<Family>(first_match(text, kFamilyWords, family(Family::any)));
}

Category category_of(std::string_view type, std::string_view group) {
    if (type == "python") return Category::python;
    const int by_type = first_match(lowered(type), kCategoryWords, -1);
    if (by_type >= 0) return static_cast<Category>(by_type);
    return static_cast<Category>(first_match(lowered(group), kCategoryWords, category(Category::table)));
}

}  // namespace flow::ui
