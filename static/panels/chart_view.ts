// Draws a Vega-Lite or Vega chart with vega's View. Loaded when the first chart is shown. The chart's expressions are interpreted (no code is made from text),
// and its loader refuses every address: a chart shows the data that Python gave it and asks nobody for more.
import { expressionInterpreter } from 'vega-interpreter';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { type Loader, parse, type Spec, View } from 'vega';

/// One drawn chart. `resize` follows its room; `finalize` ends its timers and listeners.
export interface DrawnChart {
    resize(width: number, height: number): Promise<void>;
    toPng(): Promise<Blob>;
    finalize(): void;
}

function refuse(): Promise<never> {
    return Promise.reject(new Error('charts may not load anything'));
}
const refusingLoader = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as Loader;

/// How every chart is drawn: expressions interpreted, nothing loaded, nothing written to the console.
const drawing = { expr: expressionInterpreter, renderer: 'canvas' as const, loader: refusingLoader, logLevel: 0 };

/// The theme's colours as the chart's standard look; what the specification says itself stays.
function lookOf(element: Element): Config {
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = {
        labelColor: colour('--ink-2'),
        titleColor: colour('--ink'),
        labelFont: style.fontFamily,
        titleFont: style.fontFamily,
        titleFontWeight: 600 as const,
    };
    return {
        background: 'transparent',
        font: style.fontFamily,
        view: { stroke: 'transparent' },
        axis: {
            ...text,
            labelOverlap: true,
            gridColor: colour('--line'),
            domainColor: colour('--line-strong'),
            tickColor: colour('--line-strong'),
            labelFontSize: 11,
            titleFontSize: 12,
            titlePadding: 8,
        },
        legend: { ...text, labelFontSize: 11, titleFontSize: 12 },
        header: text,
        title: { color: colour('--ink'), subtitleColor: colour('--ink-2'), font: style.fontFamily, fontSize: 14, anchor: 'start', fontWeight: 600 },
        mark: { color: colour('--accent') },
        bar: { cornerRadiusEnd: 2 },
        line: { strokeWidth: 2 },
        range: { category: ['#5b6ee1', '#e08a3c', '#3aa67a', '#d1557f', '#8a67c9', '#4aa3c7', '#b3953a', '#7a8699'] },
    };
}

function isVegaLite(mime: string, spec: Record<string, unknown>): boolean {
    const schema = String(spec['$schema'] ?? '');
    return mime.includes('vegalite') || schema.includes('/vega-lite/') || !schema.includes('/vega/');
}

/// A specification ready to be drawn. `size` is what a single chart fills, in CSS pixels, as far as `fills` says.
function prepared(
    mime: string,
    spec: unknown,
    look: Config,
    isFitted: boolean,
    size: { width: number; height: number },
): { vega: Spec; fills: { width: boolean; height: boolean } } {
    const given = spec as Record<string, unknown>;
    if (!isVegaLite(mime, given)) return { vega: given as Spec, fills: { width: false, height: false } };
    const isSingle = !['facet', 'hconcat', 'vconcat', 'concat', 'repeat'].some(key => key in given) && !hasFacet(given);
    const fills = { width: isSingle && (isFitted || given['width'] === undefined), height: isSingle && (isFitted || given['height'] === undefined) };
    const filled = {
        ...given,
        ...(isSingle ? { autosize: given['autosize'] ?? { type: 'fit', contains: 'padding' } } : {}),
        ...(fills.width ? { width: size.width } : {}),
        ...(fills.height ? { height: size.height } : {}),
    };
    const config = { ...look, ...(hasShortNames(given) ? { axisX: { labelAngle: 0 } } : {}) };
    return { vega: compile(filled as unknown as TopLevelSpec, { config }).spec, fills };
}

/// Draws `spec` into `parent`. With `isFitted` a single chart fills its room whatever size it asks for; without, it has its own size (and fills what it does not say).
export async function drawChart(
    parent: HTMLElement,
    mime: string,
    spec: unknown,
    isFitted: boolean,
    onTooltip: (value: unknown, event: MouseEvent) => void,
): Promise<DrawnChart> {
    const { vega, fills } = prepared(mime, spec, lookOf(parent), isFitted, { width: 400, height: 240 });
    const view = new View(parse(vega, undefined, { ast: true }), { ...drawing, container: parent, hover: true });
    view.tooltip((_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) => onTooltip(value, event));
    await view.runAsync();
    return {
        async resize(width, height) {
            if (fills.width) view.width(Math.max(120, width));
            if (fills.height) view.height(Math.max(100, height));
            if (fills.width || fills.height) await view.runAsync();
        },
        async toPng() {
            const canvas = await view.toCanvas(2);
            return await new Promise<Blob>((resolve, reject) =>
                (canvas as unknown as HTMLCanvasElement).toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
            );
        },
        finalize: () => void view.finalize(),
    };
}

/// The chart as a picture of twice that size, sharp (a chart of several views keeps its proportions): the small one on its node, or whole, to be looked at without this page.
export async function chartPicture(spec: unknown, width: number, height: number, kind: 'small' | 'whole'): Promise<HTMLCanvasElement> {
    const look = lookOf(document.documentElement);
    // The node has a title of its own, and a legend would leave its picture half of its room.
    const small = { ...look, legend: { ...look.legend, disable: true } };
    // Elsewhere the ground may have any colour.
    const whole = { ...look, background: getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(), padding: 12 };
    const { vega } = prepared('', kind === 'small' ? withoutTitle(spec) : spec, kind === 'small' ? small : whole, true, { width, height });
    const view = new View(parse(vega, undefined, { ast: true }), drawing);
    try {
        return (await view.toCanvas(2)) as unknown as HTMLCanvasElement;
    } finally {
        view.finalize();
    }
}

function withoutTitle(spec: unknown): unknown {
    if (typeof spec !== 'object' || spec === null) return spec;
    const { title: _title, ...rest } = spec as Record<string, unknown>;
    return rest;
}

function hasFacet(spec: Record<string, unknown>): boolean {
    const encoding = spec['encoding'];
    return typeof encoding === 'object' && encoding !== null && ['row', 'column', 'facet'].some(key => key in encoding);
}

/// Letters that fit side by side below an axis of an ordinary panel.
const levelLetters = 72;

/// A few short names below the axis have room to lie level; many or long ones stand upright, as the library's own default is.
function hasShortNames(spec: Record<string, unknown>): boolean {
    const data = spec['data'] as { values?: unknown } | undefined;
    const encoding = spec['encoding'] as { x?: { field?: unknown } } | undefined;
    const field = encoding?.x?.field;
    if (!Array.isArray(data?.values) || typeof field !== 'string') return false;
    const names = new Set(data.values.map((row: Record<string, unknown>) => String(row[field])));
    return [...names].reduce((letters, name) => letters + name.length + 2, 0) <= levelLetters;
}
