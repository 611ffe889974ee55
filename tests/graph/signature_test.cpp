// What the corpus does not say: positions, texts, the reader's own bounds.
#include "runtime/graph/signature.h"

#include <gtest/gtest.h>

#include "runtime/base/limits.h"
#include "runtime/graph/docstring.h"
#include "runtime/graph/names.h"
#include "runtime/graph/python_literal.h"

namespace flow {
namespace {

std::string problem(const std::string& source) {
    const auto read = read_signature(source);
    if (read) return "";
    return read.error().sentence.key + " " + std::to_string(read.error().line) + ":" + std::to_string(read.error().column);
}

std::string literal(const std::string& text) {
    const auto tokens = python_tokens(text);
    if (!tokens) return "no tokens";
    return python_literal(Tokens(*tokens).first(tokens->size() - 2)).value_or("none");
}

TEST(Signature, SaysWhereASourceIsNoNode) {
    const std::pair<const char*, const char*> cases[] = {{"", "signature.no_function 1:1"},
                                                         {"x = 1\n", "signature.no_function 1:1"},
                                                         {"if True:\n    def f(): pass\n", "signature.no_function 1:1"},
                                                         {"def f(a, **all): pass", "signature.keywords 1:12"},
                                                         {"def f(表, **残り): pass", "signature.keywords 1:12"},
                                                         {"def f(\n  a,\n  a): pass", "signature.parameter_twice 3:3"},
                                                         {"def f(a=1, b): pass", "signature.default_order 1:12"},
                                                         {"def f(a", "signature.bracket_open 1:6"},
                                                         {"def f(a]): pass", "signature.bracket_mismatch 1:8"},
                                                         {"def f(a)): pass", "signature.bracket_unmatched 1:9"},
                                                         {"def f(a):\nreturn a\n", "signature.expected_indent 2:1"},
                                                         {"def f(a):\n  x = 1\n    y = 2\n", "signature.unexpected_indent 3:5"},
                                                         {"def f(a):\n    x = 1\n  y = 2\n", "signature.unindent 3:3"},
                                                         {"def f(a):\n\tif a:\n        pass\n", "signature.tabs 3:9"},
                                                         {"def f(a):\n    return 'a\n", "signature.text_open 2:12"},
                                                         {"def f(a):\n    '''a\n\n", "signature.text_open 2:5"},
                                                         {"def f(a)：\n    return a", "signature.bad_character 1:9"},
                                                         {"def f(a):\n    return 12abc", "signature.bad_number 2:12"},
                                                         {"def f(a):\n    return a \\ \n", "signature.bad_continuation 2:15"},
                                                         {"def f(a)\n    return a", "signature.expected 1:9"},
                                                         {"def (a): pass", "signature.expected 1:5"},
                                                         {"def class(a): pass", "signature.expected 1:5"},
                                                         {"def f(a b): pass", "signature.side_by_side 1:9"},
                                                         {"def f(a,,b): pass", "signature.expected 1:9"},
                                                         {"def f(a:): pass", "signature.expected 1:9"},
                                                         {"def f(a=): pass", "signature.expected 1:9"},
                                                         {"def f(*): pass", "signature.star_alone 1:7"},
                                                         {"def f(/): pass", "signature.slash 1:7"},
                                                         {"def f(*a, *b): pass", "signature.star_twice 1:11"},
                                                         {"def f(*a=1): pass", "signature.star_default 1:8"},
                                                         {"@outputs\ndef f(): pass", "signature.outputs_empty 1:2"},
                                                         {"@outputs()\ndef f(): pass", "signature.outputs_empty 1:2"},
                                                         {"@outputs(names)\ndef f(): pass", "signature.outputs_no_text 1:10"},
                                                         {"@outputs('a', 'a')\ndef f(): pass", "signature.outputs_twice 1:15"},
                                                         {"@outputs('a b')\ndef f(): pass", "signature.outputs_no_name 1:10"},
                                                         {"def f(a):\n    retur a\n", "signature.side_by_side 2:11"},
                                                         {"def f(a):\n    return a(1) 2\n", "signature.side_by_side 2:17"},
                                                         {"def f(): pass\nbreak\n", "signature.outside_loop 2:1"},
                                                         {"def f(): pass\nreturn 1\n", "signature.outside_function 2:1"}};
    for (const auto& [source, expected] : cases) EXPECT_EQ(problem(source), expected) << source;
}

TEST(Signature, KeepsToItsBounds) {
    EXPECT_EQ(problem(std::string(limits::kSourceBytes + 1, '#')), "signature.source_too_long 1:1");
    EXPECT_EQ(problem("def f(" + std::string(limits::kPortNameBytes + 1, 'a') + "): pass"), "signature.name_too_long 1:7");
    std::string parameters;
    for (std::size_t at = 0; at <= limits::kPortsPerNode; ++at) parameters += "p" + std::to_string(at) + ", ";
    EXPECT_TRUE(problem("def f(" + parameters + "): pass").starts_with("signature.too_many_ports"));
    EXPECT_TRUE(problem(std::string(100'000, '(')).starts_with("signature.too_deep"));
    std::string fields = "x = ";
    for (int depth = 0; depth < 5'000; ++depth) fields += "f'{";
    EXPECT_TRUE(problem(fields).starts_with("signature.t")) << problem(fields);
}

TEST(Signature, UnderstandsLinesAndStringsAsPythonDoes) {
    EXPECT_EQ(problem("def f(a):\r\n    return a\r\n"), "");
    EXPECT_EQ(problem("def f(a):\r    return a\r"), "");
    EXPECT_EQ(problem("def f(a):\n    return f\"{a[\"x\"]!r:>{10}} {{}} {'}'}\"\n"), "");
    EXPECT_EQ(problem("def f(a):\n    return rf'\\{a}' + t'{a}' + F\"\"\"{\n a # } \n}\"\"\"\n"), "");
    EXPECT_EQ(problem("def f(a): # '(\n    return a  \\\n + 1\n\n  # odd\n\n"), "");
    EXPECT_EQ(problem("def f[T](a: T, *, b=lambda x, y=1: (x, y)) -> dict[str, int]: return a"), "");
    EXPECT_EQ(problem("def f(a):\n    return 0x_ff + 1_000.5e-3j + 0b1 + 00 + 1if a else 2\n"), "");
    EXPECT_EQ(problem("def f(a):\n    for x in a:\n        if x: break\n        continue\n    while a: break\n    return [*a]\n"), "");
    EXPECT_EQ(problem("class A:\n    def g(self): return 1\n\nasync def f(a):\n    yield a\n"), "");
    EXPECT_EQ(problem("match x:\n    case y if z: type A = int\ndef f(a): return 'a' 'b' if a else not a\n"), "");
    EXPECT_EQ(problem("match 1:\n    case 1:\n        pass\ndef f(a): pass\n"), "");
}

TEST(Signature, KeepsPositionsAndTheReturnAnnotation) {
    const auto read = read_signature("async def f(a, /, b: 'int'=1, *rest, c, d=(1, 2)) -> list[ int ]: pass");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->is_async);
    EXPECT_EQ(read->returns, "list[ int ]");
    EXPECT_EQ(read->inputs, (std::vector<Port>{{"a", "", false, 0}, {"rest", "", true, 2}, {"c", "", false, 3}}));
    ASSERT_EQ(read->settings.size(), 2u);
    EXPECT_EQ(read->settings[0], (Setting{"b", "'int'", "1", "1", 1}));
    EXPECT_EQ(read->settings[1], (Setting{"d", "", std::nullopt, "(1, 2)", 4}));
}

TEST(PythonLiteral, IsWhatJsonCanSay) {
    const std::pair<const char*, const char*> cases[] = {{"1_000", "1000"},
                                                         {"0xFF", "255"},
                                                         {"0xffffffffffffffffffffffff", "79228162514264337593543950335"},
                                                         {"-0", "0"},
                                                         {"-0.0", "-0.0"},
                                                         {"+3", "3"},
                                                         {"-(3)", "-3"},
                                                         {"1e16", "1e+16"},
                                                         {"1e15", "1000000000000000.0"},
                                                         {"1.5e-5", "1.5e-05"},
                                                         {"0.1", "0.1"},
                                                         {".5", "0.5"},
                                                         {"1e999", "none"},
                                                         {"1j", "none"},
                                                         {"- -1", "none"},
                                                         {"(1)", "1"},
                                                         {"(1,)", "none"},
                                                         {"[1, [True, None],]", "[1, [true, null]]"},
                                                         {"{'b': 1, 'a': 2, 'b': 3}", R"({"b": 3, "a": 2})"},
                                                         {"{1: 2}", "none"},
                                                         {"{1, 2}", "none"},
                                                         {"'a' \"b\"", "\"ab\""},
                                                         {"'\\x41\\u3042\\101\\q\\\n'", "\"AあA\\\\q\""},
                                                         {"r'\\n'", "\"\\\\n\""},
                                                         {"b'a'", "none"},
                                                         {"f'a'", "none"},
                                                         {"'\\ud800'", "none"},
                                                         {"'\\N{BULLET}'", "none"},
                                                         {"'''a\r\nb'''", "\"a\\nb\""},
                                                         {"True and False", "none"},
                                                         {"x", "none"}};
    for (const auto& [text, expected] : cases) EXPECT_EQ(literal(text), expected) << text;
}

TEST(PythonLiteral, HugeNumbersCostLittle) {
    EXPECT_EQ(literal("0x" + std::string(500'000, 'f')), "none");
    EXPECT_EQ(literal(std::string(4'301, '9')), "none");
    EXPECT_EQ(literal(std::string(4'300, '9')).size(), 4'300u);
}

TEST(Docstring, IsCleanedAsInspectDoes) {
    EXPECT_EQ(clean_docstring("  One.\n\n    Two\n      three\n    "), "One.\n\nTwo\n  three");
    EXPECT_EQ(clean_docstring("\n    \tA\n    B\n"), "    A\nB");
    EXPECT_EQ(clean_docstring(""), "");
    EXPECT_EQ(clean_docstring("\n\n"), "");
    EXPECT_EQ(clean_docstring("表\n   一\n   二"), "表\n一\n二");
}

TEST(Names, KnowWhatMayNameANode) {
    EXPECT_TRUE(is_node_name("_a9"));
    EXPECT_TRUE(is_node_name("match"));
    EXPECT_FALSE(is_node_name("None"));
    EXPECT_FALSE(is_node_name(""));
    EXPECT_FALSE(is_node_name("a-b"));
    EXPECT_TRUE(is_identifier("表データ"));
    EXPECT_TRUE(is_identifier("é1"));
    EXPECT_TRUE(is_identifier("葛\U000e0100")) << "a variant of a character, as names of people have";
    EXPECT_TRUE(is_identifier("売上・原価"));
    EXPECT_FALSE(is_identifier("・原価"));
    EXPECT_FALSE(is_identifier("1é"));
    EXPECT_FALSE(is_identifier("a　b")) << "an ideographic space";
    EXPECT_FALSE(is_identifier("😀"));
    EXPECT_TRUE(is_file_name("folder/表 1.csv"));
    for (const char* name : {"", "/a", "a/", "a//b", "../a", "a/..", ".", "a\nb", "a\\b"}) EXPECT_FALSE(is_file_name(name)) << name;
}

}  // namespace
}  // namespace flow
