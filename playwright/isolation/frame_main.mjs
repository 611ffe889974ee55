// The script that takes the place of the boot script in the kernel's frame, under the frame's own policy and sandbox: bundled into one classic script whose hash stands for the boot script's. Each probe
// has a frame of its own, since some take their frame elsewhere; what to do stands where the worker's source would.
import { kWorkerSourceId } from '../../static/host/frame/frame_messages.ts';
import { run } from './frame_probes.mjs';

addEventListener('DOMContentLoaded', async () => {
    const asked = JSON.parse(document.getElementById(kWorkerSourceId).textContent);
    parent.postMessage({ kind: 'started', worker: 1, canInterrupt: false }, '*', [new MessageChannel().port1, new MessageChannel().port1]);
    parent.postMessage({ kind: 'failed', worker: 1, reason: JSON.stringify({ ...asked, said: await run(asked) }) }, '*');
});
