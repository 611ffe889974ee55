import assert from 'node:assert/strict';
import test from 'node:test';
import type { KeptResult } from '../../runtime/protocol/messages.gen.ts';
import type { ArchivedResult } from '../../static/host/archive/author_results.ts';
import { readArchive } from '../../static/host/archive/flow_archive.ts';
import { packFlow } from '../../static/host/archive/flow_saving.ts';
import { kArchiveBytes, kArchivedRows, kArchiveEntryBytes } from '../../static/host/limits.ts';
import type { Preview } from '../../static/host/page_interface.ts';
import { type RawEntry, rawZip } from './raw_zip.ts';

const kFlow = JSON.stringify({ format: 'pythonflows', version: 1, title: '売上 📈', nodes: [] });
const sentence = (key: string, args: object = {}): string => `${key} ${JSON.stringify(args)}`;
const read = (bytes: Uint8Array) => readArchive(new Blob([bytes as Uint8Array<ArrayBuffer>]), sentence);

function resultOf(ports: readonly string[], changes: Partial<KeptResult> = {}): KeptResult {
    const glimpse = { kind: 'text' as const, text: '1', columns: [], types: [], rows: [], total: 0 };
    return {
        key: '0123456789abcdef'.repeat(2),
        serial: 0,
        files: [],
        python: '3.14',
        pyodide: '1',
        packages: {},
        outputs: ports.map(port => ({ port, type: 'int', shape: '', summary: '1', bytes: 28, glimpse })),
        elapsedMs: 1,
        sha256: '',
        bytes: 0,
        stdout: 'hello\n',
        stderr: '',
        dropped: 0,
        droppedLines: 0,
        ...changes,
    };
}

/// A page whose nodes have these looks by port.
function pageWith(nodes: Record<string, Record<string, Preview | null>>, { flow = kFlow, displays = {} as Record<string, string[]> } = {}) {
    const results = Object.entries(nodes).map(([node, looks]) => ({
        node,
        result: resultOf(
            Object.keys(looks).filter(port => !displays[node]?.includes(port)),
            { displays: displays[node] ?? [] },
        ),
    }));
    const answers: Record<string, (fields: { node?: string }) => unknown> = {
        results: () => ({ results }),
        outline: () => ({ nodes: Object.keys(nodes).map(id => ({ id })) }),
        glimpse: ({ node }) => ({ key: `${node}@1` }),
    };
    return {
        version: { app: '1', flow: 1, pyodide: '1' },
        flowText: () => flow,
        text: sentence,
        ask: (name: string, fields: { node?: string }) => answers[name]?.(fields),
        preview: (node: string, port: string) => Promise.resolve(nodes[node]?.[port] ?? null),
    } as unknown as Parameters<typeof packFlow>[0];
}

const looks = {
    text: { kind: 'text', type: 'str', text: 'a\nb', truncated: false },
    json: { kind: 'json', type: 'dict', value: { $buffer: 'x' }, truncated: false },
    table: {
        kind: 'table',
        type: 'DataFrame',
        columns: [
            { name: 'n', type: 'int' },
            { name: 't', type: 'text' },
        ],
        rows: [
            [1, 'a'],
            [null, 'b'],
        ],
        offset: 0,
        total: 2,
    }, // prettier-ignore
    image: { kind: 'image', type: 'Figure', mime: 'image/png', width: 2, height: 1, bytes: Uint8Array.from([1, 2, 3]) },
    html: { kind: 'html', type: 'Styler', html: '<b>x</b>' },
    chart: { kind: 'chart', type: 'Chart', mime: 'application/vnd.vegalite.v5+json', spec: { mark: 'bar' } },
    bytes: { kind: 'bytes', type: 'bytes', size: 3, head: '010203' },
} as const satisfies Record<string, Preview>;

