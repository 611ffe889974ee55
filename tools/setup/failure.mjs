// How a tool of this project ends when it cannot go on: one sentence for a person on standard error and an exit status that is not 0.
// Knows nothing of what the tool does.

/** Something that the person at the keyboard can do something about. The message is one sentence that says what. */
export class Failure extends Error {}

/** Runs a tool's main function; a Failure becomes its sentence, anything else (our own mistake) keeps its stack. */
export async function runTool(main) {
    try {
        process.exitCode = (await main()) ?? 0;
    } catch (error) {
        if (!(error instanceof Failure)) throw error;
        process.stderr.write(`\npythonflows: ${error.message}\n`);
        process.exitCode = 1;
    }
}

/** A line of progress. Standard output is kept for what a tool was asked for. */
export function say(text) {
    process.stderr.write(`${text}\n`);
}
