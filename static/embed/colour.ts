// What a computed colour is like.

/// undefined for what one can see through.
export function isDarkColour(colour: string): boolean | undefined {
    const isFraction = colour.startsWith('color(');
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    if (!/^(rgb|color\()/.test(colour) || alpha < 0.5) return undefined;
    return (0.299 * red + 0.587 * green + 0.114 * blue) / (isFraction ? 1 : 255) < 0.5;
}
