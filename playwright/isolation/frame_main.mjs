// The script that takes the place of the boot script in the kernel's frame, under the frame's own policy and sandbox: bundled into one classic script whose hash stands for the boot script's. Each probe
// has a frame of its own, since some take their frame elsewhere; what to do stands where the worker's source would.
import { kFirstRequest, kFirstWorker, kWorkerSourceId } from '../../static/host/frame/frame_messages.ts';
import { run } from './frame_probes.mjs';

addEventListener('DOMContentLoaded', async () => {
    const asked = JSON.parse(document.getElementById(kWorkerSourceId).textContent);
    const [port, incoming, control] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
    parent.postMessage({ kind: 'started', worker: kFirstWorker, request: kFirstRequest, canInterrupt: false }, '*', [
        port.port1,
        incoming.port1,
        control.port1,
    ]);
    control.port2.postMessage({ lost: JSON.stringify({ ...asked, said: await run(asked) }) });
});
