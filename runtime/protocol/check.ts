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

/** Where in a value something is wrong (a JSON Pointer), and what was expected there. */
interface Wrong {
    place: string;
    wanted: string;
}

/** Null for a value of its type. Made once for each type: of a list of thousands only what is wrong is worth a word. */
type Check = (value: unknown) => Wrong | null;

const wrong = (wanted: string): Wrong => ({ place: '', wanted });
const inside = (step: string | number, found: Wrong): Wrong => ({ place: `/${step}${found.place}`, wanted: found.wanted });
const plain = (isRight: (value: unknown) => boolean, wanted: string): Check => {
    const problem = wrong(wanted);
    return value => (isRight(value) ? null : problem);
};

const plainChecks: Readonly<Record<string, Check>> = {
    string: plain(value => typeof value === 'string', 'a text'),
    int: plain(Number.isSafeInteger, 'an integer'),
    number: plain(Number.isFinite, 'a number'),
    bool: plain(value => typeof value === 'boolean', 'true or false'),
    json: plain(value => value !== undefined, 'a value'),
};

/** The checks of one schema, each made when it is first asked for: types name each other. */
class Checks {
    private readonly made = new Map<string, Check>();
    private readonly ofFields = new WeakMap<Record<string, string>, Check>();

    constructor(private readonly schema: Schema) {}

    /** Of a message's or a type's fields. */
    fields(fields: Record<string, string>): Check {
        const known = this.ofFields.get(fields);
        if (known) return known;
        let parts: (readonly [name: string, isOptional: boolean, check: Check])[] | undefined;
        const check: Check = value => {
            if (!isObject(value)) return wrong('an object');
            parts ??= Object.entries(fields).map(([name, text]) => [name, text.endsWith('?'), this.type(text.replace(/\?$/, ''))]);
            for (const [name, isOptional, checkField] of parts) {
                const field = value[name];
                const found = field === undefined && isOptional ? null : checkField(field);
                if (found) return inside(name, found);
            }
            return null;
        };
        this.ofFields.set(fields, check);
        return check;
    }

    /** Of the type that `text` names. */
    private type(text: string): Check {
        const known = plainChecks[text] ?? this.made.get(text);
        if (known) return known;
        const check = this.make(text);
        this.made.set(text, check);
        return check;
    }

    private make(text: string): Check {
        if (text.startsWith('[')) return this.list(this.type(text.slice(1, -1)));
        if (text.startsWith('{')) return this.map(this.type(text.slice(1, -1)));
        const names = this.schema.enums[text];
        if (names) return plain(value => typeof value === 'string' && names.includes(value), `one of ${names.join(', ')}`);
        const fields = this.schema.types[text];
        return fields ? this.fields(fields) : plain(() => false, `a ${text}, which the protocol does not know`);
    }

    private list(check: Check): Check {
        return value => {
            if (!Array.isArray(value)) return wrong('a list');
            for (let index = 0; index < value.length; ++index) {
                const found = check(value[index]);
                if (found) return inside(index, found);
            }
            return null;
        };
    }

    private map(check: Check): Check {
        return value => {
            if (!isObject(value)) return wrong('an object');
            for (const [key, item] of Object.entries(value)) {
                const found = check(item);
                if (found) return inside(key, found);
            }
            return null;
        };
    }
}

const checksOf = new WeakMap<Schema, Checks>();

function checks(schema: Schema): Checks {
    const known = checksOf.get(schema) ?? new Checks(schema);
    checksOf.set(schema, known);
    return known;
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
    const found = checks(schema).fields(fields)(value);
    return found ? { ok: false, error: `${found.place || '/'}: expected ${found.wanted}` } : { ok: true, message: value as T };
}