test('what is saved is what is shown elsewhere: every kind of look, with printed text and what was displayed', async () => {
    const nodes = Object.fromEntries(Object.entries(looks).map(([name, look]) => [name, { result: look as unknown as Preview }]));
    const plotting = { result: looks.text as unknown as Preview, 'display:0': looks.image as unknown as Preview, 'display:1': null };
    const { archive, saved, large, unseen } = await packFlow(
        pageWith({ ...nodes, plotting }, { displays: { plotting: ['display:0', 'display:1'] } }),
        new Date(0),
        null,
    );
    assert.deepEqual([saved.length, large, unseen], [8, [], []]);
    const { text, authors, warning } = await readArchive(archive, sentence);
    assert.equal(text, kFlow);
    assert.equal(warning, undefined);
    assert.ok(authors);
    for (const [index, look] of Object.values(looks).entries()) {
        const { author = '', stdout, sha256 } = authors.offered[index] as KeptResult;
        assert.deepEqual(authors.preview(author, 'result', {}), look);
        assert.deepEqual([stdout, sha256], ['hello\n', '']);
        assert.equal(authors.preview(author, 'other', {}), null);
        assert.equal(authors.preview(author, 'constructor', {}), null);
    }
    const last = authors.offered[7] as KeptResult;
    assert.deepEqual(last.displays, ['display:0'], 'what is gone is not promised');
    assert.deepEqual(authors.preview(last.author ?? '', 'display:0', {}), looks.image);
    assert.equal(authors.preview('0.0', 'result', {}), null);
});

test('of a long table the first rows are saved, and it says so; a page of it is a page', async () => {
    const rows = Array.from({ length: kArchivedRows }, (_, row) => [row, `t${row}`]);
    const long = { ...looks.table, rows, total: 1000 } as unknown as Preview;
    const { archive } = await packFlow(pageWith({ a: { result: long } }), new Date(0), null);
    const { authors } = await readArchive(archive, sentence);
    const author = authors?.offered[0]?.author ?? '';
    const page = authors?.preview(author, 'result', { offset: 100, limit: 2, columns: ['t'] });
    assert.deepEqual(page, {
        kind: 'table',
        type: 'DataFrame',
        columns: [{ name: 't', type: 'text' }],
        rows: [['t100'], ['t101']],
        offset: 100,
        total: kArchivedRows,
        all: 1000,
    }); // prettier-ignore
});

test('what does not fit or cannot be looked at is left out by name, the rest is saved', async () => {
    const image = (bytes: number): Preview => ({ kind: 'image', type: '', mime: 'image/png', width: 1, height: 1, bytes: new Uint8Array(bytes) });
    const many = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`n${index}`, { result: image(kArchiveEntryBytes - 1000) }]));
    const nodes = { ...many, huge: { result: image(kArchiveEntryBytes + 1) }, small: { result: looks.text as unknown as Preview }, gone: { result: null } };
    const { archive, saved, large, unseen } = await packFlow(pageWith(nodes), new Date(0), null);
    assert.deepEqual(saved, ['n0', 'n1', 'n2', 'small']);
    assert.deepEqual(large, ['n3', 'n4', 'huge']);
    assert.deepEqual(unseen, ['gone']);
    assert.ok(archive.size < kArchiveBytes);
    assert.equal((await readArchive(archive, sentence)).authors?.offered.length, 4, 'what is written can be read');
    await assert.rejects(packFlow(pageWith({}, { flow: ' '.repeat(kArchiveEntryBytes + 1) }), new Date(0), null), /flow_too_large/);
});

const flowEntry: RawEntry = { name: 'flow.flow.json', data: kFlow };
const listOf = (results: unknown, changes: object = {}): RawEntry => ({
    name: 'results.json',
    data: JSON.stringify({ format: 'pythonflows-results', version: 1, results, ...changes }),
});
const one = (changes: Partial<KeptResult> = {}): ArchivedResult => ({
    node: 'a',
    result: resultOf(['result'], changes),
    previews: { result: 'previews/0.json' },
});

test('an archive that another tool packed is read, whatever else lies in it', async () => {
    const bytes = rawZip([
        { ...flowEntry, isStored: true },
        { name: 'notes/', data: '', isStored: true },
        { name: 'notes/読.txt', data: 'x' },
    ]);
    assert.deepEqual(await read(bytes), { text: kFlow });
});

