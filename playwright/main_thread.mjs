// What the page's main thread does between two frames, for long tests: by processor time, which a busy machine does not change, and beside it by the clock, which it does.

const categories = ['toplevel', 'devtools.timeline', 'blink.user_timing', '__metadata'];
const kMark = 'pythonflows-main-thread';

/**
 * Runs `action` and gives {longestTaskMs, busiestMs, longestGapMs, frames}: the longest task of the product's main thread (between two tasks a frame can be drawn) and all that it did between two
 * frames, both by processor time, and the longest time between them. A frame is
 * asked for all the time.
 */
export async function watchMainThread(stage, action) {
    const devtools = await stage.page.context().newCDPSession(stage.page);
    const events = [];
    devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
    await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } });
    await stage.product.evaluate(mark => {
        performance.mark(mark);
        const frames = { isOn: true };
        globalThis.__frames = frames;
        const next = () => frames.isOn && requestAnimationFrame(next);
        next();
    }, kMark);
    try {
        await action();
    } finally {
        await stage.product.evaluate(() => {
            globalThis.__frames.isOn = false;
        });
        const complete = new Promise(done => devtools.once('Tracing.tracingComplete', done));
        await devtools.send('Tracing.end');
        await complete;
        await devtools.detach();
    }
    return measured(events);
}

function measured(events) {
    const mark = events.find(({ name }) => name === kMark);
    const ours = events.filter(({ pid, tid, ph }) => ph === 'X' && pid === mark.pid && tid === mark.tid).sort((a, b) => a.ts - b.ts);
    const frames = ours.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
    let longestGapUs = 0;
    for (let index = 1; index < frames.length; index++) longestGapUs = Math.max(longestGapUs, frames[index] - frames[index - 1]);
    let [longestUs, busiestUs, busyUs, frame, endUs] = [0, 0, 0, 0, 0];
    for (const { ts, dur, tdur = 0 } of ours.filter(({ name }) => name.endsWith('RunTask'))) {
        if (ts < endUs) continue; // within another task
        endUs = ts + dur;
        for (; frame < frames.length && frames[frame] < ts; frame++) busyUs = 0;
        longestUs = Math.max(longestUs, tdur);
        busyUs += tdur;
        busiestUs = Math.max(busiestUs, busyUs);
    }
    return {
        longestTaskMs: Math.round(longestUs / 1000),
        busiestMs: Math.round(busiestUs / 1000),
        longestGapMs: Math.round(longestGapUs / 1000),
        frames: frames.length,
    };
}
