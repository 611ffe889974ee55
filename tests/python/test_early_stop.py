"""A stop that comes while the kernel takes a message in: it must neither be lost nor hit the message after it."""

import contextlib
import signal
import sys
import unittest
from types import FrameType
from unittest import mock

from conversation import Conversation

from pythonflows_kernel.interrupts import Interrupts


class EarlyStopTest(unittest.TestCase):
    def setUp(self) -> None:
        # In Pyodide nobody sits at a terminal, so a signal outside a call is remembered instead of raised.
        patched = mock.patch("sys.platform", "emscripten")
        patched.start()
        self.addCleanup(patched.stop)
        self.interrupts = Interrupts()
        self.interrupts.install()
        self.addCleanup(self.interrupts.uninstall)

    def test_a_stop_before_the_call_ends_its_first_allowed_stretch(self) -> None:
        signal.raise_signal(signal.SIGINT)
        with self.interrupts.call(), self.assertRaises(KeyboardInterrupt), self.interrupts.allowed():
            self.fail("the user's code was begun")

    def test_a_stop_that_nothing_was_left_for_is_forgotten_between_messages(self) -> None:
        signal.raise_signal(signal.SIGINT)
        self.interrupts.forget()
        with self.interrupts.call(), self.interrupts.allowed():
            pass

    def test_a_stop_at_the_end_of_a_call_does_not_reach_the_next(self) -> None:
        with self.interrupts.call():
            signal.raise_signal(signal.SIGINT)
        with self.interrupts.call(), self.interrupts.allowed():
            pass

    def test_a_stop_at_the_very_end_of_an_allowed_stretch_leaves_none_behind(self) -> None:
        """Wherever in the leaving it arrives, the kernel's own code is not interrupted afterwards."""
        allowed = self.interrupts.allowed()
        for place in range(8):
            left = place

            def step(frame: FrameType, _event: str, _argument: object) -> object:
                nonlocal left
                if left == 0:
                    self.interrupts._on_signal(signal.SIGINT, frame)
                left -= 1
                return step

            with self.subTest(place=place), self.interrupts.call():
                with contextlib.suppress(KeyboardInterrupt):
                    allowed.__enter__()
                    sys.settrace(step)
                    try:
                        allowed.__exit__(None, None, None)
                    finally:
                        sys.settrace(None)
                signal.raise_signal(signal.SIGINT)  # raises if it is taken for the user's


class StopOfWhatAwaitsTest(unittest.TestCase):
    """Most of the time of a node that awaits is the event loop's: an exception raised there would reach nobody."""

    def test_a_stop_while_packages_are_loaded_ends_the_node_before_its_own_code(self) -> None:
        async def load(names: list[str]) -> dict[str, str]:
            self.assertTrue(talk.kernel.stop())
            return dict.fromkeys(names, "1")

        talk = Conversation(load)
        self.addCleanup(talk.close)
        self.assertFalse(talk.kernel.stop(), "there is no node")
        ran = talk.run("def f():\n    print('begun')\n", packages=["some"])
        self.assertEqual((ran.end["type"], ran.end["error"]["type"]), ("node_stopped", "KeyboardInterrupt"))
        self.assertEqual(ran.printed(), "")
        self.assertEqual(talk.run("def f():\n    return 1\n").end["type"], "node_finished", "the next one is not hit")

    def test_a_stop_that_hits_the_event_loop_cancels_what_the_node_awaits(self) -> None:
        talk = Conversation()
        self.addCleanup(talk.close)
        arranged = (
            "import asyncio, signal\nasync def f():\n    asyncio.get_running_loop().call_later(0.01, signal.raise_signal, signal.SIGINT)\n"
        )
        ran = talk.run(arranged + "    while True:\n        await asyncio.sleep(0)\n")
        self.assertEqual((ran.end["type"], ran.end["error"]["type"]), ("node_stopped", "CancelledError"))
        self.assertEqual(talk.run("def f():\n    return 1\n").end["type"], "node_finished", "the next one is not hit")


if __name__ == "__main__":
    unittest.main()
