// Python: a TypedDict for every message that the kernel hears or says, and the tables from which it checks what it hears.
import { orderTypes, pascal } from './schema.mjs';

function pythonType(type) {
    switch (type.kind) {
        case 'string':
            return 'str';
        case 'int':
            return 'int';
        case 'number':
            return 'float';
        case 'bool':
            return 'bool';
        case 'json':
            return 'Any';
        case 'list':
            return `list[${pythonType(type.of)}]`;
        case 'map':
            return `dict[str, ${pythonType(type.of)}]`;
        default:
            return type.name;
    }
}

const fieldType = field => (field.isOptional ? `NotRequired[${pythonType(field.type)}]` : pythonType(field.type));

/** The functional form, since a field may be called like a keyword of Python. */
function typed(name, fields, message) {
    const all = [...(message ? [['type', `Literal["${message}"]`]] : []), ...fields.map(field => [field.name, fieldType(field)])];
    return `${name} = TypedDict("${name}", {${all.map(([key, type]) => `"${key}": ${type}`).join(', ')}})`;
}

const fieldsTable = fields => `{${fields.map(field => `"${field.name}": "${field.text}"`).join(', ')}}`;

export function pythonFiles(protocol) {
    const channels = protocol.channels.filter(({ name }) => ['session_to_kernel', 'kernel_to_session'].includes(name));
    const reach = new Set();
    const byName = new Map(protocol.types.map(type => [type.name, type]));
    const enums = new Set();
    const visit = type => {
        if (type.of) visit(type.of);
        if (type.kind === 'enum') enums.add(type.name);
        if (type.kind !== 'struct' || reach.has(type.name)) return;
        reach.add(type.name);
        for (const field of byName.get(type.name).fields) visit(field.type);
    };
    for (const channel of channels) for (const message of channel.messages) for (const field of message.fields) visit(field.type);
    const types = orderTypes(protocol.types).filter(({ name }) => reach.has(name));
    const text = `# Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
# ruff: noqa
# fmt: off
"""The messages between the session and the kernel."""

from typing import Any, Literal, NotRequired, TypedDict

PROTOCOL_VERSION = ${protocol.version}

${protocol.enums
    .filter(({ name }) => enums.has(name))
    .map(({ name, values }) => `${name} = Literal[${values.map(value => `"${value}"`).join(', ')}]`)
    .join('\n')}

${types.map(({ name, fields }) => typed(name, fields)).join('\n')}

${channels.flatMap(channel => channel.messages.map(message => typed(pascal(message.name), message.fields, message.name))).join('\n')}

ENUMS: dict[str, tuple[str, ...]] = {
${protocol.enums
    .filter(({ name }) => enums.has(name))
    .map(({ name, values }) => `    "${name}": (${values.map(value => `"${value}"`).join(', ')}),`)
    .join('\n')}
}
TYPES: dict[str, dict[str, str]] = {
${types.map(({ name, fields }) => `    "${name}": ${fieldsTable(fields)},`).join('\n')}
}
FIELDS: dict[str, dict[str, str]] = {
${channels.flatMap(channel => channel.messages.map(message => `    "${message.name}": ${fieldsTable(message.fields)},`)).join('\n')}
}
TO_KERNEL: frozenset[str] = frozenset({${channels[0].messages.map(({ name }) => `"${name}"`).join(', ')}})
`;
    return { 'runtime/kernel/python/pythonflows_kernel/messages_gen.py': text };
}
