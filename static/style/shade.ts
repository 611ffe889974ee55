// What a theme means on this device: light or dark, and with more contrast where that is asked for. Written where the styles look for it.

export type Shade = 'light' | 'dark' | 'contrast_light' | 'contrast_dark';

const isDarkAsked = '(prefers-color-scheme: dark)';
/// Windows' contrast themes say `forced-colors`; the panels are coloured by the browser then, the canvas is ours to colour.
const isContrastAsked = '(prefers-contrast: more), (forced-colors: active)';

/// "light", "dark", or "contrast" (light or dark as the system is); "auto" and unknown names follow the system. Where the system asks for more contrast, each of them has it.
export function shadeOf(theme: string): Shade {
    const lightness = theme === 'light' || theme === 'dark' ? theme : matchMedia(isDarkAsked).matches ? 'dark' : 'light';
    return theme === 'contrast' || matchMedia(isContrastAsked).matches ? `contrast_${lightness}` : lightness;
}

/// Sets the page's colours and returns what they are now.
export function applyShade(theme: string): Shade {
    const shade = shadeOf(theme);
    const { dataset } = document.documentElement;
    dataset['shade'] = shade.endsWith('dark') ? 'dark' : 'light';
    dataset['contrast'] = shade.startsWith('contrast') ? 'more' : 'usual';
    return shade;
}

/// Tells when the system's own preference changes.
export function onSystemShade(listener: () => void): void {
    for (const query of [isDarkAsked, isContrastAsked]) matchMedia(query).addEventListener('change', listener);
}
