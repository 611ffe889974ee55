// Pictures of a flow that hold the flow: SVG, and PNG drawn from it. Opening one opens the flow.
import { flowPicture, kFlowMark, packedInSvg } from '../flow_picture.ts';
import { readFlowLink, writeFlowLink } from './flow_link.ts';
import { isPng, textIn, withText } from './png_text.ts';

/// Twice as fine as the screen's; browsers draw no larger side than this.
const kScale = 2;
const kLongestSide = 8_192;

export async function svgOf(flowText: string): Promise<Blob> {
    return new Blob([flowPicture(JSON.parse(flowText), await writeFlowLink(flowText))], { type: 'image/svg+xml' });
}

export async function pngOf(flowText: string): Promise<Blob> {
    const address = URL.createObjectURL(new Blob([flowPicture(JSON.parse(flowText))], { type: 'image/svg+xml' }));
    try {
        const image = new Image();
        image.src = address;
        await image.decode();
        const scale = Math.min(kScale, kLongestSide / Math.max(image.width, image.height));
        const canvas = new OffscreenCanvas(Math.ceil(image.width * scale), Math.ceil(image.height * scale));
        canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
        const drawn = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
        return new Blob([withText(drawn, kFlowMark, await writeFlowLink(flowText))], { type: 'image/png' });
    } finally {
        URL.revokeObjectURL(address);
    }
}

/// The flow's text in such a picture; undefined for any other one. Rejects for a damaged one.
export async function flowInPicture(file: Blob): Promise<string | undefined> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const packed = isPng(bytes) ? textIn(bytes, kFlowMark) : packedInSvg(new TextDecoder().decode(bytes));
    return packed === undefined ? undefined : readFlowLink(packed);
}
