#include "runtime/graph/widget.h"

#include <gtest/gtest.h>

#include "runtime/graph/rules.h"

namespace flow {
namespace {

/// The setting of `def f(x<declaration>)`, as in ": int = 3".
Setting setting(const std::string& declaration) {
    const auto signature = read_signature("def f(x" + declaration + "): pass\n");
    EXPECT_TRUE(signature) << declaration;
    return signature ? signature->settings.at(0) : Setting{};
}

WidgetSpec spec(const std::string& declaration) { return widget_of(setting(declaration)); }

std::string coerced(const std::string& declaration, const JsonText& value) {
    const Result<JsonText> result = coerce(setting(declaration), value);
    return result ? *result : result.error().sentence.key;
}

TEST(Widget, FollowsTheAnnotation) {
    const std::pair<const char*, WidgetKind> cases[] = {{": bool = True", WidgetKind::toggle},
                                                        {": int = 1", WidgetKind::integer},
                                                        {": float = 1", WidgetKind::number},
                                                        {": str = ''", WidgetKind::text},
                                                        {": Text = ''", WidgetKind::multiline},
                                                        {": Column = ''", WidgetKind::column},
                                                        {": File = ''", WidgetKind::file},
                                                        {": Secret = ''", WidgetKind::secret},
                                                        {": 'int' = 1", WidgetKind::integer},
                                                        {": builtins.int = 1", WidgetKind::integer},
                                                        {": (int) = 1", WidgetKind::integer},
                                                        {": int = 2 * 3", WidgetKind::integer},
                                                        {": list[str] = ['a']", WidgetKind::expression},
                                                        {": int | str = 1", WidgetKind::expression},
                                                        {": int | float = 1", WidgetKind::number},
                                                        {": Literal['a', 'b'] = 'a'", WidgetKind::choice},
                                                        {": typing.Literal[1, 2] = 1", WidgetKind::choice},
                                                        {": Annotated[str, 'a note'] = ''", WidgetKind::text},
                                                        {": Any = 1", WidgetKind::integer}};
    for (const auto& [declaration, kind] : cases) EXPECT_EQ(spec(declaration).kind, kind) << declaration;
}

TEST(Widget, WithoutAnAnnotationTheDefaultDecides) {
    const std::pair<const char*, WidgetKind> cases[] = {
        {"=True", WidgetKind::toggle},       {"=1", WidgetKind::integer},       {"=1.0", WidgetKind::number},     {"='a'", WidgetKind::text},
        {"='a\\nb'", WidgetKind::multiline}, {"=None", WidgetKind::expression}, {"=[1]", WidgetKind::expression}, {"=print", WidgetKind::expression}};
    for (const auto& [declaration, kind] : cases) EXPECT_EQ(spec(declaration).kind, kind) << declaration;
}

TEST(Widget, OptionalMayBeNull) {
    for (const char* declaration :
         {": int | None = 1", ": None | int = 1", ": Optional[int] = 1", ": Union[int, None] = 1", ": int = None", ": Annotated[int | None, 'x'] = 1"}) {
        EXPECT_TRUE(spec(declaration).is_optional) << declaration;
        EXPECT_EQ(spec(declaration).kind, WidgetKind::integer) << declaration;
        EXPECT_EQ(coerced(declaration, "null"), "null") << declaration;
    }
    EXPECT_FALSE(spec(": int = 1").is_optional);
    EXPECT_EQ(coerced(": int = 1", "null"), "graph.setting_integer");
    const WidgetSpec choice = spec(": Literal['a', 'b', None] = 'a'");
    EXPECT_TRUE(choice.is_optional);
    EXPECT_EQ(choice.choices, (std::vector<JsonText>{"\"a\"", "\"b\""}));
}

TEST(Widget, NotesMakeSliders) {
    struct Case {
        const char* declaration;
        double minimum, maximum;
        std::optional<double> step;
    };
    const Case cases[] = {{": Annotated[int, range(0, 10)] = 1", 0, 9, 1},
                          {": Annotated[int, range(5)] = 1", 0, 4, 1},
                          {": Annotated[int, range(0, 10, 3)] = 1", 0, 9, 3},
                          {": Annotated[int, range(1, 10, 3)] = 1", 1, 7, 3},
                          {": Annotated[int, 1, 10] = 1", 1, 10, 1},
                          {": Annotated[float, (0, 1)] = 0.5", 0, 1, std::nullopt},
                          {": Annotated[float, -1.5, 1.5] = 0", -1.5, 1.5, std::nullopt},
                          {": Annotated[float, (0, 1, 0.05)] = 0", 0, 1, 0.05},
                          {": Annotated[float, 'share', (0, 1)] = 0", 0, 1, std::nullopt}};
    for (const Case& item : cases) {
        const WidgetSpec slider = spec(item.declaration);
        EXPECT_EQ(slider.kind, WidgetKind::slider) << item.declaration;
        EXPECT_EQ(slider.minimum, item.minimum) << item.declaration;
        EXPECT_EQ(slider.maximum, item.maximum) << item.declaration;
        EXPECT_EQ(slider.step, item.step) << item.declaration;
    }
    for (const char* declaration : {": Annotated[int, range(0)] = 1", ": Annotated[int, range(10, 0)] = 1", ": Annotated[int, (5, 5)] = 1",
                                    ": Annotated[int, range(n)] = 1", ": Annotated[int, 'x'] = 1"}) {
        EXPECT_EQ(spec(declaration).kind, WidgetKind::integer) << declaration;
    }
}

TEST(Coerce, GivesWhatTheAnnotationWants) {
    EXPECT_EQ(coerced(": float = 1", "1"), "1.0");
    EXPECT_EQ(coerced(": float = 1", "-0"), "-0.0");
    EXPECT_EQ(coerced(": float = 1", "1e3"), "1e3");
    EXPECT_EQ(coerced(": int = 1", "2.0"), "2");
    EXPECT_EQ(coerced(": int = 1", "2.5"), "graph.setting_integer");
    EXPECT_EQ(coerced(": int = 1", "1e400"), "file.number_too_large");
    EXPECT_EQ(coerced(": int = 1", "123456789012345678901234567890"), "123456789012345678901234567890");
    EXPECT_EQ(coerced(": int = 1", "true"), "graph.setting_integer");
    EXPECT_EQ(coerced(": int | float = 1", "1"), "1");
    EXPECT_EQ(coerced(": bool = True", "1"), "graph.setting_toggle");
    EXPECT_EQ(coerced(": bool = True", " false "), "false");
    EXPECT_EQ(coerced(": str = ''", "1"), "graph.setting_text");
    EXPECT_EQ(coerced(": str = ''", "\"\\u3042\""), "\"あ\"");
    EXPECT_EQ(coerced(": Literal['a', 1] = 'a'", "1.0"), "1");
    EXPECT_EQ(coerced(": Literal['a', 1] = 'a'", "\"b\""), "graph.setting_choice");
    EXPECT_EQ(coerced(": Annotated[int, range(0, 10)] = 1", "10"), "graph.setting_range");
    EXPECT_EQ(coerced(": Annotated[float, (0, 1)] = 1", "1"), "1.0");
    EXPECT_EQ(coerced("=[1]", "{\"a\":1}"), "{\"a\": 1}");
    EXPECT_EQ(coerced("=[1]", "[1"), "file.no_json");
}

TEST(Fit, SortsByHowWellHintsSuit) {
    EXPECT_EQ(fit("DataFrame", "DataFrame"), 1);
    EXPECT_EQ(fit("", "int"), fit("int", "Any"));
    EXPECT_GT(fit("int", "float"), fit("", "float"));
    EXPECT_GT(fit("list[dict]", "Table"), fit("", "Table"));
    EXPECT_GT(fit("pd.DataFrame", "DataFrame | None"), 0.5);
    EXPECT_GT(fit("list[str]", "list"), 0.7);
    EXPECT_EQ(fit("int", "str"), 0);
    EXPECT_LT(fit("str", "DataFrame"), fit("", "DataFrame"));
    EXPECT_EQ(fit("Annotated[int, range(3)]", "int"), 1);
    EXPECT_GE(fit("((((", "int"), 0);
}

TEST(OutputAnnotation, IsThatOfTheReturnOrItsPart) {
    const auto one = read_signature("def f(x) -> list[int]: pass");
    EXPECT_EQ(one->output_annotation("result"), "list[int]");
    EXPECT_EQ(one->output_annotation("other"), "");
    const auto two = read_signature("@outputs('a', 'b')\ndef f(x) -> tuple[list[int], dict]: pass");
    EXPECT_EQ(two->output_annotation("a"), "list[int]");
    EXPECT_EQ(two->output_annotation("b"), "dict");
    const auto wrong = read_signature("@outputs('a', 'b')\ndef f(x) -> tuple[int]: pass");
    EXPECT_EQ(wrong->output_annotation("a"), "");
}

}  // namespace
}  // namespace flow
