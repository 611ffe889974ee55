"""Several calls in one message: made one after the other, or given back."""

import unittest
from typing import Any

from conversation import KernelTest

from pythonflows_kernel import limits


class CallsTogether(KernelTest):
    def together(self, *sources: str, links: dict[int, dict[str, int]] | None = None, **fields: Any) -> list[tuple[Any, ...]]:
        """What came of calls a, b, c …; `links`: port -> which call's value."""
        calls = []
        for at, source in enumerate(sources):
            ports = {port: f"key{made + 1}" for port, made in (links or {}).get(at, {}).items()}
            message = self.talk.message(source, ports, node="abcdefgh"[at], **fields)
            calls.extend(message["calls"])
        told = self.talk.say({"type": "run_nodes", "calls": calls})
        return [
            ("calls_returned", item["count"]) if item["type"] == "calls_returned" else (item["type"], item["node"])
            for item in told
            if item["type"] in ("node_started", "node_finished", "node_failed", "node_stopped", "calls_returned")
        ]

    def test_a_later_call_takes_what_an_earlier_one_makes(self) -> None:
        told = self.together("def a():\n    return 20\n", "def b(x):\n    return x + 1\n", links={1: {"x": 0}})
        self.assertEqual(told, [("node_started", "a"), ("node_finished", "a"), ("node_started", "b"), ("node_finished", "b")])
        self.assertEqual(self.talk.value("key2"), 21)

    def test_after_a_failure_the_others_are_given_back(self) -> None:
        told = self.together("def a():\n    return 1 / 0\n", "def b():\n    return 1\n", "def c():\n    return 1\n")
        self.assertEqual(told[1:], [("node_failed", "a"), ("calls_returned", 2)])

    def test_after_a_stop_the_others_are_given_back(self) -> None:
        stopping = "import signal\ndef a():\n    signal.raise_signal(signal.SIGINT)\n"
        self.assertEqual(self.together(stopping, "def b():\n    return 1\n")[1:], [("node_stopped", "a"), ("calls_returned", 1)])

    def test_a_stop_that_ends_nothing_any_more_is_heard(self) -> None:
        """It comes while the kernel tells of the call's end: the call has finished, the next one is not begun."""
        import signal

        post = self.talk.kernel._around.post

        def post_and_stop(text: str, buffers: Any) -> object:
            if '"node_finished"' in text:
                signal.raise_signal(signal.SIGINT)
            return post(text, buffers)

        object.__setattr__(self.talk.kernel._around, "post", post_and_stop)
        self.assertEqual(
            self.together("def a():\n    return 1\n", "def b():\n    return 1\n")[1:], [("node_finished", "a"), ("calls_returned", 1)]
        )
        self.assertEqual(self.talk.run("def c():\n    return 1\n").end["type"], "node_finished", "it is over with its message")

    def test_who_has_taken_long_is_the_last(self) -> None:
        slow = f"import time\ndef a():\n    end = time.monotonic() + {limits.CALLS_SECONDS}\n    while time.monotonic() < end: pass\n"
        self.assertEqual(self.together(slow, "def b():\n    return 1\n")[1:], [("node_finished", "a"), ("calls_returned", 1)])

    def test_who_has_taken_long_goes_on_while_nobody_waits(self) -> None:
        slow = f"import time\ndef a():\n    end = time.monotonic() + {limits.CALLS_SECONDS}\n    while time.monotonic() < end: pass\n"
        waiting = iter([False, True])
        self.talk.kernel._process.has_waiting = lambda: next(waiting)
        told = self.together(slow, slow.replace(" a(", " b("), "def c():\n    return 1\n")
        self.assertEqual(
            [what for what in told if what[0] != "node_started"], [("node_finished", "a"), ("node_finished", "b"), ("calls_returned", 1)]
        )

    def test_a_stop_between_two_calls_gives_the_others_back(self) -> None:
        slow = f"import time\ndef a():\n    end = time.monotonic() + {limits.CALLS_SECONDS}\n    while time.monotonic() < end: pass\n"
        self.talk.kernel._process.has_waiting = self.talk.kernel._around.interrupts.remember
        self.assertEqual(self.together(slow, "def b():\n    return 1\n")[1:], [("node_finished", "a"), ("calls_returned", 1)])

    def test_who_has_sent_much_is_the_last(self) -> None:
        talkative = f"def a():\n    print('x' * {limits.CALLS_CHARACTERS})\n"
        told = self.together(talkative, "def b():\n    return 1\n", max_output_bytes=2 * limits.CALLS_CHARACTERS)
        self.assertEqual(told[1:], [("node_finished", "a"), ("calls_returned", 1)])

    def test_one_call_is_never_given_back(self) -> None:
        self.assertEqual(self.together("def a():\n    return 1 / 0\n")[-1], ("node_failed", "a"))


if __name__ == "__main__":
    unittest.main()
