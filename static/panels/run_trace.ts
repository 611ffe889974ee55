// A run as a trace in Chrome's trace-event format, which Perfetto and speedscope open. Times are microseconds.
import type { LoggedRun } from '../../runtime/protocol/messages.gen.ts';

const kProcess = 1;

/// The trace as JSON text: what each node waited for its turn (asynchronous spans) and what it took (on its kernel's line).
export function traceOf(run: LoggedRun, flowTitle: string, words: { kernel: string; waiting: string }): string {
    const placeOf = (kernel: number) => ({ pid: kProcess, tid: kernel + 1 });
    const kernels = [...new Set([0, ...run.calls.map(call => call.kernel)])].sort((a, b) => a - b);
    const named = [
        { ph: 'M', name: 'process_name', ...placeOf(0), args: { name: flowTitle } },
        ...kernels.map(kernel => ({ ph: 'M', name: 'thread_name', ...placeOf(kernel), args: { name: kernelName(words.kernel, kernel) } })),
    ];
    const micros = (ms: number): number => Math.round(ms * 1000);
    const calls = run.calls.flatMap((call, at) => {
        const place = placeOf(call.kernel);
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

/// "Python", "Python 2" …: the home kernel has no number, since most flows know no other.
export function kernelName(word: string, kernel: number): string {
    return kernel === 0 ? word : `${word} ${kernel + 1}`;
}
