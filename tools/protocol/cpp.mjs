// C++: structs for everything, readers for what C++ hears, writers for what it says (the other halves would be dead weight in the page's wasm).
import { orderTypes, pascal, snake } from './schema.mjs';

const keywords = new Set([
    'stdout',
    'stderr',
    'default',
    'new',
    'delete',
    'class',
    'volatile',
    'register',
    'union',
    'switch',
    'case',
    'public',
    'private',
    'operator',
]);
const member = name => (keywords.has(snake(name)) ? `${snake(name)}_` : snake(name));

function cppType(type) {
    switch (type.kind) {
        case 'string':
            return 'std::string';
        case 'int':
            return 'std::int64_t';
        case 'number':
            return 'double';
        case 'bool':
            return 'bool';
        case 'json':
            return 'Json';
        case 'list':
            return `std::vector<${cppType(type.of)}>`;
        case 'map':
            return `std::vector<std::pair<std::string, ${cppType(type.of)}>>`;
        default:
            return type.name;
    }
}

const initial = { int: ' = 0', number: ' = 0', bool: ' = false' };

function struct(name, fields) {
    const lines = fields.map(field => {
        const type = cppType(field.type);
        const value = field.type.kind === 'enum' ? '{}' : (initial[field.type.kind] ?? '');
        return `    ${field.isOptional ? `std::optional<${type}> ${member(field.name)}` : `${type} ${member(field.name)}${value}`};`;
    });
    return `struct ${name} {${lines.length ? `\n${lines.join('\n')}\n` : ''}};`;
}

function reader(name, fields) {
    const unused = fields.length === 0;
    const checks = fields.map(field => `in.field("${field.name}", value.${member(field.name)})`).join(' && ');
    return `static bool read(JsonReader in, ${name}&${unused ? '' : ' value'}) {\n    return in.is_object()${unused ? '' : ` && ${checks}`};\n}`;
}

function writer(name, fields, type) {
    const unused = fields.length === 0;
    const lines = fields.map(field => `    out.field("${field.name}", value.${member(field.name)});`);
    if (type) lines.unshift(`    out.field("type", std::string("${type}"));`);
    return `static void write(JsonWriter& out, const ${name}&${unused ? '' : ' value'}) {\n    out.open_object();\n${lines.map(line => `${line}\n`).join('')}    out.close_object();\n}`;
}

const enumValue = value => (keywords.has(value) ? `${value}_` : value);

function enumeration({ name, values }) {
    return `enum class ${name} { ${values.map(enumValue).join(', ')} };`;
}

function enumFunctions({ name, values }, isRead, isWritten) {
    const table = `k${name}Names`;
    return [
        `static constexpr std::array<std::string_view, ${values.length}> ${table}{${values.map(value => `"${value}"`).join(', ')}};`,
        isRead &&
            `static bool read(JsonReader in, ${name}& value) {\n    return in.one_of(${table}, [&](std::size_t index) { value = static_cast<${name}>(index); });\n}`,
        isWritten && `static void write(JsonWriter& out, const ${name}& value) { out.text(${table}[static_cast<std::size_t>(value)]); }`,
    ]
        .filter(Boolean)
        .join('\n');
}

const variant = channel => `using ${pascal(channel.name)} = std::variant<${channel.messages.map(message => pascal(message.name)).join(', ')}>;`;
const banner = '// Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.';

const heard = ['kernel_to_session', 'page_to_session'];
const said = ['session_to_kernel', 'session_to_page'];

function header(protocol) {
    const channels = protocol.channels.filter(channel => [...heard, ...said].includes(channel.name));
    return `${banner}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/base/result.h"

namespace flow::message {

inline constexpr int kProtocolVersion = ${protocol.version};

/// Any JSON value, as text.
struct Json {
    std::string text;
};

${protocol.enums.map(enumeration).join('\n')}

${orderTypes(protocol.types)
    .map(({ name, fields }) => struct(name, fields))
    .join('\n')}

${channels.map(channel => `// ${channel.name}\n${channel.messages.map(message => struct(pascal(message.name), message.fields)).join('\n')}\n${variant(channel)}`).join('\n\n')}

// questions of the page, and their answers
namespace ask {
${protocol.questions.map(({ name, ask }) => struct(pascal(name), ask)).join('\n')}
}  // namespace ask
namespace answer {
${protocol.questions.map(({ name, answer }) => struct(pascal(name), answer)).join('\n')}
}  // namespace answer
using Question = std::variant<${protocol.questions.map(({ name }) => `ask::${pascal(name)}`).join(', ')}>;
using QuestionAnswer = std::variant<${protocol.questions.map(({ name }) => `answer::${pascal(name)}`).join(', ')}>;

/// What came from outside, checked: a message, or a sentence with the JSON Pointer of what is wrong.
${heard.map(name => `Result<${pascal(name)}> parse_${name}(std::string_view text);`).join('\n')}
Result<Question> parse_question(std::string_view text);
/// The number that whoever sent this waits by, also of what is no message.
std::optional<std::int64_t> call_in(std::string_view text);

${said.map(name => `std::string to_text(const ${pascal(name)}& message);`).join('\n')}
std::string to_text(const QuestionAnswer& answer);

/// Reads an enumerator's name; false if there is none of that name.
bool from_text(std::string_view text, WhyCode& value);

}  // namespace flow::message
`;
}

function dispatch(variantName, messages, prefix = '') {
    const cases = messages.map(message => `    if (type == "${message.name}") return read_as<${variantName}, ${prefix}${pascal(message.name)}>(in);`);
    return cases.join('\n');
}

function source(protocol) {
    const hearing = protocol.channels.filter(channel => heard.includes(channel.name));
    const saying = protocol.channels.filter(channel => said.includes(channel.name));
    const used = channelFields => reachable(protocol, channelFields);
    const readTypes = used([...hearing.flatMap(channel => channel.messages.map(message => message.fields)), ...protocol.questions.map(({ ask }) => ask)]);
    const writeTypes = used([...saying.flatMap(channel => channel.messages.map(message => message.fields)), ...protocol.questions.map(({ answer }) => answer)]);
    const types = orderTypes(protocol.types);
    return `${banner}
