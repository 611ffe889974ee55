// Flows in documentation made by generators, with the site in a folder of the documentation, served by the plainest host there is: python3 -m http.server.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, repositoryText } from './harness.mjs';
import { rainCsv, rainFlow, wetDays } from './rain_flow.mjs';
import { site } from './servers.mjs';

const extensions = fileURLToPath(new URL('../docs/embedding', import.meta.url));
/** Whether the generator is here, else the sentence why the test is skipped. */
const missing = (program, debian) => (spawnSync(program, ['--version']).status === 0 ? false : `${program} is not installed (Debian: ${debian})`);

function run(program, args, cwd) {
    const ran = spawnSync(program, args, { cwd, encoding: 'utf8' });
    assert.equal(ran.status, 0, `${ran.stdout}\n${ran.stderr}`);
}

/** python3 -m http.server on a folder: {url, close()}. */
async function servePlainly(folder) {
    const child = spawn('python3', ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    const line = await new Promise((settle, refuse) => {
        createInterface({ input: child.stdout }).once('line', settle);
        child.once('error', refuse);
    });
    const close = () =>
        new Promise(done => {
            child.once('exit', done);
            child.kill();
        });
    return { url: `http://127.0.0.1:${/port (\d+)/.exec(line)[1]}/`, close };
}

/** Writes the sources into a folder that is thrown away, lets `build` make the documentation, and runs the flow of the page at `path` as a reader would. */
async function readAndRun(build, path) {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-docs-'));
    let host;
    let browser;
    try {
        const rain = readFileSync(rainCsv);
        const file = { name: 'seattle-weather.csv', bytes: rain.length, sha256: createHash('sha256').update(rain).digest('hex') };
        const docs = join(folder, 'docs');
        mkdirSync(join(docs, 'guide'), { recursive: true });
        writeFileSync(join(docs, 'seattle-weather.csv'), rain);
        writeFileSync(join(docs, 'rain.flow.json'), JSON.stringify({ ...rainFlow, files: [file] }));
        const built = build(folder, docs);
        symlinkSync(site, join(built, 'flows'));
        host = await servePlainly(built);
        browser = await launch();
        const page = await browser.context.newPage();
        await page.goto(new URL(path, host.url).href);
        await page.locator('python-flow button', { hasText: 'Start' }).click();
        const result = await page.evaluate(async () => {
            const element = document.querySelector('python-flow');
            await element.pythonReady;
            const { ended } = await element.run();
            return { ended, kept: (await element.preview('wet')).total, drawn: (await element.preview('plot')).spec.data.values.length };
        });
        assert.deepEqual(result, { ended: 'ok', kept: wetDays(), drawn: wetDays() });
    } finally {
        await browser?.close();
        await host?.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

test('a page with the two lines of the README, as it says', () =>
    readAndRun((folder, docs) => {
        const lines = /```html\n(<script src="flows\/embed\.js">.*?)```/s.exec(repositoryText('README.md'))[1];
        const out = join(folder, 'page');
        mkdirSync(out);
        writeFileSync(join(out, 'index.html'), `<!doctype html>\n<title>Sales</title>\n${lines}`);
        copyFileSync(join(docs, 'rain.flow.json'), join(out, 'sales.flow.json'));
        copyFileSync(rainCsv, join(out, 'seattle-weather.csv'));
        return out;
    }, ''));

test('the flow of the README that is written by hand, beside its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pythonflows-docs-'));
    let host;
    let browser;
    try {
        const readme = repositoryText('README.md');
        writeFileSync(join(folder, 'sales.flow.json'), /```json\n([^`]*"pythonflows"[^`]*)```/.exec(readme)[1]);
        writeFileSync(join(folder, 'sales.csv'), 'city,amount\nTokyo,120\nOslo,90\nLima,300\n');
        const lines = /```html\n(<script src="flows\/embed\.js">.*?)```/s.exec(readme)[1];
        writeFileSync(join(folder, 'index.html'), `<!doctype html>\n<title>Sales</title>\n${lines}`);
        symlinkSync(site, join(folder, 'flows'));
        host = await servePlainly(folder);
        browser = await launch();
        const page = await browser.context.newPage();
        await page.goto(host.url);
        const { rows, isChanged, files, refused } = await page.evaluate(async () => {
            const element = document.querySelector('python-flow');
            await element.start();
            await element.undo().catch(() => undefined);
            await element.run();
            return {
                rows: (await element.preview('large')).rows.map(([city]) => city),
                isChanged: (await element.state()).dirty,
                files: (await element.files()).map(({ name }) => name),
                refused: await Promise.all(['large', { upTo: 'nobody' }].map(wrong => element.run(wrong).catch(error => error.message))),
            };
        });
        assert.deepEqual(rows, ['Tokyo', 'Lima']);
        assert.equal(isChanged, false, 'nobody changed it');
        assert.deepEqual(files, ['sales.csv'], 'what the flow begins with is no step to undo');
        assert.match(refused.join('\n'), /upTo: "node".*\nThere is no node nobody/);
    } finally {
        await browser?.close();
        await host?.close();
        rmSync(folder, { recursive: true, force: true });
    }
});

test('a page made by Sphinx, in a folder, with `.. python-flow::`', { skip: missing('sphinx-build', 'python3-sphinx') }, () =>
    readAndRun((folder, docs) => {
        writeFileSync(
            join(docs, 'conf.py'),
            `import sys\nsys.path.insert(0, ${JSON.stringify(extensions)})\nproject = "Docs"\nextensions = ["pythonflows_sphinx"]\npythonflows_site = "flows"\n`,
        );
        writeFileSync(join(docs, 'index.rst'), 'Docs\n====\n\n.. toctree::\n\n   guide/rain\n');
        writeFileSync(join(docs, 'guide', 'rain.rst'), 'Rain\n====\n\n.. python-flow:: ../rain.flow.json\n   :height: 500\n\nThe end.\n');
        const out = join(folder, 'out');
        run('sphinx-build', ['-q', '-W', '-b', 'html', docs, out], folder);
        run('sphinx-build', ['-q', '-W', '-b', 'text', docs, join(folder, 'text')], folder);
        return out;
    }, 'guide/rain.html'),
);

test('a page made by MkDocs, with the hook', { skip: missing('mkdocs', 'mkdocs') }, () =>
    readAndRun((folder, docs) => {
        copyFileSync(join(extensions, 'pythonflows_mkdocs.py'), join(folder, 'pythonflows_mkdocs.py'));
        writeFileSync(join(folder, 'mkdocs.yml'), 'site_name: Docs\nhooks: [pythonflows_mkdocs.py]\nextra:\n  pythonflows_site: flows\n');
        writeFileSync(join(docs, 'index.md'), '# Docs\n\n[Rain](guide/rain.md)\n');
        writeFileSync(join(docs, 'guide', 'rain.md'), '# Rain\n\n::python-flow ../rain.flow.json height=500\n\nThe end.\n');
        run('mkdocs', ['build', '-q'], folder);
        return join(folder, 'site');
    }, 'guide/rain/'),
);
