// Programs that do not want to end, as data: by name its source and how it ends where there is shared memory. `softly`: the node shows that it was interrupted, and the kernel goes
// on. `hard`: nothing reaches it, so its kernel is replaced. `refused`: it fails by itself with the sentence in `says`. Without shared memory everything that needs a stop ends hard.

/** What each of them prints first. */
export const begun = 'begun';

/** The body of a function `hostile(x)`; what stands before the first blank line goes above it. */
const softly = (body, top = '') => ({ ending: 'softly', source: sourceOf(body, top) });
const hard = (body, top = '') => ({ ending: 'hard', source: sourceOf(body, top) });
const refused = (says, body, top = '') => ({ ending: 'refused', says, source: sourceOf(body, top) });
const awaiting = program => ({ ...program, source: program.source.replace('def hostile', 'async def hostile') });

function sourceOf(body, top) {
    const lines = body.map(line => `    ${line}\n`).join('');
    return `${top ? `${top}\n\n\n` : ''}def hostile(x):\n    print(${JSON.stringify(begun)})\n${lines}`;
}

export const programs = {
    loop: softly(['while True:', '    pass']),
    swallow: hard(['while True:', '    try:', '        while True:', '            pass', '    except BaseException:', '        pass']),
    handler_loops: hard([
        'try:',
        '    while True:',
        '        pass',
        'except KeyboardInterrupt:',
        '    while True:',
        '        try:',
        '            while True:',
        '                pass',
        '        except KeyboardInterrupt:',
        '            pass',
    ]),
    finally_loops: hard(['while True:', '    try:', '        while True:', '            pass', '    finally:', '        continue']),
    sleep: softly(['time.sleep(3600)'], 'import time'),
    sleep_in_pieces: softly(['while True:', '    time.sleep(0.001)'], 'import time'),
    await_sleep: awaiting(softly(['await asyncio.sleep(3600)'], 'import asyncio')),
    gather: awaiting(softly(['await asyncio.gather(*(asyncio.sleep(3600) for _ in range(100)))'], 'import asyncio')),
    await_spins: awaiting(softly(['while True:', '    await asyncio.sleep(0)'], 'import asyncio')),
    await_swallows: awaiting(
        hard(['while True:', '    try:', '        await asyncio.sleep(3600)', '    except BaseException:', '        pass'], 'import asyncio'),
    ),
    await_never: awaiting(softly(['await js.Promise.new(create_proxy(lambda *_: None))'], 'import js\nfrom pyodide.ffi import create_proxy')),
    await_cleans_up_for_ever: awaiting(
        hard(['while True:', '    try:', '        await asyncio.sleep(3600)', '    finally:', '        continue'], 'import asyncio'),
    ),
    big_sum: hard(['return sum(range(10**11))']),
    power: hard(['return len(str(7 ** (10**8)))']),
    regex: hard(["return re.match('(a+)+$', 'a' * 40 + 'b')"], 'import re'),
    recursion: softly(['def dive():', '    try:', '        dive()', '    except RecursionError:', '        dive()', '', 'while True:', '    dive()']),
    generator: softly(['return sum(1 for _ in itertools.count())'], 'import itertools'),
    print_flood: softly(['while True:', "    print('x')"]),
    error_flood: softly(['while True:', "    logging.error('x')"], 'import logging'),
    display_flood: softly(['while True:', '    display([1, 2, 3])']),
    progress_flood: softly(['while True:', '    progress(1, 2)']),
    file_flood: softly(['while True:', "    with open('flood.txt', 'w') as file:", "        file.write('x' * 1000)"]),
    own_handler: hard(['signal.signal(signal.SIGINT, lambda *_: None)', 'while True:', '    pass'], 'import signal'),
    ignored_signal: hard(['signal.signal(signal.SIGINT, signal.SIG_IGN)', 'while True:', '    pass'], 'import signal'),
    javascript: hard(["return js.RegExp.new('(a+)+$').test('a' * 60 + 'b')"], 'import js'),
    input: refused('cannot ask for input', ["return input('name? ')"]),
    thread: refused('cannot start threads', ['threading.Thread(target=print).start()'], 'import threading'),
    process: refused('cannot start other programs', ["subprocess.run(['sleep', '3600'])"], 'import subprocess'),
};

/** What `npm test` plays of it; all of it is played in long tests. */
export const sample = {
    own_server: ['recursion', 'regex', 'display_flood', 'thread'],
    foreign_frame: ['loop'],
    service_worker: ['await_sleep'],
    no_shared_memory: ['sleep'],
};
