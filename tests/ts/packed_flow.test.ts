import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { readArchive } from '../../static/host/archive/flow_archive.ts';
import { packFlow, saveWithResults } from '../../static/host/archive/flow_saving.ts';
import { kPackBytes } from '../../static/host/limits.ts';
import { cargoOf } from '../../static/host/sharing/packing.ts';
import { type RawEntry, rawZip } from './raw_zip.ts';

const sentence = (key: string, args: object = {}): string => `${key} ${JSON.stringify(args)}`;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const table = bytesOf('a,b\n1,2\n');
const flow = JSON.stringify({
    format: 'pythonflows',
    version: 1,
    title: 'Packed',
    nodes: [],
    files: [{ name: '売上 2024.csv', bytes: table.length, sha256: hashOf(table) }],
});
const read = (entries: RawEntry[]) => readArchive(new Blob([rawZip(entries) as Uint8Array<ArrayBuffer>]), sentence);
const flowEntry: RawEntry = { name: 'flow.flow.json', data: flow };

const page = {
    version: { app: '1', flow: 1, pyodide: '1' },
    flowText: () => flow,
    text: sentence,
    ask: () => ({ results: [] }),
    preview: () => Promise.resolve(null),
    files: { list: () => JSON.parse(flow).files, blob: () => new Blob([table]) },
    packages: { fetch: () => Promise.resolve({ 'six-1.16.whl': bytesOf('wheel').buffer }) },
};

test('a packed flow brings its files and wheels', async context => {
    context.mock.method(globalThis, 'fetch', () => Promise.resolve(new Response('{"packages": {}}')));
    const cargo = await cargoOf(page as unknown as Parameters<typeof cargoOf>[0], ['six'], 'lock.json');
    const { archive } = await packFlow(page as unknown as Parameters<typeof packFlow>[0], new Date(0), null, cargo);
    const content = await readArchive(archive, sentence);
    assert.equal(content.text, flow);
    assert.equal(content.warning, undefined);
    assert.deepEqual([...(content.files?.keys() ?? [])], [hashOf(table)]);
    assert.equal(await content.files?.get(hashOf(table))?.text(), 'a,b\n1,2\n');
    assert.equal(new TextDecoder().decode(content.wheels?.get('six-1.16.whl')), 'wheel');
});

test('what carries the files too is called so: side by side in a folder the two are told apart', async () => {
    const names: string[] = [];
    const saving = {
        ...page,
        ask: (question: string) => (question === 'status' ? { title: 'Sales' } : { results: [] }),
        download: (name: string) => names.push(name),
        send: () => undefined,
        say: () => undefined,
    };
    for (const cargo of [undefined, new Map()]) await saveWithResults(saving as unknown as Parameters<typeof saveWithResults>[0], new Date(0), null, cargo);
    assert.deepEqual(names, ['Sales.flow.zip', 'Sales.packed.flow.zip']);
});

test('a file that is not here is named, and nothing is packed without it', async () => {
    const without = { ...page, files: { ...page.files, blob: () => undefined } };
    await assert.rejects(cargoOf(without as unknown as Parameters<typeof cargoOf>[0], [], ''), /files\.not_here.*売上/);
});

test('of the files only those that the flow names, with the bytes it says', async () => {
    const content = await read([
        flowEntry,
        { name: 'files/売上 2024.csv', data: 'something else' },
        { name: 'files/other.csv', data: 'x' },
        { name: 'files/deep/er.csv', data: 'x' },
        { name: 'wheels/no wheel.txt', data: 'x' },
    ]);
    assert.match(content.warning ?? '', /files_changed.*売上 2024\.csv/);
    assert.deepEqual([content.files, content.wheels], [undefined, undefined]);
});

test('bombs, links, paths that lead out and twice the same name are refused among the files too', async () => {
    const file: RawEntry = { name: 'files/売上 2024.csv', data: table };
    await assert.rejects(read([flowEntry, file, file]), /archive\.twice/);
    for (const name of ['/etc/passwd', '../files/a.csv', 'files/../../a', 'C:/a', 'files\\a.csv'])
        await assert.rejects(read([flowEntry, { name, data: 'x' }]), /archive\./, name);
    // A symbolic link, and one that the list calls a file of another kind.
    await assert.rejects(read([flowEntry, { name: 'files/link', data: '/etc/passwd', attributes: 0xa1ff0000 }]), /archive\.bad_name/);
    await read([flowEntry, { ...file, attributes: 0x81a40000 }]);
    // Says that it unpacks to more than may be.
    await assert.rejects(read([flowEntry, { name: 'files/a', data: 'x', size: kPackBytes + 1, listedSize: kPackBytes + 1 }]), /archive\.too_large/);
    // Says that it is small and is not.
    await assert.rejects(read([flowEntry, { name: 'files/a', data: new Uint8Array(2_000_000), size: 10, listedSize: 10 }]), /archive\.damaged/);
});
