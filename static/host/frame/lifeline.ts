// Whether a worker still lives, whatever runs in it: it makes a blob's address when it starts, and the browser forgets the address with the worker that made it. No event
// tells that a worker was ended (by developer tools, say), and a busy one answers no message.

/// Looks in a row without finding the address before a worker counts as gone: one script that does not load may be an accident.
const kMisses = 2;

/// `toScript` makes the address one that a script element takes.
export class Lifeline {
    private misses = 0;
    /// Before it was found once, a browser may have other rules for such addresses.
    private wasThere = false;

    constructor(
        private readonly address: string,
        private readonly toScript: (address: string) => string,
    ) {}

    /// Looks once; true when the worker is gone.
    async isCut(): Promise<boolean> {
        const isThere = await this.isThere();
        this.wasThere ||= isThere;
        this.misses = isThere || !this.wasThere ? 0 : this.misses + 1;
        return this.misses >= kMisses;
    }

    private isThere(): Promise<boolean> {
        return new Promise(resolve => {
            const script = document.createElement('script');
            const settle = (isThere: boolean): void => {
                script.remove();
                resolve(isThere);
            };
            script.onload = () => settle(true);
            script.onerror = () => settle(false);
            script.src = this.toScript(this.address);
            document.head.append(script);
        });
    }
}
