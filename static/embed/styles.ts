// The element's looks. A constructed sheet, because a page with a strict policy lets no other style in. The colours are those of static/style/tokens.css.

const css = `
:host { display: block; position: relative; box-sizing: border-box; margin: 1em 0; }
:host([hidden]) { display: none; }
.box { position: absolute; inset: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); color: var(--ink); text-align: start;
    font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans CJK JP', 'Yu Gothic UI', sans-serif;
    --canvas: #f3f4f7; --surface: #ffffff; --line: #e3e5ea; --line-strong: #c9cdd6; --ink: #1a1d24; --ink-2: #4d5463; --ink-3: #636b7b; --accent: #4356d6; --accent-strong: #3545b8;
    --on-accent: #ffffff; --wire: #8a93c9; --bad: #bf2a30; color-scheme: light; }
.dark { --canvas: #111318; --surface: #181a20; --line: #2a2e37; --line-strong: #3c424f; --ink: #e9ebf0; --ink-2: #b7bdc9; --ink-3: #969dac; --accent: #97a5ff; --accent-strong: #b1bcff;
    --on-accent: #12162b; --wire: #5d68a8; --bad: #ff8a8a; color-scheme: dark; }
iframe { color-scheme: auto; }
.stand, iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
.stand { display: flex; flex-direction: column; background: var(--surface); color: var(--ink); }
.stand[hidden] { display: none; }
header { display: flex; align-items: center; gap: 12px; padding: 8px 8px 8px 14px; border-bottom: 1px solid var(--line); }
header h2 { flex: 1; min-width: 0; margin: 0; font-size: 15px; font-weight: 600; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button { flex: none; display: inline-flex; align-items: center; gap: 7px; height: 32px; padding: 0 14px 0 11px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent);
    font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: var(--accent-strong); }
button:focus-visible, .scroll:focus-visible, .rows:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button[disabled] { opacity: 0.65; cursor: progress; }
button svg { width: 12px; height: 12px; fill: currentColor; }
.scroll { flex: 1; min-height: 0; overflow: auto; display: flex; flex-direction: column; background: var(--canvas); }
.stage { flex: 1 1 0; min-height: min(220px, 100%); display: flex; padding: 12px; box-sizing: border-box; }
.picture { flex: 1; min-width: 0; min-height: 0; width: 100%; height: 100%; }
.picture text { font: 13px system-ui, 'Hiragino Sans', 'Noto Sans CJK JP', sans-serif; fill: var(--ink); }
.picture .node > rect { fill: var(--surface); stroke: var(--line-strong); }
.picture .name { font-weight: 600; }
.picture .rule { stroke: var(--line); fill: none; }
.picture circle { fill: var(--surface); stroke: var(--wire); stroke-width: 2; }
.picture .link { fill: none; stroke: var(--wire); stroke-width: 2; }
.picture .port { font-size: 11.5px; fill: var(--ink-2); }
.picture .value { font-size: 11.5px; fill: var(--ink-3); }
.picture .frame > rect { fill: var(--accent); fill-opacity: 0.07; stroke: var(--line-strong); }
.picture .note > rect { fill: var(--surface); fill-opacity: 0.7; stroke: var(--line); }
.picture .frame > text, .picture .note > text { font-size: 12.5px; fill: var(--ink-2); }
.looks { flex: none; display: flex; flex-wrap: wrap; gap: 12px; padding: 12px; }
.look { flex: 1 1 260px; min-width: 0; margin: 0; padding: 8px 10px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
figcaption { margin-bottom: 6px; font-size: 12.5px; font-weight: 600; color: var(--ink-2); }
.look img { display: block; max-width: 100%; margin: 0 auto; }
.look img.chart { width: 500px; border-radius: 4px; }
.look pre { margin: 0; max-height: 220px; overflow: auto; font: 12px/1.5 ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.rows { overflow-x: auto; }
table { border-collapse: collapse; font-size: 12.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 12px 2px 0; text-align: start; white-space: nowrap; border-bottom: 1px solid var(--line); max-width: 260px; overflow: hidden; text-overflow: ellipsis; }
th { font-weight: 600; color: var(--ink-2); }
td.number { text-align: end; }
.more, .note-line { margin: 6px 0 0; font-size: 12px; color: var(--ink-3); }
.note-line { margin: 0; padding: 6px 14px; border-top: 1px solid var(--line); }
.note-line.bad { color: var(--bad); }
.note-line:empty { display: none; }
@media print { iframe { display: none; } button { display: none; } }
`;

let sheet: CSSStyleSheet | undefined;

export function styleSheet(): CSSStyleSheet {
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
    }
    return sheet;
}
