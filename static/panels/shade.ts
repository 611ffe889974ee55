// Light or dark: what a theme ("auto", "light", "dark") means on this device, written where the styles look for it.

const dark = '(prefers-color-scheme: dark)';

/// Sets the page's colours. "auto" and unknown names follow the system.
export function applyShade(theme: string): void {
    const isDark = theme === 'dark' || (theme !== 'light' && matchMedia(dark).matches);
    document.documentElement.dataset['shade'] = isDark ? 'dark' : 'light';
}

/// Tells when the system's own preference changes.
export function onSystemShade(listener: () => void): void {
    matchMedia(dark).addEventListener('change', listener);
}
