// File servers as people have them, the site in a folder of theirs: the flow runs, and nothing is asked of anybody else.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { nginx } from '../tools/setup/nginx.mjs';
import { launch, Stage } from './harness.mjs';
import { hostingModes } from './hosting_modes.mjs';
import { rainRuns, wholeRainFlow } from './rain_flow.mjs';
import { site } from './servers.mjs';

const freePort = () =>
    new Promise((settle, refuse) => {
        const probe = createServer();
        probe.once('error', refuse);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => settle(port));
        });
    });

const nginxHere = nginx();

/** By name: what starts it for a folder on a port. */
const servers = {
    'python3 -m http.server': {
        skip: false,
        start: (folder, port) => spawn('python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', folder], { stdio: 'ignore' }),
    },
    nginx: {
        skip: nginxHere ? false : 'there is no nginx here (Debian: nginx)',
        start: (folder, port) => {
            // Everything that the package leaves to a default stays so, but for the places that only root may write to.
            const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`).join(' ');
            const config = `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
http { include ${nginxHere.types}; default_type application/octet-stream; access_log off; ${places}
server { listen 127.0.0.1:${port}; root ${folder}; } }`;
            writeFileSync(join(folder, 'nginx.conf'), config);
            return spawn(nginxHere.program, ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
        },
    },
};

async function untilAnswered(url) {
    for (const deadline = Date.now() + 60_000; ; ) {
        const response = await fetch(url).catch(() => null);
        if (response?.ok) return;
        if (Date.now() > deadline) throw new Error(`${url} does not answer`);
        await new Promise(settle => setTimeout(settle, 100));
    }
}

for (const [name, { skip, start }] of Object.entries(servers)) {
    test(`${name}, in a folder: the flow runs, and no request leaves for anybody else`, { skip }, async () => {
        const folder = mkdtempSync(join(tmpdir(), 'pythonflows-static-'));
        chmodSync(folder, 0o755); // nginx, started by root, reads as nobody
        mkdirSync(join(folder, 'docs'));
        cpSync(site, join(folder, 'docs', 'flows'), { recursive: true });
        const port = await freePort();
        const server = start(folder, port);
        const browser = await launch();
        try {
            const url = `http://127.0.0.1:${port}/docs/flows/`;
            await untilAnswered(url);
            const asked = [];
            browser.context.on('request', request => asked.push(request.url()));
            const stage = await Stage.open(browser.context, url, hostingModes.service_worker);
            await stage.pythonReady();
            await stage.call('open', wholeRainFlow);
            await rainRuns(stage);
            await stage.expectClean();
            assert.deepEqual(
                asked.filter(address => !address.startsWith(url) && !/^(blob|data|about):/.test(address)),
                [],
            );
        } finally {
            await browser.close();
            server.kill();
            rmSync(folder, { recursive: true, force: true });
        }
    });
}
