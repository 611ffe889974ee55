"""What one call may send, whatever its code does: the page gives out one call at a time, so this bounds what can wait for the page."""

import asyncio
import io
import json
import sys
import unittest
from contextlib import redirect_stdout
from typing import Any

from conversation import Conversation, KernelTest

FLOODS = {
    "lines": "for n in range(20_000): print(n)",
    "characters": "for n in range(20_000): print('x', end='', flush=True)",
    "both streams": "for n in range(10_000): print(n, flush=True); print(n, file=sys.stderr, flush=True)",
    "one huge text": "print('x\\n' * 4_000_000)",
    "pictures": "for n in range(10_000): display(PICTURE)",
    "progress": "for n in range(20_000): progress(n, 20_000)",
    "all of it": "for n in range(5_000): print(n); sys.stderr.write('!'); display(n); progress(2, 1)",
}
SOURCE = 'import sys\nPICTURE = b\'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\'\ndef f():\n    {}\n'
MESSAGES = 1_500
"""A call of some seconds: 128 batches of the head, 20 turns each at most where the streams take turns; 100 displays; 20 of progress and 2 reports a second."""


class Bounds(KernelTest):
    def test_a_flood_is_few_messages_and_few_bytes(self) -> None:
        for name, flood in FLOODS.items():
            with self.subTest(name):
                ran = self.talk.run(SOURCE.format(flood), max_output_bytes=2 * 2**20)
                self.assertEqual(ran.end["type"], "node_finished")
                self.assertLess(len(ran.messages), MESSAGES)
                text = sum(len(item["text"].encode()) for item in ran.of("node_printed"))
                self.assertLessEqual(text, 2 * 2**20)
                self.assertLess(sum(len(json.dumps(item)) for item in ran.messages), 8 * 2**20)

    def test_pictures_are_counted_exactly(self) -> None:
        for limit in (0, 1, 100):
            ran = self.talk.run(SOURCE.format(FLOODS["pictures"]), max_displays=limit)
            shown, lost = len(ran.of("node_displayed")), sum(item["count"] for item in ran.of("displays_dropped"))
            self.assertEqual((shown, lost), (limit, 10_000 - limit))

    def test_many_nodes_that_print_are_bounded_each(self) -> None:
        sent = [len(self.talk.run(SOURCE.format(FLOODS["lines"]), max_output_bytes=10_000).messages) for _ in range(20)]
        self.assertLess(max(sent), 100)


@unittest.skipIf(sys.platform == "emscripten", "a test inside the event loop cannot wait for it")
class LeftBehind(unittest.TestCase):
    """Code of a node that goes on after its end: tasks are cancelled with it, and what a timer does then reaches nobody."""

    SOURCES = (
        "import asyncio\nasync def forever():\n    while True:\n        print('left')\n        await asyncio.sleep(0)\n\ndef f():\n    asyncio.ensure_future(forever())\n",
        "import asyncio\nasync def forever():\n    while True:\n        print('left')\n        await asyncio.sleep(0)\n\nasync def f():\n    asyncio.ensure_future(forever())\n",
        "import asyncio\ndef again():\n    print('left', flush=True)\n    display('left')\n    progress(1, 2)\n    asyncio.get_running_loop().call_later(0.001, again)\n\ndef f():\n    asyncio.get_running_loop().call_soon(again)\n",
    )

    def setUp(self) -> None:
        quiet = redirect_stdout(io.StringIO())
        quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)

    def test_nothing_of_it_is_sent_when_no_node_runs(self) -> None:
        talk = Conversation()
        self.addCleanup(talk.close)

        async def scene(source: str) -> list[dict[str, Any]]:
            await talk.kernel.handle(json.dumps(talk.message(source)))
            ended = len(talk.sent)
            await asyncio.sleep(0.05)
            return talk.sent[ended:]

        for source in self.SOURCES:
            self.assertEqual([item for item in asyncio.run(scene(source)) if item["type"] != "value_unsaved"], [], source)

    def test_a_task_does_not_print_into_the_next_node(self) -> None:
        talk = Conversation()
        self.addCleanup(talk.close)

        async def scene(source: str) -> str:
            await talk.kernel.handle(json.dumps(talk.message(source)))
            ended = len(talk.sent)
            await talk.kernel.handle(
                json.dumps(talk.message("import asyncio\nasync def f():\n    await asyncio.sleep(0.05)\n    print('own')\n"))
            )
            return "".join(item["text"] for item in talk.sent[ended:] if item["type"] == "node_printed")

        for source in self.SOURCES[:2]:
            self.assertEqual(asyncio.run(scene(source)), "own\n", source)


if __name__ == "__main__":
    unittest.main()
