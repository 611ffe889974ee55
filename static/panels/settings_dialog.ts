// The settings of the page itself: language and look. They act at once.
import { html, type TemplateResult } from 'lit';
import type { Page } from '../host/page_interface.ts';

/// Languages by their own names: never translated.
const languages = [
    ['en', 'English'],
    ['ja', '日本語'],
] as const;
const themes = ['auto', 'light', 'dark'] as const;

export function settingsBody(page: Page, onChange: () => void): TemplateResult {
    const t = (key: string, args?: Record<string, string | number>) => page.text(`ui.${key}`, args);
    const setLanguage = (language: string) => void page.setLanguage(language).then(onChange);
    const setTheme = (theme: string) => {
        page.setTheme(theme);
        onChange();
    };
    return html`<div class="field">
            <span id="language">${t('settings.language')}</span>
            <fieldset role="radiogroup" aria-labelledby="language">
                ${languages.map(([code, name]) => html`<label lang=${code}><input type="radio" name="language" data-widget="settings.language.${code}" .checked=${page.language === code} @change=${() => setLanguage(code)} />${name}</label>`)}
            </fieldset>
        </div>
        <div class="field">
            <span id="theme">${t('settings.theme')}</span>
            <fieldset role="radiogroup" aria-labelledby="theme">
                ${themes.map(theme => html`<label><input type="radio" name="theme" data-widget="settings.theme.${theme}" .checked=${page.theme === theme} @change=${() => setTheme(theme)} />${t(`settings.theme.${theme}`)}</label>`)}
            </fieldset>
        </div>
        <p class="versions">PythonFlows ${page.version.app} · ${t('settings.flowVersion', { version: page.version.flow })} · Pyodide ${page.version.pyodide}</p>`;
}
