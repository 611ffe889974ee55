// Where the site lies: beside this script.

/// As a classic script it is the current one; as a module it is found by its name.
function ownAddress(): string | undefined {
    const current = document.currentScript;
    if (current instanceof HTMLScriptElement && current.src) return current.src;
    return [...document.scripts].map(script => script.src).find(address => /\/embed\.js([?#]|$)/.test(address));
}

let address: string | undefined;

export const place = {
    /// Must be asked while the script runs for the first time.
    known(): void {
        address = ownAddress();
    },
    /// The address of the page, which lies in the same folder.
    get page(): URL {
        const folder = (address ?? document.baseURI).replace(/[?#].*$/, '').replace(/[^/]*$/, '');
        return new URL(`${folder}index.html`);
    },
};
