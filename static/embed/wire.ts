// What an embedding page and the page in its frame say to each other (docs/embedding/protocol.md). Both sides check what they hear: neither trusts the other.

/// Changed when one side could misunderstand the other.
export const kWireVersion = 1;

/// To the window of the parent: the page can be spoken to. It holds no secret, so anybody may hear it.
export interface Here {
    pythonflows: 'here';
    versions: number[];
}

/// To the window of the page, from a parent that came too late to hear it: the page says `here` again.
export interface Hello {
    pythonflows: 'hello';
}

/// To the window of the page, with a MessagePort, through which everything else goes, and one more for each other flow of this page: flows of one author share Python.
export interface Connect {
    pythonflows: 'connect';
    version: number;
    /// What to begin with, where the page was called with `?embed=`.
    begin?: Beginning;
}

/// A flow's file and the files that lie beside it.
export interface Beginning {
    flow: Blob;
    files: { name: string; blob: Blob }[];
}

/// To the window of a parent that may not speak to the page.
export interface Refused {
    pythonflows: 'refused';
    reason: string;
}

/// Through the port, to the page.
export type ToPage =
    | { call: number; name: string; args: unknown[] }
    /// Which events are wanted from now on.
    | { listen: string[] }
    /// The batch of events with this number was taken in: the next may come.
    | { heard: number }
    /// With a port: another flow has come into the page.
    | { neighbour: true };

/// Through the port, to the parent.
export type ToParent =
    | { welcome: { version: { app: string; flow: number; pyodide: string } } }
    /// The editor can be used.
    | { ready: true }
    | { answer: number; value: unknown }
    | { answer: number; error: { message: string; code?: string } }
    | { batch: number; events: { name: string; detail: unknown }[] }
    /// The page says no more through this port.
    | { ended: string };

/// The members that can be called.
export const kMembers = [
    'pythonReady',
    'open',
    'flow',
    'run',
    'stop',
    'restart',
    'state',
    'isBusy',
    'runs',
    'output',
    'preview',
    'variables',
    'addFile',
    'files',
    'removeFile',
    'edit',
    'undo',
    'redo',
    'widget',
    'exportPython',
    'exportNotebook',
    'setTheme',
    'setLanguage',
] as const;
export type Member = (typeof kMembers)[number];

export const kEvents = ['state', 'output', 'error', 'edited', 'kernel'] as const;
export type EventName = (typeof kEvents)[number];

/// Calls that the page answers at the same time; the element keeps the rest waiting on its own side.
export const kCallsInFlight = 64;
