// Limits as people read and type them: seconds, KiB, pieces. 0 seconds is no limit of time.
import type { NodeLimits } from '../../runtime/protocol/messages.gen.ts';

export type LimitName = keyof NodeLimits;

export interface LimitUnit {
    /// How much of the stored unit one of the shown unit is.
    unit: number;
    isWhole: boolean;
}

export interface LimitField extends LimitUnit {
    name: LimitName;
}

export const limitFields: readonly LimitField[] = [
    { name: 'time_sec', unit: 1, isWhole: false },
    { name: 'output_bytes', unit: 1024, isWhole: true },
    { name: 'displays', unit: 1, isWhole: true },
];

/// A stored limit in the field's unit; '' for none.
export function shownLimit(field: LimitUnit, value: number | undefined): string {
    if (value === undefined) return '';
    return String(Number((value / field.unit).toPrecision(6)));
}

/// What was typed, in the stored unit; undefined for an empty field. `bad` is the `ui.` key that says what is wrong.
export function typedLimit(field: LimitUnit, text: string): { value: number | undefined } | { bad: string } {
    const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
    if (plain === '') return { value: undefined };
    const number = Number(plain);
    if (!/^\d+(\.\d+)?$/.test(plain) || !Number.isFinite(number)) return { bad: 'bad.number' };
    return { value: field.isWhole ? Math.round(number * field.unit) : number * field.unit };
}
