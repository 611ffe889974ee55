// TypeScript's DOM library does not know Trusted Types yet; this is what trusted.ts and the kernel frame use of them.
interface TrustedHTML {
    toString(): string;
}
interface TrustedScriptURL {
    toString(): string;
}
interface TrustedTypePolicyFactory {
    createPolicy<Rules extends { createHTML?: (text: string) => string; createScriptURL?: (url: string) => string }>(
        name: string,
        rules: Rules,
    ): { createHTML(text: string): TrustedHTML; createScriptURL(url: string): TrustedScriptURL };
}
interface Window {
    readonly trustedTypes?: TrustedTypePolicyFactory;
}
