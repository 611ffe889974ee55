// What the page around looks like: its language and whether it is dark, and when that changes.
import { isDarkColour } from './colour.ts';
import { languageOf } from './texts.ts';

/// The language of the text that the element stands in; undefined for one without an interface.
export function languageAround(element: Element): string | undefined {
    return languageOf(element.closest('[lang]')?.getAttribute('lang'));
}

/// Judged by what lies behind the element, because pages switch in many ways: a class, an attribute, a style sheet.
export function shadeAround(element: Element): 'light' | 'dark' {
    for (let at: Element | null = element; at; at = at.parentElement ?? (at.getRootNode() as Partial<ShadowRoot>).host ?? null) {
        const isDark = isDarkColour(getComputedStyle(at).backgroundColor);
        if (isDark !== undefined) return isDark ? 'dark' : 'light';
    }
    const scheme = getComputedStyle(document.documentElement).colorScheme;
    if (!scheme.includes('dark')) return 'light';
    return !scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/// Calls whenever it may have changed; returns what ends that. Colours may be on their way for a moment after the change.
export function watchAround(changed: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
        changed();
        clearTimeout(timer);
        timer = setTimeout(changed, 500);
    };
    const observer = new MutationObserver(soon);
    for (const root of [document.documentElement, document.body]) if (root) observer.observe(root, { attributes: true });
    const darkness = matchMedia('(prefers-color-scheme: dark)');
    darkness.addEventListener('change', soon);
    return () => {
        clearTimeout(timer);
        observer.disconnect();
        darkness.removeEventListener('change', soon);
    };
}
