"""How much a kernel may send to the page at once, where the page has set it."""

import unittest

from conversation import Conversation, KernelTest


class SizesTest(KernelTest):
    def setUp(self) -> None:
        super().setUp()
        self.talk.kernel.bound_sizes(2_000, 5_000)

    def test_a_preview_beyond_its_bound_says_so_in_its_place(self) -> None:
        small, large = (self.ok(f"def f(): return 'x' * {count}\n") for count in (1_000, 3_000))
        self.assertEqual(len(self.talk.preview(small.key)["text"]), 1_000)
        self.assertEqual(self.talk.preview(large.key), {"kind": "text", "text": "<no preview: it has 3 KB; 2 KB are allowed>"})
        self.talk.kernel.bound_sizes(4_000, 5_000)
        self.assertEqual(len(self.talk.preview(large.key)["text"]), 3_000)

    def test_a_written_file_beyond_its_bound_fails_the_node(self) -> None:
        write = "def f():\n    with open('out.bin', 'wb') as file:\n        file.write(bytes({}))\n"
        self.ok(write.format(5_000))
        failed = self.talk.run(write.format(6_000))
        self.assertEqual(failed.error["message"], "The file “out.bin” that the node wrote has 6 KB; 5 KB are allowed.")

    def test_values_beyond_their_bound_are_not_saved(self) -> None:
        kept: list[str] = []
        talk = Conversation(keep_values=lambda key, *_rest: kept.append(key), fetch_values=None)
        self.addCleanup(talk.close)
        talk.kernel.bound_sizes(2_000, 5_000)
        small, large = (talk.run(f"def f(): return 'x' * {count}\n") for count in (3_000, 8_000))
        self.assertEqual(kept, [small.key])
        unsaved = [(message["key"], message["reason"], message["detail"]) for message in talk.sent if message["type"] == "value_unsaved"]
        self.assertEqual(unsaved, [(large.key, "too_large", "8 KB")])


if __name__ == "__main__":
    unittest.main()