const megabytes = Buffer.alloc(20 * 1024 * 1024);
const hostile: Record<string, [Uint8Array, RegExp]> = {
    nothing: [Buffer.from('PK'), /not_zip/],
    'cut off': [rawZip([flowEntry]).subarray(0, -4), /not_zip/],
    'cut in the middle': [rawZip([flowEntry, listOf([])]).subarray(0, 90), /not_zip/],
    'no flow in it': [rawZip([{ name: 'a.json', data: '{}' }]), /no_flow/],
    'a flow that is no text': [rawZip([{ ...flowEntry, data: Uint8Array.from([0xff, 0xfe, 0x80]) }]), /damaged.*flow\.flow\.json/],
    'another checksum': [rawZip([{ ...flowEntry, crc: 1 }]), /damaged/],
    'more than was declared': [rawZip([{ ...flowEntry, size: 10 }]), /damaged/],
    'less than was declared': [rawZip([{ ...flowEntry, size: 10_000 }]), /damaged/],
    'a bomb that says so': [rawZip([flowEntry, { name: 'previews/0.json', data: megabytes }]), /too_large/],
    'a bomb that lies': [rawZip([flowEntry, { name: 'previews/0.json', data: megabytes, size: 100 }]), /damaged/],
    'a bomb in pieces': [
        rawZip([flowEntry, ...Array.from({ length: 5 }, (_, n) => ({ name: `previews/${n}.json`, data: megabytes.subarray(0, 15 * 1024 * 1024) }))]),
        /too_large/,
    ], // prettier-ignore
    'entries that share their data': [rawZip([flowEntry, { name: 'results.json', data: kFlow, offsetOf: 0 }]), /damaged/],
    'more entries than counted': [rawZip([flowEntry, listOf([])], { listed: 1 }), /unclear/],
    'fewer entries than counted': [rawZip([flowEntry], { listed: 500 }), /not_zip/],
    'too many entries': [rawZip([flowEntry, ...Array.from({ length: 5000 }, (_, n) => ({ name: `x${n}`, data: '', isStored: true }))]), /too_many/],
    'two of a name': [rawZip([flowEntry, { ...flowEntry, data: '{}' }]), /twice/],
    encrypted: [rawZip([{ ...flowEntry, flags: 0x801 }]), /encrypted/],
    'an unknown packing': [rawZip([{ ...flowEntry, method: 99 }]), /damaged/],
    'another name in the list': [rawZip([{ ...flowEntry, name: 'other.flow.json', listedName: 'flow.flow.json' }]), /damaged/],
    'another size in the list': [rawZip([{ ...flowEntry, listedSize: 5 }]), /damaged/],
    ...Object.fromEntries(
        ['../flow.flow.json', '/flow.flow.json', 'a/../../b', 'C:\\b', 'a\\b', 'a\u0000b', ''].map(name => [
            `the name ${JSON.stringify(name)}`,
            [rawZip([flowEntry, { name, data: 'x' }]), /bad_name/] as [Uint8Array, RegExp],
        ]),
    ),
};
for (const [what, [bytes, why]] of Object.entries(hostile)) {
    test(`refused with a sentence: ${what}`, async () => {
        await assert.rejects(read(bytes), (error: Error) => error.constructor !== TypeError && /^archive\./.test(error.message) && why.test(error.message));
    });
}

