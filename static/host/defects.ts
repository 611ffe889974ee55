// Tells a mistake of ours from an error that the world or the user made. What the program refuses on purpose is an Error with a sentence; what JavaScript or WebAssembly throws by
// itself (a missing member, a bad length, a trap) means that the program did what nobody thought of, and its state is not to be trusted.

const kNative: readonly unknown[] = [TypeError, ReferenceError, RangeError, SyntaxError, EvalError, URIError, WebAssembly.RuntimeError];

/// A piece of the site that could not be fetched: the browsers' words for `import()` without a network. It is a TypeError like any other.
const kUnreachable = /dynamically imported module|Importing a module script failed/i;

/// True for what only a mistake of ours throws. Whoever calls something of the browser that throws such an error for the world's reasons (`fetch` without a network, `new URL` with
/// a person's text) turns it into a sentence there. A class of its own (`WrongCall`) is thrown on purpose.
export function isDefect(error: unknown): boolean {
    return error instanceof Error && kNative.includes(error.constructor) && !kUnreachable.test(error.message);
}

/// What a program that uses `window.pythonflows` gets for a wrong argument: its mistake, not ours.
export class WrongCall extends TypeError {
    override name = 'TypeError';
}

/// Tells `found` of everything that was thrown and that nobody caught. A rejection that nobody heard counts only as a defect's: a sentence may have been meant for a program that
/// did not listen.
export function watchForDefects(found: (error: unknown) => void): void {
    addEventListener('error', event => {
        // Without an error it is the browser's own remark (a ResizeObserver that needs another round) or a script of somebody else's.
        if (event.error instanceof Error && !(event.error instanceof WrongCall)) found(event.error);
    });
    addEventListener('unhandledrejection', event => {
        if (isDefect(event.reason)) found(event.reason);
    });
}

/// The error with its place, as a report needs it.
export function describe(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    // Some browsers begin the stack with the message, some do not.
    const stack = error.stack ?? '';
    return stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`.trim();
}
