// `npm start [-- server options]`: installs what is missing, builds, and serves dist/ until it is interrupted. Standard output is the server's alone: its first
// line is the address. `--no-open` keeps the browser closed, which otherwise opens when somebody is at a desktop to see it.
import { spawn } from 'node:child_process';

import { buildAll, serverProgram } from './build.mjs';
import { Failure, runTool } from './setup/failure.mjs';
import { dist } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';

function hasDesktop() {
    if (process.env.CI || !process.stdout.isTTY) return false;
    return process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function serverArguments(given) {
    const options = given.filter(argument => argument !== '--no-open' && argument !== '--open');
    const open = !given.includes('--no-open') && (given.includes('--open') || hasDesktop());
    return [dist, ...options, ...(open ? ['--open'] : [])];
}

/** Serves until the server ends; its exit status is ours. */
function serve(args) {
    return new Promise((resolve, reject) => {
        const server = spawn(serverProgram, args, { stdio: ['ignore', 'inherit', 'inherit'] });
        for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
        server.on('error', error => reject(new Failure(`the server could not be started (${error.message}): please run npm run clean and try again.`)));
        server.on('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 0 : 1)));
    });
}

await runTool(async () => {
    await setUp();
    // A page on this machine gains nothing by compressed files, and its first start would wait for them.
    await buildAll({ compress: false });
    return serve(serverArguments(process.argv.slice(2)));
});
