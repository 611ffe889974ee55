// Keys that belong to an input method: while it composes, and (Safari) the Enter that confirmed, which comes when the composition is over already.

export function isOfInputMethod(event: KeyboardEvent): boolean {
    return event.isComposing || event.keyCode === 229;
}
