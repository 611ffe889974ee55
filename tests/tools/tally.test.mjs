import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judge, tallyOfJunit, tallyOfTap } from '../../tools/testing/tally.mjs';

test('ctest: failures, skipped and disabled tests are told apart', () => {
    const xml =
        '<?xml version="1.0"?>\n<testsuite name="x"\n\ttests="10"\n\tfailures="2"\n\tdisabled="1"\n\tskipped="3"\n\thostname="">\n<testcase skipped="7"/>';
    assert.deepEqual(tallyOfJunit(xml), { passed: 4, failed: 2, skipped: 4 });
});

test('node:test: cancelled tests have failed', () => {
    const tap = 'TAP version 13\n# tests 6\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n';
    assert.deepEqual(tallyOfTap(tap), { passed: 3, failed: 2, skipped: 1 });
});

test('node:test: a file without tests, which it reports as passed, has failed', () => {
    const tap = 'TAP version 13\nok 1 - /somewhere/empty.test.mjs\n# tests 1\n# suites 0\n# pass 1\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n';
    assert.deepEqual(tallyOfTap(tap), { passed: 0, failed: 1, skipped: 0 });
});

test('a runner that ran nothing has failed', () => {
    assert.deepEqual(judge({ passed: 0, failed: 0, skipped: 0 }, 0), { tally: { passed: 0, failed: 1, skipped: 0 }, note: 'ran no test' });
});

test('a runner that died has failed even if every test it told of passed', () => {
    assert.equal(judge({ passed: 5, failed: 0, skipped: 0 }, 139).tally.failed, 1);
});

test('a good run is left as it is', () => {
    assert.deepEqual(judge({ passed: 5, failed: 0, skipped: 1 }, 0), { tally: { passed: 5, failed: 0, skipped: 1 }, note: '' });
});
