// TypeScript: an interface for every message and a table from which runtime/protocol/check.ts checks what comes from outside.
import { pascal } from './schema.mjs';

function tsType(type) {
    switch (type.kind) {
        case 'string':
            return 'string';
        case 'int':
        case 'number':
            return 'number';
        case 'bool':
            return 'boolean';
        case 'json':
            return 'unknown';
        case 'list':
            return /^[\w]+$/.test(tsType(type.of)) ? `${tsType(type.of)}[]` : `Array<${tsType(type.of)}>`;
        case 'map':
            return `Record<string, ${tsType(type.of)}>`;
        default:
            return type.name;
    }
}

const members = fields => fields.map(field => `    ${field.name}${field.isOptional ? '?' : ''}: ${tsType(field.type)};`).join('\n');
const body = (fields, first = '') => (first || fields.length ? `{\n${[first, members(fields)].filter(Boolean).join('\n')}\n}` : 'Record<string, never>');
const table = fields => `{${fields.map(field => `${field.name}: '${field.text}'`).join(', ')}}`;

function channel({ name, messages }) {
    const union = pascal(name);
    return [
        ...messages.map(message => `export interface ${pascal(message.name)} ${body(message.fields, `    type: '${message.name}';`)}`),
        `export type ${union} =\n${messages.map(message => `    | ${pascal(message.name)}`).join('\n')};`,
        `/** Checks one message of ${name} that came from outside. */`,
        `export const parse${union} = (text: string): Parsed<${union}> => parse<${union}>(text, '${name}', schema);`,
    ].join('\n');
}

export function typescriptFiles(protocol) {
    const text = `// Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
import {parse, type Parsed, type Schema} from './check.js';

export const protocolVersion = ${protocol.version};

${protocol.enums.map(({ name, values }) => `export type ${name} = ${values.map(value => `'${value}'`).join(' | ')};`).join('\n')}

${protocol.types.map(({ name, fields }) => `export interface ${name} ${body(fields)}`).join('\n')}

${protocol.channels.map(channel).join('\n\n')}

export interface Questions {
${protocol.questions.map(({ name, ask, answer }) => `    ${name}: {ask: ${inline(ask)}; answer: ${inline(answer)}};`).join('\n')}
}

const schema: Schema = {
    enums: {${protocol.enums.map(({ name, values }) => `${name}: [${values.map(value => `'${value}'`).join(', ')}]`).join(', ')}},
    types: {
${protocol.types.map(({ name, fields }) => `        ${name}: ${table(fields)},`).join('\n')}
    },
    messages: {
${protocol.channels.map(({ name, messages }) => `        ${name}: {\n${messages.map(message => `            ${message.name}: ${table(message.fields)},`).join('\n')}\n        },`).join('\n')}
    },
};
`;
    return { 'runtime/protocol/messages.gen.ts': text };
}

function inline(fields) {
    if (fields.length === 0) return 'Record<string, never>';
    return `{${fields.map(field => `${field.name}${field.isOptional ? '?' : ''}: ${tsType(field.type)}`).join('; ')}}`;
}
