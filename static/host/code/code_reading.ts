// Scripts and notebooks as flows: Python knows how to read them (runtime/kernel/python/pythonflows_code) and runs nothing of them. Loaded when there is one.
import type { CodeTask } from '../../../runtime/protocol/messages.gen.ts';
import { kFlowCharacters } from '../limits.ts';
import type { Page } from '../page_interface.ts';

export type ReadingPage = Pick<Page, 'ask' | 'text' | 'laterTexts'> & {
    readonly pythonReady: Promise<void>;
    readonly kernel: { translate(task: CodeTask, question: unknown): Promise<unknown> };
    say(level: string, text: string): void;
};

/// In one message to a person.
const kNamed = 4;

/// Waits for Python. `remark` is what a person must hear of it. Rejects with a sentence.
export async function flowOfCode(page: ReadingPage, file: File): Promise<{ text: string; remark?: string }> {
    await page.laterTexts();
    if (file.size > kFlowCharacters) throw new Error(page.text('later.code.too_large', { file: file.name, mb: Math.floor(kFlowCharacters / 2 ** 20) }));
    if (page.ask('state', {}).kernel !== 'ready') page.say('info', page.text('later.code.waiting', { file: file.name }));
    await page.pythonReady;
    const answer = await page.kernel.translate('flow', { name: file.name, text: await file.text() });
    const { flow, remarks } = (answer ?? {}) as { flow?: unknown; remarks?: unknown };
    if (typeof flow !== 'string' || !Array.isArray(remarks)) throw new Error(page.text('later.code.no_answer'));
    if (remarks.length === 0) return { text: flow };
    const told = remarks.slice(0, kNamed).map(String).join(' ') + (remarks.length > kNamed ? ' …' : '');
    return { text: flow, remark: page.text('later.code.remarks', { file: file.name, remarks: told }) };
}
