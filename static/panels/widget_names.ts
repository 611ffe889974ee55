// Where the parts of the panels are on the screen, by the names of the public interface ("toolbar.run", "inspector.param.path"), for tests and for guided tours.
// An element says its name in `data-widget`; names are looked up through shadow roots when asked, so nothing has to be registered or forgotten.

export interface DomWidget {
    x: number;
    y: number;
    width: number;
    height: number;
    visible: boolean;
    enabled: boolean;
}

function* elementsIn(root: ParentNode): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
        yield element;
        if (element.shadowRoot) yield* elementsIn(element.shadowRoot);
    }
}

/// The element that carries this name now.
export function domWidgetElement(name: string): Element | undefined {
    for (const element of elementsIn(document)) if (element.getAttribute('data-widget') === name) return element;
    return undefined;
}

/// The rectangle (CSS pixels of the viewport) and state of the element of that name, or null.
export function domWidget(name: string): DomWidget | null {
    const element = domWidgetElement(name);
    if (!element) return null;
    const { x, y, width, height } = element.getBoundingClientRect();
    const enabled = !element.matches(':disabled, [aria-disabled="true"]');
    return { x, y, width, height, visible: width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible', enabled };
}

/// All names in use now.
export function domWidgetNames(): string[] {
    return [...elementsIn(document)].flatMap(element => element.getAttribute('data-widget') ?? []);
}
