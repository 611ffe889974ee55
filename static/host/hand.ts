// Knows whether a person is moving something right now: what takes a moment and can wait (writing a large flow down) then waits for their next rest.
const kWheelMs = 200;

/// Of this document, from now on. A pointer that is lifted outside is told as well, as the canvas captures it; one that the browser takes away is cancelled.
export function watchHand(now: () => number = () => performance.now()): () => boolean {
    const held = new Set<number>();
    let wheeledAtMs = -Infinity;
    const options = { capture: true, passive: true };
    addEventListener('pointerdown', ({ pointerId }) => held.add(pointerId), options);
    for (const end of ['pointerup', 'pointercancel'] as const) addEventListener(end, ({ pointerId }) => held.delete(pointerId), options);
    addEventListener('blur', () => held.clear());
    addEventListener('wheel', () => (wheeledAtMs = now()), options);
    return () => held.size > 0 || now() - wheeledAtMs < kWheelMs;
}
