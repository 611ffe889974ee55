"""Several sessions in one Python: each has values, files and modules of its own, at the same names."""

import asyncio
import json
import os
import sys
import unittest
from typing import Any

from conversation import Conversation

READS = "def node():\n    return open('data.txt').read()\n"


class Guest(Conversation):
    """The conversation of another session with the kernel of `host`."""

    def __init__(self, host: Conversation, session: int, **options: Any) -> None:
        self.directory = host.directory
        self.sent, self.buffers, self._calls = [], [], 0
        self.kernel = host.kernel.join(session, self._post, options)

    def close(self) -> None:
        self.kernel.leave()


def file_message(name: str, text: str) -> dict[str, Any]:
    return {"type": "set_files", "files": [{"name": name, "bytes": len(text), "sha256": f"hash of {text}"}]}


class Sessions(unittest.TestCase):
    def setUp(self) -> None:
        self.host = Conversation(pyodide="1")
        self.addCleanup(self.host.close)
        self.guest = Guest(self.host, 1)

    def give_file(self, talk: Conversation, name: str, text: str) -> None:
        talk.kernel.write_file(name, text.encode())
        talk.say(file_message(name, text))

    def test_who_joins_is_told_that_the_kernel_is_ready(self) -> None:
        self.assertEqual([message["type"] for message in self.guest.sent], ["kernel_ready"])
        self.assertEqual(self.host.sent, [])

    def test_values_of_the_same_key_are_each_sessions_own(self) -> None:
        first = self.host.run("def node():\n    return 'host'\n").key
        self.assertEqual(self.guest.run("def node():\n    return 'guest'\n").key, first)
        self.assertEqual((self.host.value(first), self.guest.value(first)), ("host", "guest"))
        self.guest.say({"type": "drop_values", "keys": [first]})
        self.assertEqual(self.host.value(first), "host")

    def test_files_of_the_same_name_are_each_sessions_own(self) -> None:
        self.give_file(self.host, "data.txt", "of the host")
        self.give_file(self.guest, "data.txt", "of the guest")
        for talk, text in [(self.host, "of the host"), (self.guest, "of the guest"), (self.host, "of the host")]:
            ran = talk.run(READS)
            self.assertEqual(talk.value(ran.key), text)
            self.assertEqual(ran.end["files"], [{"name": "data.txt", "sha256": f"hash of {text}"}])
        self.assertTrue(self.guest.kernel.holds_file("data.txt", "hash of of the guest"))
        self.assertFalse(self.guest.kernel.holds_file("data.txt", "hash of of the host"))

    def test_a_file_that_one_wrote_the_other_does_not_find(self) -> None:
        self.host.run("def node():\n    open('made.txt', 'w').write('x')\n")
        lists = "import os\ndef node():\n    return os.listdir('.')\n"
        self.assertEqual(self.guest.value(self.guest.run(lists).key), [])
        self.assertEqual(self.host.value(self.host.run(lists).key), ["made.txt"])

    def test_modules_of_the_same_name_are_each_sessions_own(self) -> None:
        uses = "def node():\n    import helper_of_test\n    return helper_of_test.NAME\n"
        self.give_file(self.host, "helper_of_test.py", "NAME = 'host'\n")
        self.give_file(self.guest, "helper_of_test.py", "NAME = 'guest'\n")
        for talk, name in [(self.host, "host"), (self.guest, "guest"), (self.host, "host")]:
            self.assertEqual(talk.value(talk.run(uses).key), name)

    def test_all_stand_at_the_same_path(self) -> None:
        where = "import os, sys\ndef node():\n    return os.getcwd(), [path for path in sys.path if path.startswith(os.getcwd())]\n"
        places = {repr(talk.value(talk.run(where).key)) for talk in (self.host, self.guest, self.host)}
        self.assertEqual(len(places), 1)

    def test_who_leaves_takes_everything_along(self) -> None:
        self.give_file(self.guest, "data.txt", "of the guest")
        self.guest.run(READS)
        self.give_file(self.host, "data.txt", "of the host")
        self.guest.close()
        self.assertEqual(self.host.value(self.host.run(READS).key), "of the host")
        self.assertEqual([name for name in os.listdir(os.path.dirname(self.host.directory)) if name.startswith(os.path.basename(self.host.directory))],
                         [os.path.basename(self.host.directory)])  # fmt: skip
        third = Guest(self.host, 1)
        self.addCleanup(third.close)
        self.assertEqual(third.run(READS).end["type"], "node_failed", "a number that was used before finds nothing")

    def test_the_first_may_leave(self) -> None:
        self.give_file(self.host, "data.txt", "of the host")
        self.give_file(self.guest, "data.txt", "of the guest")
        self.host.kernel.leave()
        self.assertEqual(self.guest.value(self.guest.run(READS).key), "of the guest")

    @unittest.skipIf(sys.platform == "emscripten", "awaits, which cannot be waited for in here")
    def test_values_that_wait_to_be_saved_are_saved_though_another_session_is_busy(self) -> None:
        kept: list[str] = []
        guest = Guest(self.host, 2, keep_values=lambda key, *_more: kept.append(key))
        self.addCleanup(guest.close)

        async def story() -> None:
            message = guest.message("def node():\n    return list(range(400_000))\n")
            await guest.kernel.handle(json.dumps(message))
            self.assertEqual(kept, [], "it waits")
            waits = self.host.message("import asyncio\nasync def node():\n    await asyncio.sleep(1.5)\n")
            await self.host.kernel.handle(json.dumps(waits))
            self.assertEqual(kept, [], "the kernel was busy with another session")
            while not kept:
                await asyncio.sleep(0.05)
            self.assertEqual(kept, [message["calls"][0]["key"]])

        asyncio.run(asyncio.wait_for(story(), 60))


if __name__ == "__main__":
    unittest.main()
