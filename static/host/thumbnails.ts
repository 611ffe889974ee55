// Small pictures of values for the canvas: asks for the preview of a node whose new value is a picture, scales it, and hands its pixels to the editor. One at a time, the newest value of
// each node only; what cannot be drawn small is left to the preview panel.
import type { PreviewKind } from '../../runtime/protocol/messages.gen.ts';
import type { PageHost } from './page.ts';
import type { Preview } from './page_interface.ts';

/// A node on the canvas is about this wide; twice for sharp screens.
const kWidth = 400;
const kHeight = 300;

/// Draws a chart: `small` for its node, or `whole` with title and legend. The panels lend this, because vega lives in their lazy part.
export type DrawChart = (spec: unknown, width: number, kind: 'small' | 'whole') => Promise<CanvasImageSource & { width: number; height: number }>;

export class Thumbnails {
    private readonly wanted = new Set<string>();
    private isWorking = false;

    constructor(
        private readonly page: PageHost,
        private readonly drawChart: DrawChart | null,
    ) {
        page.on('changed', change => {
            for (const node of change.pictures) this.wanted.add(node);
            void this.work();
        });
        // Charts are drawn in the page's colours. The page takes on its new look before the next frame.
        const redraw = () => requestAnimationFrame(() => this.drawAll(['chart']));
        page.on('theme', redraw);
        // What was kept of an earlier visit is there already.
        this.drawAll(['chart', 'image']);
    }

    private drawAll(kinds: readonly PreviewKind[]): void {
        for (const { id } of this.page.ask('outline', {}).nodes) {
            const { key, outputs } = this.page.ask('glimpse', { node: id });
            if (key !== undefined && outputs.some(({ glimpse }) => kinds.includes(glimpse.kind))) this.wanted.add(id);
        }
        void this.work();
    }

    private async work(): Promise<void> {
        if (this.isWorking) return;
        this.isWorking = true;
        try {
            for (const node of this.wanted) {
                this.wanted.delete(node);
                await this.draw(node);
            }
        } finally {
            this.isWorking = false;
        }
    }

    private async draw(node: string): Promise<void> {
        try {
            const { key, outputs } = this.page.ask('glimpse', { node });
            const output = outputs.find(({ glimpse }) => glimpse.kind === 'image' || (glimpse.kind === 'chart' && this.drawChart));
            if (key === undefined || !output) return;
            const preview = await this.page.preview(node, output.port);
            const picture = preview && (await this.picture(preview));
            if (picture) this.page.setThumbnail(node, key, picture.width, picture.height, picture.data);
        } catch {
            // The node or its value is gone meanwhile, or the picture is damaged: the canvas then shows none, and the preview panel says why.
        }
    }

    /// Null for what cannot be drawn small.
    private async picture(preview: Preview): Promise<ImageData | null> {
        if (preview.kind === 'chart' && this.drawChart) return scaled(await this.drawChart(preview.spec, kWidth, 'small'));
        // Browsers decode no SVG without an element; it stays in the preview panel.
        if (preview.kind !== 'image' || preview.mime === 'image/svg+xml') return null;
        return scaled(await createImageBitmap(new Blob([preview.bytes as Uint8Array<ArrayBuffer>], { type: preview.mime })));
    }
}

function scaled(source: CanvasImageSource & { width: number; height: number }): ImageData | null {
    const scale = Math.min(1, kWidth / source.width, kHeight / source.height);
    const width = Math.max(1, Math.round(source.width * scale));
    const height = Math.max(1, Math.round(source.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
}
