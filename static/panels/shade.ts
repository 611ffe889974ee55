// Light or dark: what a theme ("auto", "light", "dark") means on this device, written where the styles look for it.

const dark = '(prefers-color-scheme: dark)';

/// Sets the page's colours and returns what they are now. "auto" and unknown names follow the system.
export function applyShade(theme: string): 'light' | 'dark' {
    const isDark = theme === 'dark' || (theme !== 'light' && matchMedia(dark).matches);
    const shade = isDark ? 'dark' : 'light';
    document.documentElement.dataset['shade'] = shade;
    return shade;
}

/// Tells when the system's own preference changes.
export function onSystemShade(listener: () => void): void {
    matchMedia(dark).addEventListener('change', listener);
}
