// Where versions lie in the database, beside the autosave's records: what a version is, and its text, each under a key of its own, so that a list is read without the texts.

/// `version/<history>/<id>`: a version without its text (written and removed together with it).
export const kVersionPrefix = 'version/';
/// `version-text/<history>/<id>`
export const kVersionTextPrefix = 'version-text/';
/// `version-name/<hash of a text that was saved as a file>`: the history that goes on when this file is opened again.
export const kHistoryNamePrefix = 'version-name/';

/// The hashes of the files that a version names; of something damaged none.
export function filesOfVersion(version: unknown): string[] {
    const { files } = (version ?? {}) as { files?: unknown };
    return Array.isArray(files) ? files.filter(sha256 => typeof sha256 === 'string') : [];
}
