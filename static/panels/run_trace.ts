// A run as a trace in Chrome's trace-event format, which Perfetto and speedscope open. Times are microseconds.
import type { LoggedRun } from '../../runtime/protocol/messages.gen.ts';

const kProcess = 1;
const kKernel = 1;

/// The trace as JSON text: what each node waited for its turn (asynchronous spans) and what it took (on the kernel's line).
export function traceOf(run: LoggedRun, flowTitle: string, words: { kernel: string; waiting: string }): string {
    const place = { pid: kProcess, tid: kKernel };
    const named = [
        { ph: 'M', name: 'process_name', ...place, args: { name: flowTitle } },
        { ph: 'M', name: 'thread_name', ...place, args: { name: words.kernel } },
    ];
    const micros = (ms: number): number => Math.round(ms * 1000);
    const calls = run.calls.flatMap((call, at) => {
        const args = { node: call.node, ended: call.ended ?? '', why: call.why.map(why => why.text) };
        const waiting = { cat: 'waiting', id: at + 1, name: `${words.waiting}: ${call.title}`, ...place };
        return [
            { ph: 'b', ts: 0, ...waiting },
            { ph: 'e', ts: micros(call.startMs), ...waiting },
            { ph: 'X', cat: 'node', name: call.title, ts: micros(call.startMs), dur: micros(call.elapsedMs), ...place, args },
        ];
    });
    return JSON.stringify({ traceEvents: [...named, ...calls], displayTimeUnit: 'ms' });
}