#include "runtime/link/messages.gen.h"

#include <array>

#include "runtime/link/json_reader.h"
#include "runtime/link/json_writer.h"

namespace flow::message {

// static, not in an unnamed namespace: argument-dependent lookup from the readers' and writers' templates must find them
${protocol.enums
    .filter(({ name }) => readTypes.has(name) || writeTypes.has(name))
    .map(one => enumFunctions(one, readTypes.has(one.name), writeTypes.has(one.name)))
    .join('\n')}

${types
    .filter(({ name }) => readTypes.has(name))
    .map(({ name, fields }) => reader(name, fields))
    .join('\n')}
${hearing.flatMap(channel => channel.messages.map(message => reader(pascal(message.name), message.fields))).join('\n')}
${protocol.questions.map(({ name, ask }) => reader(`ask::${pascal(name)}`, ask)).join('\n')}

${types
    .filter(({ name }) => writeTypes.has(name))
    .map(({ name, fields }) => writer(name, fields))
    .join('\n')}
${saying.flatMap(channel => channel.messages.map(message => writer(pascal(message.name), message.fields, message.name))).join('\n')}
${protocol.questions.map(({ name, answer }) => writer(`answer::${pascal(name)}`, answer)).join('\n')}

template <class Variant, class Message>
static Result<Variant> read_as(JsonReader& in) {
    Message message;
    if (!read(in, message)) return tl::unexpected<Error>(in.error());
    return Variant(std::move(message));
}

template <class Variant>
static std::string written(const Variant& variant) {
    JsonWriter out;
    std::visit([&](const auto& value) { write(out, value); }, variant);
    return out.take();
}

${hearing
    .map(
        channel => `Result<${pascal(channel.name)}> parse_${channel.name}(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::string type;
    if (!document.is_valid() || !in.is_object() || !in.field("type", type)) return tl::unexpected<Error>(in.error());
${dispatch(pascal(channel.name), channel.messages)}
    return refuse("link.unknown_message", {{"type", type}}, "/type");
}`,
    )
    .join('\n\n')}

std::optional<std::int64_t> call_in(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::int64_t call = 0;
    if (!document.is_valid() || !in.is_object() || !in.field("call", call)) return std::nullopt;
    return call;
}

Result<Question> parse_question(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::string type;
    if (!document.is_valid() || !in.is_object() || !in.field("type", type)) return tl::unexpected<Error>(in.error());
${dispatch('Question', protocol.questions, 'ask::')}
    return refuse("link.unknown_message", {{"type", type}}, "/type");
}

${saying.map(channel => `std::string to_text(const ${pascal(channel.name)}& message) { return written(message); }`).join('\n')}
std::string to_text(const QuestionAnswer& answer) { return written(answer); }

bool from_text(std::string_view text, WhyCode& value) {
    for (std::size_t index = 0; index < kWhyCodeNames.size(); ++index) {
        if (kWhyCodeNames[index] != text) continue;
        value = static_cast<WhyCode>(index);
        return true;
    }
    return false;
}

}  // namespace flow::message
`;
}

/** Names of the structs and enums that these lists of fields hold, directly or not. */
function reachable(protocol, fieldLists) {
    const byName = new Map(protocol.types.map(type => [type.name, type]));
    const found = new Set();
    const visit = type => {
        if (type.of) visit(type.of);
        if (type.name === undefined || found.has(type.name)) return;
        found.add(type.name);
        if (type.kind === 'enum') return;
        for (const field of byName.get(type.name).fields) visit(field.type);
    };
    for (const fields of fieldLists) for (const field of fields) visit(field.type);
    return found;
}

export function cppFiles(protocol) {
    return { 'runtime/link/messages.gen.h': header(protocol), 'runtime/link/messages.gen.cpp': source(protocol) };
}
