/**
 * Checks messages that came from outside against the tables of protocol.json.
 * A message is what its table says, or the first place where it is not is named; unknown fields are let through.
 */

export interface Schema {
    enums: Record<string, readonly string[]>;
    types: Record<string, Record<string, string>>;
    messages: Record<string, Record<string, Record<string, string>>>;
}

export type Parsed<T> = { ok: true; message: T } | { ok: false; error: string };

/** The longest message that is looked at (as in runtime/base/limits.h: kMessageBytes). */
const maximumCharacters = 64 * 1024 * 1024;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** '' if `value` is of the type that `text` names, else the JSON Pointer and what was expected. */
function mismatch(value: unknown, text: string, schema: Schema, place: string): string {
    const wanted = (what: string): string => `${place || '/'}: expected ${what}`;
    if (text.startsWith('[')) {
        if (!Array.isArray(value)) return wanted('a list');
        const inner = text.slice(1, -1);
        for (const [index, item] of value.entries()) {
            const problem = mismatch(item, inner, schema, `${place}/${index}`);
            if (problem) return problem;
        }
        return '';
    }
    if (text.startsWith('{')) {
        if (!isObject(value)) return wanted('an object');
        const inner = text.slice(1, -1);
        for (const [key, item] of Object.entries(value)) {
            const problem = mismatch(item, inner, schema, `${place}/${key}`);
            if (problem) return problem;
        }
        return '';
    }
    switch (text) {
        case 'string':
            return typeof value === 'string' ? '' : wanted('a text');
        case 'int':
            return Number.isSafeInteger(value) ? '' : wanted('an integer');
        case 'number':
            return typeof value === 'number' && Number.isFinite(value) ? '' : wanted('a number');
        case 'bool':
            return typeof value === 'boolean' ? '' : wanted('true or false');
        case 'json':
            return value === undefined ? wanted('a value') : '';
    }
    const names = schema.enums[text];
    if (names) return typeof value === 'string' && names.includes(value) ? '' : wanted(`one of ${names.join(', ')}`);
    const fields = schema.types[text];
    return fields ? fieldsMismatch(value, fields, schema, place) : wanted(`a ${text}, which the protocol does not know`);
}

function fieldsMismatch(value: unknown, fields: Record<string, string>, schema: Schema, place: string): string {
    if (!isObject(value)) return `${place || '/'}: expected an object`;
    for (const [name, text] of Object.entries(fields)) {
        const isOptional = text.endsWith('?');
        if (value[name] === undefined && isOptional) continue;
        const problem = mismatch(value[name], isOptional ? text.slice(0, -1) : text, schema, `${place}/${name}`);
        if (problem) return problem;
    }
    return '';
}

/** One message of `channel`, checked. */
export function parse<T>(text: string, channel: string, schema: Schema): Parsed<T> {
    if (text.length > maximumCharacters) return { ok: false, error: `a message of ${text.length} characters is over the limit` };
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error) {
        return { ok: false, error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (!isObject(value) || typeof value['type'] !== 'string') return { ok: false, error: '/type: expected a text' };
    const messages = schema.messages[channel] ?? {};
    const fields = Object.hasOwn(messages, value['type']) ? messages[value['type']] : undefined;
    if (!fields) return { ok: false, error: `/type: '${value['type']}' is no message of ${channel}` };
    const problem = fieldsMismatch(value, fields, schema, '');
    return problem ? { ok: false, error: problem } : { ok: true, message: value as T };
}
