// The page's theme: a person's choice, and what it means on this device now.
import { applyShade, onSystemShade, type Shade } from '../style/shade.ts';

export class Theme {
    private chosen: string;

    /// `tell` hears what the choice means now, whenever that may have changed.
    constructor(
        private readonly options: { theme: string; remember(name: 'theme', value: string): void },
        private readonly tell: (meant: Shade) => void,
    ) {
        this.chosen = options.theme;
        onSystemShade(() => this.retell());
    }

    /// `auto`, `light`, `dark` or `contrast`.
    get choice(): string {
        return this.chosen;
    }

    choose(choice: string): void {
        this.options.remember('theme', choice);
        this.chosen = choice;
        this.retell();
    }

    retell(): void {
        this.tell(applyShade(this.chosen));
    }
}
