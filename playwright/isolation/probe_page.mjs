// The page of the frame's and the view's probes: the product's own code makes the frames (bundled from its sources), with the probes' script in the place of the boot script.
import { openFrameSeat } from '../../static/host/kernel_frame.ts';
import { HtmlViews } from '../../static/host/html_view.ts';

globalThis.secretOfThePage = () => document.title;

/** Opens the kernel's frame with the probes' script and resolves with what the one probe said, or with "went away" when its frame does not answer any more. */
globalThis.probeFrame = (boot, asked) =>
    new Promise(settle => {
        const listener = { lost: reason => settle(JSON.parse(reason).said), alive: () => undefined, violation: () => undefined };
        openFrameSeat(boot, JSON.stringify(asked), listener).then(
            () => undefined,
            error => settle(`no frame: ${error.message}`),
        );
    });

/* global viewPath -- put in by the bundler */
const views = new HtmlViews(viewPath);

/** Shows HTML in the view; resolves when the view has put it on the page. */
globalThis.probeView = html =>
    new Promise(settle => {
        const place = document.createElement('div');
        document.body.append(place);
        const onMessage = event => {
            if (event.source !== place.querySelector('iframe')?.contentWindow || event.data?.kind !== 'sanitised') return;
            removeEventListener('message', onMessage);
            settle(event.data.html);
        };
        addEventListener('message', onMessage);
        views.show(place, html, 300);
    });
