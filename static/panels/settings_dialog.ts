// The settings of the page itself: language and look. They act at once.
import { html, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { LimitSetting, Page } from '../host/page_interface.ts';
import { bytesText } from './formats.ts';
import type { LaterDialog } from './later_dialogs.ts';
import { remember } from './remembered.ts';
import { type LimitField, type LimitUnit, limitFields, shownLimit, typedLimit } from './limit_values.ts';

/// Opens a dialog of its own in the place of this one.
type ShowLater = (name: LaterDialog) => void;

/// Languages by their own names: never translated.
const languages = [
    ['en', 'English'],
    ['ja', '日本語'],
] as const;
const themes = ['auto', 'light', 'dark', 'contrast'] as const;
const wheels = ['auto', 'zoom', 'scroll'] as const;

const [time, output, displays] = limitFields as [LimitField, LimitField, LimitField];
const size: LimitUnit = { unit: 1024 * 1024, isWhole: false };
/// What can be set for all nodes, and in which unit it is shown.
const limits: readonly { name: LimitSetting; field: LimitUnit }[] = [
    { name: 'node_time_sec', field: time },
    { name: 'run_time_sec', field: time },
    { name: 'output_bytes', field: output },
    { name: 'displays', field: displays },
    { name: 'preview_bytes', field: size },
    { name: 'message_bytes', field: size },
    { name: 'kernels', field: displays },
];

function limitRow(page: Page, name: LimitSetting, field: LimitUnit, onChange: () => void): TemplateResult {
    const t = (key: string) => page.text(`ui.${key}`);
    const standard = page.limits.standard(name);
    const set = (event: Event) => {
        const input = event.target as HTMLInputElement;
        const typed = typedLimit(field, input.value);
        input.setCustomValidity('bad' in typed ? t(typed.bad) : '');
        input.reportValidity();
        if ('bad' in typed) return;
        page.limits.set(name, typed.value);
        onChange();
    };
    return html`<label class="field limit">
        <span>${t(`settings.limit.${name}`)}</span>
        <input inputmode="decimal" autocomplete="off" data-widget="settings.limit.${name}" placeholder=${standard ? shownLimit(field, standard) : t(field === time ? 'limit.none' : `settings.limitStandard.${name}`)} .value=${shownLimit(field, page.limits.settings[name])} @change=${set} />
    </label>`;
}

function resultsSection(page: Page, showLater: ShowLater): TemplateResult {
    const t = (key: string, args?: Record<string, string>) => page.text(`ui.${key}`, args);
    const about = page.results.usage().then(({ bytes, budget }) => t('settings.resultsAbout', { used: bytesText(bytes), budget: bytesText(budget) }));
    return html`<h3>${t('settings.results')}</h3>
        <p class="intro" data-widget="settings.results">${until(about, '')}</p>
        <button data-widget="settings.results.clear" @click=${() => showLater('clear')}>${t('settings.resultsClear')}</button>`;
}

function dataSection(page: Page, showLater: ShowLater): TemplateResult {
    const t = (key: string) => page.text(`ui.${key}`);
    return html`<h3>${t('settings.data')}</h3>
        <p class="intro">${t('settings.dataAbout')}</p>
        <button data-widget="settings.erase" @click=${() => showLater('erase')}>${t('settings.erase')}</button>`;
}

export function settingsBody(page: Page, canvas: HTMLCanvasElement, onChange: () => void, showLater: ShowLater): TemplateResult {
    const t = (key: string, args?: Record<string, string | number>) => page.text(`ui.${key}`, args);
    const setLanguage = (language: string) => void page.setLanguage(language).then(onChange);
    const setWheel = (wheel: string) => {
        // The canvas's own listener reads it there.
        remember('wheel', wheel);
        canvas.dataset['wheel'] = wheel;
        onChange();
    };
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
        <div class="field">
            <span id="wheel">${t('settings.wheel')}</span>
            <fieldset role="radiogroup" aria-labelledby="wheel">
                ${wheels.map(wheel => html`<label><input type="radio" name="wheel" data-widget="settings.wheel.${wheel}" .checked=${canvas.dataset['wheel'] === wheel} @change=${() => setWheel(wheel)} />${t(`settings.wheel.${wheel}`)}</label>`)}
            </fieldset>
        </div>
        <p class="intro">${t('settings.wheelAbout')}</p>
        <h3>${t('settings.limits')}</h3>
        <p class="intro">${t('settings.limitsAbout')}</p>
        <div class="limits">${limits.map(({ name, field }) => limitRow(page, name, field, onChange))}</div>
        ${resultsSection(page, showLater)} ${dataSection(page, showLater)}
        <h3>${t('settings.offline')}</h3>
        <button data-widget="settings.offline" @click=${() => showLater('offline')}>${t('settings.offlineShow')}</button>
        <p class="versions">PythonFlows ${page.version.app} · ${t('settings.flowVersion', { version: page.version.flow })} · Pyodide ${page.version.pyodide}</p>`;
}
