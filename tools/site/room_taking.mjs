// Pyodide's runtime, changed in one way: functions that look whether there is room for another call take some of it.
//
// CPython bounds recursion in C by the address of its stack, which in wasm is only the part of it that lies in memory; the browser's own stack, the one that runs out, cannot be seen from
// inside. Functions that recurse over data (the repr of a nested list, json, pickle, letting go of a long chain) hold next to nothing in memory, so CPython would see its stack hardly used while the
// browser ends the whole worker: dropping a linked list of 4,000 nodes did. With a frame in memory for each of them one bound (runtime/kernel/stack_room.ts) fits both stacks.
//
// Each such function is moved to the end of the module, and one that takes the room and calls it gets its number: nothing else has to be changed.

/** Whoever calls one of these looks for room (the last one: the parser). */
const kLooks = ['_Py_CheckRecursiveCall', 'Py_EnterRecursiveCall', '_Py_ReachedRecursionLimitWithMargin'];
/** Bytes of memory that such a function has at least. Measured with Chromium's code, unoptimised (whose frames are the largest) and optimised. */
const kFrame = 96;
/** Letting go of an object is several functions of the browser's stack and none of the memory's. */
const kDealloc = '_Py_Dealloc';
const kDeallocFrame = 128;

const kType = 1;
const kImport = 2;
const kFunction = 3;
const kExport = 7;
const kCode = 10;

/** The module's bytes with these frames. Throws if it is not a Python as we know it. */
export function withRoomTaken(wasm) {
    const sections = sectionsOf(wasm);
    const section = id => sections.find(section => section.id === id) ?? refuse(`it has no section ${id}`);
    const parameters = parameterCounts(section(kType).bytes);
    const imported = importedFunctions(section(kImport).bytes);
    const exported = exportsOf(section(kExport).bytes);
    const number = name => exported.get(name) ?? refuse(`it does not export ${name}`);
    const types = numbersOf(section(kFunction).bytes);
    const bodies = bodiesOf(section(kCode).bytes);
    const pointer = leb(number('__stack_pointer'));

    const frames = new Map();
    for (const name of kLooks) {
        const call = Buffer.from([0x10, ...leb(number(name))]);
        bodies.forEach((body, at) => {
            const missing = kFrame - frameOf(body, pointer);
            if (missing >= 16 && body.includes(call)) frames.set(at, missing & ~15);
        });
    }
    // The evaluation loop is the floor of every other recursion: it has a large frame of its own.
    frames.delete(number('_PyEval_EvalFrameDefault') - imported);
    frames.set(number(kDealloc) - imported, kDeallocFrame);
    if (frames.size < 200) refuse('hardly any function looks for room');

    for (const [at, bytes] of frames) {
        const moved = imported + bodies.length;
        bodies.push(bodies[at]);
        types.push(types[at]);
        bodies[at] = taking(bytes, pointer, parameters[types[at]], moved);
    }
    section(kFunction).bytes = Buffer.from([...leb(types.length), ...types.flatMap(leb)]);
    section(kCode).bytes = Buffer.concat([Buffer.from(leb(bodies.length)), ...bodies.flatMap(body => [Buffer.from(leb(body.length)), body])]);
    return Buffer.concat([wasm.subarray(0, 8), ...sections.flatMap(({ id, bytes }) => [Buffer.from([id, ...leb(bytes.length)]), bytes])]);
}

/** A function's body: takes the room, calls the moved function with what it was given, gives the room back. An exception needs no care: whoever catches one sets the pointer anew. */
function taking(bytes, pointer, parameters, moved) {
    const move = operation => [0x23, ...pointer, 0x41, ...signedLeb(bytes), operation, 0x24, ...pointer];
    const [subtract, add] = [0x6b, 0x6a];
    const given = Array.from({ length: parameters }, (_, at) => [0x20, ...leb(at)]).flat();
    return Buffer.from([0, ...move(subtract), ...given, 0x10, ...leb(moved), ...move(add), 0x0b]);
}

/** The size of a function's own frame in memory: what it takes off the stack's pointer at its beginning, 0 if it has none. */
function frameOf(body, pointer) {
    const start = Buffer.from([0x23, ...pointer, 0x41]);
    const at = body.subarray(0, 40).indexOf(start);
    if (at < 0) return 0;
    const reader = new Reader(body, at + start.length);
    const bytes = reader.number();
    return body[reader.at] === 0x6b ? bytes : 0;
}

class Reader {
    constructor(bytes, at = 0) {
        this.bytes = bytes;
        this.at = at;
    }

    byte() {
        return this.bytes[this.at++] ?? refuse('it ends in the middle');
    }

    number() {
        let value = 0;
        for (let scale = 1; ; scale *= 128) {
            const byte = this.byte();
            value += (byte & 127) * scale;
            if (byte < 128) return value;
        }
    }

    take(count) {
        this.at += count;
        return this.bytes.subarray(this.at - count, this.at);
    }

    /** One result of `read` for each item of a list. */
    list(read) {
        return Array.from({ length: this.number() }, () => read(this));
    }
}

function sectionsOf(wasm) {
    const reader = new Reader(wasm, 8);
    const sections = [];
    while (reader.at < wasm.length) sections.push({ id: reader.byte(), bytes: reader.take(reader.number()) });
    return sections;
}

const numbersOf = bytes => new Reader(bytes).list(reader => reader.number());
const bodiesOf = bytes => new Reader(bytes).list(reader => reader.take(reader.number()));

function parameterCounts(bytes) {
    return new Reader(bytes).list(reader => {
        if (reader.byte() !== 0x60) refuse('it has a type that is no function');
        const parameters = reader.take(reader.number()).length;
        reader.take(reader.number());
        return parameters;
    });
}

function importedFunctions(bytes) {
    const limits = reader => {
        const hasMaximum = reader.byte() & 1;
        reader.number();
        if (hasMaximum) reader.number();
    };
    const skip = [
        reader => reader.number(),
        reader => {
            reader.byte();
            limits(reader);
        },
        limits,
        reader => reader.take(2),
        reader => {
            reader.byte();
            reader.number();
        },
    ];
    const kinds = new Reader(bytes).list(reader => {
        reader.take(reader.number());
        reader.take(reader.number());
        const kind = reader.byte();
        (skip[kind] ?? refuse('it imports something unknown'))(reader);
        return kind;
    });
    return kinds.filter(kind => kind === 0).length;
}

function exportsOf(bytes) {
    return new Map(
        new Reader(bytes).list(reader => {
            const name = reader.take(reader.number()).toString();
            reader.byte();
            return [name, reader.number()];
        }),
    );
}

function leb(value) {
    const bytes = [];
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
    return [...bytes, value];
}

/** Of a number that is not negative: its last byte must not look like a negative one's. */
function signedLeb(value) {
    const bytes = [];
    for (; value > 63; value >>= 7) bytes.push((value & 127) | 128);
    return [...bytes, value];
}

function refuse(why) {
    throw new Error(`Python's runtime cannot be given room for its calls: ${why}.`);
}
