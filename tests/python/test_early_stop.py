"""A stop that comes while the kernel takes a message in: it must neither be lost nor hit the message after it."""

import signal
import unittest
from unittest import mock

import kernel_path  # noqa: F401 - makes the package importable

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


if __name__ == "__main__":
    unittest.main()
