// The protocol as a checked structure: every field's type text parsed, every name resolved. Shape of a type:
// {kind: 'string' | 'int' | 'number' | 'bool' | 'json'} | {kind: 'struct' | 'enum', name} | {kind: 'list' | 'map', of: type}; a field adds `isOptional`.

const scalars = new Set(['string', 'int', 'number', 'bool', 'json']);

function parseType(text, known, place) {
    const list = /^\[(.*)\]$/.exec(text);
    if (list) return { kind: 'list', of: parseType(list[1], known, place) };
    const map = /^\{(.*)\}$/.exec(text);
    if (map) return { kind: 'map', of: parseType(map[1], known, place) };
    if (scalars.has(text)) return { kind: text };
    if (known.enums.has(text)) return { kind: 'enum', name: text };
    if (known.types.has(text)) return { kind: 'struct', name: text };
    throw new Error(`protocol.json: ${place} has the unknown type '${text}'`);
}

function parseFields(fields, known, place) {
    return Object.entries(fields).map(([name, text]) => {
        if (typeof text !== 'string') throw new Error(`protocol.json: the type of ${place}.${name} must be a text such as "[string]?"`);
        const isOptional = text.endsWith('?');
        return { name, isOptional, text, type: parseType(isOptional ? text.slice(0, -1) : text, known, `${place}.${name}`) };
    });
}

/** camelCase, kebab and dotted names as snake_case. */
export const snake = name => name.replace(/[A-Z]/g, (letter, at) => (at ? '_' : '') + letter.toLowerCase());
/** snake_case as PascalCase. */
export const pascal = name => name.replace(/(^|_)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());

/** {version, enums: [{name, values}], types: [{name, fields}], channels: [{name, messages: [{name, fields}]}], questions: [{name, ask, answer}]}, in the file's order. */
export function readProtocol(json) {
    const known = { enums: new Set(Object.keys(json.enums)), types: new Set(Object.keys(json.types)) };
    return {
        version: json.version,
        enums: Object.entries(json.enums).map(([name, values]) => ({ name, values })),
        types: Object.entries(json.types).map(([name, fields]) => ({ name, fields: parseFields(fields, known, name) })),
        channels: Object.entries(json.messages).map(([name, messages]) => ({
            name,
            messages: Object.entries(messages).map(([message, fields]) => ({ name: message, fields: parseFields(fields, known, message) })),
        })),
        questions: Object.entries(json.questions).map(([name, { ask, answer }]) => ({
            name,
            ask: parseFields(ask, known, `${name}.ask`),
            answer: parseFields(answer, known, `${name}.answer`),
        })),
    };
}

/** Structs in an order in which each stands behind those it holds. */
export function orderTypes(types) {
    const byName = new Map(types.map(type => [type.name, type]));
    const ordered = new Set();
    const names = type => (type.kind === 'struct' ? [type.name] : type.of ? names(type.of) : []);
    const visit = type => {
        for (const field of type.fields) for (const name of names(field.type)) visit(byName.get(name));
        ordered.add(type);
    };
    for (const type of types) visit(type);
    return [...ordered];
}
