// Isolation, proved: what Python, a foreign script in the kernel's frame and HTML from Python may try, against a host that lets everybody in. Each probe must also succeed where the walls are down, and
// each wall that is loosened must be noticed: otherwise a probe that finds nothing would say nothing. docs/SECURITY.md has the table.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bench, probePage, settled } from './isolation/bench.mjs';
import { probeFrames } from './isolation/frame_case.mjs';
import { probePython } from './isolation/python_case.mjs';
import { probeViews } from './isolation/view_case.mjs';

/** Browsers have no policy for these two. Python has no document and so neither of them; the frame's document runs our boot script only, and the view's HTML is cleaned. */
const withoutPolicy = ['RTCPeerConnection', 'preconnect'];

test('Python reaches nothing: no host, no storage, no page', async () => {
    await bench(async place => {
        const strict = await probePython(place, []);
        assert.ok(strict.probes.length >= 40, `${strict.probes.length} probes`);
        await settled(place.browser, strict.sink);
        assert.deepEqual(strict.leaks(), []);

        // The boundary alone, without the names that are taken from the worker before Python starts.
        const boundary = await probePython(place, ['doors']);
        await settled(place.browser, boundary.sink);
        assert.deepEqual(boundary.leaks(), []);

        // Everything down: whatever can leak does.
        const control = await probePython(place, ['doors', 'sandbox', 'policy'], 'network.run');
        await control.sink.arrived(control.idsOf(control.controllable));
        assert.deepEqual(
            control.controllable.filter(name => !control.leaks().includes(name)),
            [],
        );

        // One wall down at a time is noticed.
        const sandbox = await probePython(place, ['doors', 'sandbox']);
        assert.deepEqual(sandbox.leaks(), sandbox.ofStorage);
        const connections = await probePython(place, ['doors', 'connections']);
        await connections.sink.arrived(connections.idsOf(['the original fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource']));
    });
});

test("a foreign script in the kernel's frame would reach nothing either", async () => {
    const probes = await probePage();
    await bench(async place => {
        const strict = await probeFrames(place, probes, []);
        await settled(place.browser, strict.sink);
        assert.deepEqual(await strict.leaks(), withoutPolicy);

        const control = await probeFrames(place, probes, ['sandbox', 'policy']);
        await control.sink.arrived(control.ids);
        assert.deepEqual(await control.leaks(), control.names);

        const sandbox = await probeFrames(place, probes, ['sandbox']);
        const found = await sandbox.leaks();
        // A service worker's script would have to come from an address, which the policy still refuses.
        assert.deepEqual(
            sandbox.namesOf('read').filter(name => !found.includes(name)),
            ['a service worker of its own'],
        );
        const connections = await probeFrames(place, probes, ['connections']);
        await connections.sink.arrived(
            connections.idsOf(['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'sendBeacon', 'WebTransport', 'worker that fetches']),
        );
    });
});

test('HTML from Python shows, and reaches nothing', async () => {
    const probes = await probePage();
    await bench(async place => {
        const strict = await probeViews(place, probes, []);
        await settled(place.browser, strict.sink);
        assert.deepEqual(strict.leaks(), []);

        // The policy alone holds what the cleaning would have taken out.
        const policy = await probeViews(place, probes, ['cleaning']);
        await settled(place.browser, policy.sink);
        assert.deepEqual(policy.leaks(), ['a connection made early']);

        const control = await probeViews(place, probes, ['cleaning', 'sandbox', 'policy']);
        await control.sink.arrived(control.ids);

        // The cleaning alone lets pictures through: that the policy is gone is noticed.
        const cleaning = await probeViews(place, probes, ['sandbox', 'policy']);
        await cleaning.sink.arrived(cleaning.idsOf(['a picture', 'a style with a picture', 'a style element that imports', 'a video']));
    });
});
