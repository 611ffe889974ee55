// Where the site is written: a folder made anew beside the old one and swapped in when whole, so that a build that fails leaves the last site in place.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A site under construction. Paths are relative to its root, with forward slashes. */
export class Output {
    constructor(dist) {
        this.dist = dist;
        this.folder = `${dist}.new`;
        rmSync(this.folder, { recursive: true, force: true });
        mkdirSync(this.folder, { recursive: true });
    }

    /** Writes a file under this very name; returns {path, bytes} as the page's facts want it. */
    write(path, content) {
        const target = join(this.folder, ...path.split('/'));
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, content);
        return { path, bytes: Buffer.byteLength(content) };
    }

    /** Writes a file whose name carries its content's hash, so that browsers may keep it for ever: `a/b.js` becomes `a/b-3f9a02c1.js`. */
    writeHashed(path, content) {
        return this.write(hashedName(path, content), content);
    }

    /** All files, sorted. */
    files() {
        const found = [];
        const visit = folder => {
            for (const entry of readdirSync(folder, { withFileTypes: true })) {
                const path = join(folder, entry.name);
                if (entry.isDirectory()) visit(path);
                else found.push(relative(this.folder, path).split(sep).join('/'));
            }
        };
        visit(this.folder);
        return found.sort();
    }

    /** Removes what is not finished; nothing after `finish`. */
    discard() {
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** Makes this the site. */
    finish() {
        const old = `${this.dist}.old`;
        rmSync(old, { recursive: true, force: true });
        if (existsSync(this.dist)) renameSync(this.dist, old);
        renameSync(this.folder, this.dist);
        rmSync(old, { recursive: true, force: true });
    }
}

/** The name with eleven hexadecimal digits of the content's hash, at least one a digit and one a letter, as the server knows hashed names. */
export function hashedName(path, content) {
    const digest = createHash('sha256').update(content).digest('hex');
    const at = [...digest].findIndex((_, index) => /[0-9]/.test(digest.slice(index, index + 11)) && /[a-f]/.test(digest.slice(index, index + 11)));
    const dot = path.lastIndexOf('.');
    return `${path.slice(0, dot)}-${digest.slice(at, at + 11)}${path.slice(dot)}`;
}

/** Whether a name carries such a hash (or esbuild's). */
export function isHashedName(path) {
    return /-(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{11}\.[a-z0-9]+$/.test(path) || /-[A-Z2-7]{8}\.(js|css)$/.test(path);
}
