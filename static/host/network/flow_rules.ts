// The rules that a flow brings in its field `network`: answers for its own requests, or none at all, so that a flow can be tried without the network. They can only take away: a flow cannot allow itself
// anything. {"network": {"rules": [{"match": "https://api.example.com/*", "status": 200, "headers": {…}, "body": "…"}, {"match": "*", "block": true}]}}; the first rule that matches counts.
import { kNetworkRules } from '../limits.ts';
import { type Pattern, patternOf } from './patterns.ts';

export interface GivenAnswer {
    status: number;
    headers: Record<string, string>;
    body: string;
}

/// `answer` null: blocked.
export interface FlowRule {
    pattern: Pattern;
    answer: GivenAnswer | null;
}

/// The rules in a flow's text. What is no rule is left out, and named in `damaged`.
export function rulesOf(flow: unknown): { rules: FlowRule[]; damaged: string[] } {
    const listed = isObject(flow) && isObject(flow['network']) ? flow['network']['rules'] : undefined;
    const rules: FlowRule[] = [];
    const damaged: string[] = [];
    if (listed === undefined) return { rules, damaged };
    if (!Array.isArray(listed)) return { rules, damaged: ['/network/rules'] };
    for (const [index, value] of listed.slice(0, kNetworkRules).entries()) {
        const rule = ruleOf(value);
        if (rule) rules.push(rule);
        else damaged.push(`/network/rules/${index}`);
    }
    if (listed.length > kNetworkRules) damaged.push(`/network/rules/${kNetworkRules}`);
    return { rules, damaged };
}

function ruleOf(value: unknown): FlowRule | null {
    if (!isObject(value) || typeof value['match'] !== 'string') return null;
    const pattern = patternOf(value['match']);
    if (!pattern) return null;
    if (value['block'] === true) return { pattern, answer: null };
    const { status = 200, headers = {}, body = '' } = value;
    if (!Number.isInteger(status) || (status as number) < 200 || (status as number) > 599 || typeof body !== 'string') return null;
    if (!isObject(headers) || !Object.values(headers).every(header => typeof header === 'string')) return null;
    return { pattern, answer: { status: status as number, headers: headers as Record<string, string>, body } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