test('results that are not as they should be are left out by name; the flow opens', async () => {
    const unread = [
        listOf([], { version: 2 }),
        listOf([], { format: 'x' }),
        listOf({}),
        { name: 'results.json', data: '{' },
        { name: 'results.json', data: 'null' },
    ];
    for (const list of unread) {
        const { text, authors, warning } = await read(rawZip([flowEntry, list]));
        assert.deepEqual([text, authors], [kFlow, undefined]);
        assert.match(warning ?? '', /results_unread/);
    }
    const wrong: unknown[] = [
        null,
        7,
        { node: 'b' },
        { ...one(), previews: { result: 7 } },
        { ...one(), node: 'c'.repeat(1000), result: {} },
        one({ key: 'nothing' }),
        one({ serial: -1 }),
        one({ elapsedMs: -1 }),
        one({ elapsedMs: Number.NaN }),
        one({ stdout: 'x'.repeat(300_000) }),
        one({ outputs: [{ ...(one().result.outputs[0] as KeptResult['outputs'][0]), summary: 'x'.repeat(100_000) }] }),
        one({ outputs: [{ ...(one().result.outputs[0] as KeptResult['outputs'][0]), glimpse: { kind: 'magic' } as never }] }),
    ];
    for (const damaged of wrong) {
        const { authors, warning } = await read(rawZip([flowEntry, listOf([damaged, one()])]));
        assert.equal(authors?.offered.length, 1);
        assert.match(warning ?? '', /results_left/);
        assert.ok((warning ?? '').length < 200);
    }
});

test('a look that no kernel would have given is an error with a sentence when somebody looks', async () => {
    const wrong: unknown[] = [
        null,
        [],
        {},
        { kind: 'text', text: 7 },
        { kind: 'text', text: { $buffer: 'p1' } },
        { kind: 'json' },
        { ...looks.table, rows: [[1]] },
        {
            ...looks.table,
            rows: [
                [1, {}],
                [1, 2],
            ],
        },
        { ...looks.table, total: 7 },
        { ...looks.table, columns: [{ name: 1 }, {}] },
        { ...looks.image, bytes: { $file: 'previews/none.png' } },
        { ...looks.image, bytes: [1, 2] },
        { ...looks.image, mime: 'text/html', bytes: { $file: 'previews/0.json' } },
        { ...looks.image, width: 1e300, bytes: { $file: 'previews/0.json' } },
        { kind: 'html', html: 'x'.repeat(5 * 1024 * 1024) },
        { kind: 'chart', mime: 'x', spec: 'y' },
        { ...looks.bytes, head: 'zz' },
        { kind: '__proto__' },
    ];
    for (const look of wrong) {
        const { authors } = await read(rawZip([flowEntry, listOf([one()]), { name: 'previews/0.json', data: JSON.stringify(look) }]));
        assert.throws(() => authors?.preview(authors.offered[0]?.author ?? '', 'result', {}), /archive\.damaged.*previews\/0\.json/, JSON.stringify(look));
    }
    for (const data of ['{', Uint8Array.from([0x22, 0xff, 0x22])]) {
        const { authors } = await read(rawZip([flowEntry, listOf([one()]), { name: 'previews/0.json', data }]));
        assert.throws(() => authors?.preview(authors.offered[0]?.author ?? '', 'result', {}), /archive\.damaged/);
    }
});

/// mulberry32
function randomOf(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

test('however an archive is damaged, it is refused with a sentence or gives what was saved', async () => {
    const whole = rawZip([
        flowEntry,
        listOf([one()]),
        { name: 'previews/0.json', data: JSON.stringify(looks.table) },
        { name: 'previews/1.png', data: 'x', isStored: true },
    ]);
    let refused = 0;
    for (let seed = 1; seed <= 400; seed++) {
        const random = randomOf(seed);
        const below = (bound: number) => Math.floor(random() * bound);
        let bytes = Buffer.from(whole);
        for (let change = below(3); change >= 0; change--) {
            const at = below(bytes.length);
            if (below(4) > 0) bytes[at] = below(256);
            else if (below(2) === 0) bytes = bytes.subarray(0, at);
            else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(below(bytes.length))]);
        }
        try {
            const { text, authors } = await read(bytes);
            assert.equal(text, kFlow, `seed ${seed}`);
            const author = authors?.offered[0]?.author;
            if (author !== undefined) assert.deepEqual(authors?.preview(author, 'result', {}) ?? looks.table, looks.table, `seed ${seed}`);
        } catch (error) {
            assert.match((error as Error).message, /^archive\./, `seed ${seed}`);
            refused++;
        }
    }
    assert.ok(refused > 200, `${refused} of 400`);
});
