"""Values that go from one kernel to another, and calls whose values cannot."""

import unittest
from typing import Any

from conversation import Conversation, drive


class Pair(unittest.TestCase):
    """Two kernels; what the first gives lies in `given` until the second takes it."""

    def setUp(self) -> None:
        self.given: list[tuple[int, str, bytes]] = []
        self.is_there = True
        self.first = Conversation(give_value=self.give)
        self.second = Conversation()
        self.addCleanup(self.first.close)
        self.addCleanup(self.second.close)

    def give(self, to: int, key: str, size: int, pieces: list[Any]) -> bool:
        data = b"".join(pieces)
        self.assertEqual(len(data), size)
        self.given.append((to, key, data))
        return self.is_there

    def move(self, *keys: str) -> list[Any]:
        told = self.first.say({"type": "give_values", "to": 2, "keys": list(keys)})
        start = len(self.second.sent)
        for to, key, data in self.given:
            self.assertEqual(to, 2)
            drive(self.second.kernel.take_value(key, bytearray(data)))
        self.given.clear()
        return [(message["type"], message["key"]) for message in [*told, *self.second.sent[start:]]]

    def test_a_value_arrives_as_it_is_and_stays_where_it_was(self) -> None:
        ran = self.first.run(
            "def f():\n    x = [1]\n    display('seen')\n    return {'x': x, 'again': x, 'b': bytearray(b'abc') * 1000000}\n"
        )
        self.assertEqual(self.move(ran.key), [("value_restored", ran.key)])
        for talk in (self.first, self.second):
            value = talk.value(ran.key)
            self.assertIs(value["x"], value["again"])
            self.assertEqual(value["b"], b"abc" * 1_000_000)
        self.assertEqual(self.second.preview(ran.key, "display:0"), self.first.preview(ran.key, "display:0"))
        used = self.second.run("def g(v):\n    v['x'].append(2)\n    return v['again']\n", {"v": ran.key}, key="used")
        self.assertEqual(self.second.value(used.key), [1, 2])
        self.assertEqual(self.first.value(ran.key)["x"], [1])

    def test_what_cannot_go_is_said_and_stays(self) -> None:
        ran = self.first.run("class Odd: pass\ndef f():\n    return Odd()\n")
        self.assertEqual(self.move(ran.key, "nobody"), [("value_lost", ran.key), ("value_lost", "nobody")])
        self.assertEqual(type(self.first.value(ran.key)).__name__, "Odd")

    def test_a_kernel_that_is_not_there_takes_nothing(self) -> None:
        ran = self.first.run("def f():\n    return 1\n")
        self.is_there = False
        self.assertEqual(self.first.say({"type": "give_values", "to": 2, "keys": [ran.key]}), [{"type": "value_lost", "key": ran.key}])

    def test_damaged_bytes_are_no_value(self) -> None:
        drive(self.second.kernel.take_value("key9", bytearray(b"nothing")))
        self.assertEqual(self.second.sent[-1], {"type": "value_lost", "key": "key9"})

    def test_a_call_away_keeps_only_what_can_leave(self) -> None:
        source = "class Odd: pass\ndef f():\n    open('written.txt', 'w').write('x')\n    return Odd()\n"
        message = self.first.message(source, away=True)
        told = self.first.say(message)
        self.assertEqual(told[-1], {"type": "node_unmovable", "run": 1, "node": "node", "detail": "Odd"})
        self.assertNotIn("file_written", [one["type"] for one in told])
        self.assertEqual(len(self.first.kernel._around.store), 0)
        self.assertEqual(self.first.run("def f():\n    return [1]\n", away=True).end["type"], "node_finished")
        self.assertEqual(self.first.run("def f():\n    return 1 / 0\n", away=True).end["type"], "node_failed")


if __name__ == "__main__":
    unittest.main()
