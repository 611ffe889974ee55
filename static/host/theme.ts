// Light or dark: a person's choice, or what the browser says while that is `auto`.

export class Theme {
    private readonly darkness = matchMedia('(prefers-color-scheme: dark)');

    /// `tell` hears what the choice means now, whenever that changes.
    constructor(
        private chosen: string,
        private readonly tell: (meant: 'dark' | 'light') => void,
    ) {
        this.darkness.addEventListener('change', () => this.retell());
    }

    /// `auto`, `light` or `dark`.
    get choice(): string {
        return this.chosen;
    }

    choose(choice: string): void {
        this.chosen = choice;
        this.retell();
    }

    retell(): void {
        const automatic = this.darkness.matches ? 'dark' : 'light';
        this.tell(this.chosen === 'auto' ? automatic : this.chosen === 'dark' ? 'dark' : 'light');
    }
}
