// The snapshot of Python's memory that the page keeps in the browser.

/// The kept snapshot's name and size once it lies there whole.
export const keptSnapshot = stage =>
    stage.page.evaluate(async () => {
        for (;;) {
            const root = await navigator.storage.getDirectory();
            const folder = await root.getDirectoryHandle('kernel-memory', { create: true });
            for await (const [name, handle] of folder) {
                if (!name.endsWith('.snapshot')) continue;
                const { size } = await handle.getFile();
                if (size > 0) return { name, size };
            }
            await new Promise(resolve => setTimeout(resolve, 200));
        }
    });
