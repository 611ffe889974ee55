// What a checker is: a function that returns its complaints, one text each ("file:line: what is wrong"), and none when all is well.
import { runTool } from '../setup/failure.mjs';
import { isMainModule } from '../setup/main_module.mjs';

/** Lets a checker's file be run as a command of its own: prints the complaints and fails if there are any. */
export async function runAsCommand(moduleUrl, check) {
    if (!isMainModule(moduleUrl)) return;
    await runTool(async () => {
        const complaints = await check();
        for (const complaint of complaints) console.log(complaint);
        return complaints.length > 0 ? 1 : 0;
    });
}

/** The line (from 1) in which a position of a text lies. */
export function lineOf(text, position) {
    let line = 1;
    for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) ++line;
    return line;
}
