"""Printed output: batches, limits, exact counts."""

import random
import unittest

from conversation import KernelTest

from pythonflows_kernel import limits
from pythonflows_kernel.printing import Printer


class FakeClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class PrinterTest(unittest.TestCase):
    def setUp(self) -> None:
        self.delivered: list[tuple[str, str, int, int]] = []
        self.clock = FakeClock()

    def printer(self, max_bytes: int) -> Printer:
        self.delivered.clear()
        return Printer(lambda *item: self.delivered.append(item), max_bytes, self.clock)

    def test_delivered_and_dropped_are_what_was_printed(self) -> None:
        for seed in range(400):
            rng = random.Random(seed)
            limit = rng.choice([0, 1, 2, 3, 10, 64, 1000, 20_000])
            printer = self.printer(limit)
            produced: dict[str, str] = {"stdout": "", "stderr": ""}
            for _ in range(rng.randrange(60)):
                text = "".join(rng.choice("abc\n\né漢😀\ud800") for _ in range(rng.choice([0, 1, 5, 300])))
                stream = rng.choice(["stdout", "stdout", "stderr"])
                printer.write(stream, text)
                produced[stream] += text.replace("\ud800", "\ufffd")
                self.clock.now += rng.choice([0, 0.001, 0.06, 1])
            printer.close()
            self.assert_exact(produced, limit, seed)

    def assert_exact(self, produced: dict[str, str], limit: int, seed: int) -> None:
        """Of each stream bytes and lines; head and tail are the beginning and the end of what was printed, and the report lies between them."""
        self.assertLessEqual(sum(len(item[1].encode()) for item in self.delivered), limit, seed)
        for stream, whole in produced.items():
            items = [item for item in self.delivered if item[0] == stream]
            reported = [number for number, item in enumerate(items) if item[2]]
            first = reported[0] if reported else len(items)
            head, tail = "".join(item[1] for item in items[:first]), "".join(item[1] for item in items[first:])
            dropped, lines = sum(item[2] for item in items), sum(item[3] for item in items)
            self.assertTrue(whole.startswith(head) and whole.endswith(tail), (seed, limit, whole[:50], whole[-50:], items))
            self.assertEqual(len((head + tail).encode()) + dropped, len(whole.encode()), seed)
            self.assertEqual((head + tail).count("\n") + lines, whole.count("\n"), seed)

    def test_streams_that_take_turns_and_flushes_make_few_messages_and_lose_nothing(self) -> None:
        printer = self.printer(200_000)
        for _ in range(200_000):
            printer.write("stdout", "o")
            printer.flush_if_due()
            printer.write("stderr", "e\n")
            printer.flush_if_due()
            self.clock.now += 0.000_01
        printer.close()
        delivered = {stream: "".join(item[1] for item in self.delivered if item[0] == stream) for stream in ("stdout", "stderr")}
        self.assertEqual(set(delivered["stdout"]), {"o"})
        self.assertEqual(set(delivered["stderr"]), {"e", "\n"})
        self.assertEqual(len(delivered["stdout"]) + len(delivered["stderr"]) + sum(item[2] for item in self.delivered), 600_000)
        self.assertLess(len(self.delivered), 1_000)

    def test_few_turns_keep_their_order(self) -> None:
        printer = self.printer(1_000)
        for number in range(5):
            printer.write("stdout", f"{number}")
            printer.write("stderr", "!")
        printer.close()
        self.assertEqual("".join(item[1] for item in self.delivered), "0!1!2!3!4!")

    def test_head_and_tail_are_kept(self) -> None:
        printer = self.printer(100)
        for number in range(1000):
            printer.write("stdout", f"{number:03}\n")
        printer.close()
        text = "".join(item[1] for item in self.delivered)
        self.assertEqual(len(text), 96)  # whole lines: 12 of the 50 bytes at each end
        self.assertTrue(text.startswith("000\n001\n"))
        self.assertTrue(text.endswith("998\n999\n"))
        self.assertEqual(self.delivered[-1][2:], (3904, 976))  # told before the tail

    def test_one_huge_text(self) -> None:
        printer = self.printer(10)
        printer.write("stdout", "漢" * 1000)
        printer.close()
        self.assertEqual(self.delivered, [("stdout", "漢", 0, 0), ("stdout", "漢", 3000 - 6, 0)])

    def test_single_lines_leave_at_once(self) -> None:
        printer = self.printer(10_000)
        printer.write("stdout", "loading")
        printer.write("stdout", "\n")
        self.assertEqual(self.delivered, [("stdout", "loading\n", 0, 0)])

    def test_a_flood_is_batched(self) -> None:
        printer = self.printer(10_000_000)
        for _ in range(100_000):
            printer.write("stdout", "0123456789\n")
        printer.close()
        self.assertLess(len(self.delivered), limits.FLUSH_BURST + 2 + 1_100_000 // limits.FLUSH_BYTES)

    def test_drops_are_reported_while_they_happen(self) -> None:
        printer = self.printer(100)
        for _ in range(1000):
            printer.write("stdout", "0123456789\n")
            self.clock.now += 0.01
        self.assertGreater(sum(item[2] for item in self.delivered), 9_000)

    def test_a_flood_of_single_characters_is_kept_in_few_pieces(self) -> None:
        printer = self.printer(1_000_000)
        for _ in range(1_000_000):
            printer.write("stdout", "x")
            printer.write("stdout", "\n")
        pieces = sum(len(block.texts) for block in printer._tail)
        self.assertLess(len(printer._tail), 200)
        self.assertLessEqual(pieces, 500_000 + limits.FLUSH_BYTES)
        printer.close()
        self.assertEqual(sum(item[2] for item in self.delivered), 1_000_000)
        self.assertEqual(sum(item[3] for item in self.delivered), 500_000)
        self.assertLessEqual(max(len(item[1]) for item in self.delivered), limits.PRINTED_CHARACTERS)

    def test_no_message_is_long(self) -> None:
        printer = self.printer(1_000_000)
        printer.write("stdout", "x" * 2_000_000)
        printer.close()
        self.assertLessEqual(max(len(item[1]) for item in self.delivered), limits.PRINTED_CHARACTERS)
        self.assertEqual(sum(len(item[1]) for item in self.delivered), 1_000_000)
        self.assertEqual(sum(item[2] for item in self.delivered), 1_000_000)

    def test_streams_keep_their_order(self) -> None:
        printer = self.printer(1000)
        for number in range(5):
            printer.write("stdout" if number % 2 else "stderr", f"{number}")
        printer.close()
        self.assertEqual([item[1] for item in self.delivered], ["0", "1", "2", "3", "4"])


class NodeOutput(KernelTest):
    def test_a_flood_of_progress_is_few_messages(self) -> None:
        ran = self.ok("def f():\n    for n in range(100_000): progress(2, 2)\n    progress(1, 2)\n    progress(2, 2)\n")
        self.assertLess(len(ran.of("node_progress")), 1_000)

    def test_while_true_print(self) -> None:
        ran = self.talk.run(
            "import signal\ndef f():\n    for n in range(200_000): print(n)\n    signal.raise_signal(signal.SIGINT)\n",
            max_output_bytes=2000,
        )
        self.assertEqual(ran.end["type"], "node_stopped")
        produced = sum(len(f"{n}\n") for n in range(200_000))
        text, dropped = ran.printed(), sum(item["dropped"] for item in ran.of("node_printed"))
        self.assertEqual(len(text) + dropped, produced)
        self.assertEqual(text.count("\n") + sum(item["dropped_lines"] for item in ran.of("node_printed")), 200_000)
        self.assertLessEqual(len(text), 2000)
        self.assertTrue(text.startswith("0\n1\n") and text.endswith("\n199999\n"))
        self.assertLess(len(ran.messages), 60)

    def test_both_streams_and_bytes(self) -> None:
        ran = self.ok(
            "import sys\ndef f():\n    print('out')\n    print('err', file=sys.stderr)\n    sys.stdout.buffer.write('漢\\n'.encode())\n    sys.stdout.writelines(['a', 'b'])\n"
        )
        self.assertEqual((ran.printed(), ran.printed("stderr")), ("out\n漢\nab", "err\n"))

    def test_input_is_refused_with_a_sentence(self) -> None:
        for source in (
            "input('name? ')",
            "__import__('sys').stdin.read()",
            "list(__import__('sys').stdin)",
            "__import__('sys').stdin.readline()",
        ):
            error = self.failed(f"def f(): return {source}")
            self.assertIn("setting of the node", error["message"])
            self.assertEqual(error["line"], 1)

    def test_log_handlers_survive_the_node_that_made_them(self) -> None:
        self.addCleanup(__import__("logging").getLogger().handlers.clear)
        self.ok("import logging\ndef f(): logging.basicConfig(force=True, format='%(message)s')")
        ran = self.ok("import logging\ndef f(): logging.warning('later')")
        self.assertEqual(ran.printed("stderr"), "later\n")

    def test_warnings_appear_with_the_users_line(self) -> None:
        ran = self.ok("import warnings\ndef f():\n    warnings.warn('careful')\n", title="警告")
        self.assertIn("警告:3: UserWarning: careful", ran.printed("stderr"))

    def test_lone_surrogates_do_not_break_the_message(self) -> None:
        self.assertEqual(self.ok("def f(): print('a\\ud800b')").printed(), "a\ufffdb\n")


if __name__ == "__main__":
    unittest.main()
