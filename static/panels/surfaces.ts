// What the actions ask the elements of the page to show, by name: each part is filled in by the element that shows it.
import type { LaterDialog } from './later_dialogs.ts';
import type { Point } from './placing.ts';

export interface PaletteRequest {
    /// Where the palette opens (CSS pixels of the viewport); absent: over the middle of the canvas.
    x?: number;
    y?: number;
    /// Where the node goes (canvas units); absent: beside the selection.
    at?: Point;
    connectFrom?: string;
    connectTo?: string;
    title?: string;
}

/// What can be shown by name: tabs of the sides.
export type PanelName = 'outline' | 'files' | 'inspector' | 'preview' | 'output' | 'variables' | 'network' | 'runs';

/// Something that a sentence offers to do.
export interface Offer {
    text: string;
    run(): void;
    /// True once there is nothing left to do: the sentence goes then.
    isDone?(): boolean;
}

/// The parts of the page that actions open; each is filled in by the element that shows it.
export interface Surfaces {
    say(level: string, text: string, offer?: Offer): void;
    /// Takes the latest sentence away; false if none is shown.
    dismiss(): boolean;
    showPanel(name: PanelName, focus: boolean): void;
    showPalette(request: PaletteRequest): void;
    showCommands(): void;
    showHelp(): void;
    showSettings(): void;
    /// A dialog that is loaded when it is wanted.
    showLater(name: LaterDialog): void;
    showConnect(node: string): void;
    renameNode(node: string): void;
    /// Lays a field for its text over a frame or note.
    editArea(area: string): void;
    showPreview(node: string, port: string): void;
    showSourceLine(node: string, line: number): void;
    focusFlowTitle(): void;
    /// Puts the focus on a node: on its row if `from` is in the outline, else on the canvas, where it is selected.
    focusNode(node: string, from: Element | null): void;
    /// Puts the focus into a setting of a node.
    showSetting(node: string, name: string): void;
    /// Shows what a node may take.
    showLimits(node: string): void;
}
