// Whether what came over the wire is plain data. A structured clone may hold cycles, maps, big integers and what not, of which the rest of the page, used to JSON, knows nothing.

const kDepth = 64;

/// Null for what is no plain data or more than `budget` allows; else what is left of it: characters, and one for each entry. Bytes count nothing: they are bounded where they are kept.
export function spent(value: unknown, budget: number, depth = 0): number | null {
    if (budget < 0 || depth > kDepth) return null;
    switch (typeof value) {
        case 'string':
            return budget - value.length < 0 ? null : budget - value.length;
        case 'boolean':
        case 'undefined':
            return budget - 1;
        case 'number':
            return Number.isFinite(value) ? budget - 1 : null;
        case 'object':
            break;
        default:
            return null;
    }
    if (value === null) return budget - 1;
    const isList = Array.isArray(value);
    if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return null;
    let left: number | null = budget;
    for (const [name, inner] of Object.entries(value)) {
        left = spent(inner, left - 1 - (isList ? 0 : name.length), depth + 1);
        if (left === null) return null;
    }
    return left;
}
