// The page's one Trusted Types policy. Whoever makes a worker, a frame's document or markup gets the trusted value here and nowhere else, so that every such place can be
// found by looking for this file's users. Nothing made by a flow or by Python may pass through it unsanitised.

export interface TrustedPolicy {
    createHTML(text: string): TrustedHTML | string;
    createScriptURL(url: string): TrustedScriptURL | string;
}

const policy: TrustedPolicy = (globalThis as unknown as Window).trustedTypes?.createPolicy('pythonflows', {
    createHTML: (text: string) => text,
    createScriptURL: checkScriptUrl,
}) ?? {
    createHTML: text => text,
    createScriptURL: checkScriptUrl,
};

/// The address of one of our own scripts or a blob of ours; throws for any other.
export function scriptUrl(url: string): string {
    return policy.createScriptURL(url) as string;
}

/// The document of a frame, written by this page's own code.
export function frameDocument(text: string): string {
    return policy.createHTML(text) as string;
}

function checkScriptUrl(url: string): string {
    const address = new URL(url, location.href);
    if (address.protocol !== 'blob:' && address.origin !== location.origin) throw new TypeError(`${url} is no script of this site.`);
    return url;
}
