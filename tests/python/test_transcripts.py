"""The recorded conversations, replayed: the kernel still says what the session is tested with."""

import unittest

from kernel_path import TRANSCRIPTS
from transcripts import SCRIPTS, converse, replay


class Transcripts(unittest.TestCase):
    maxDiff = None

    def test_recordings_are_those_of_the_scripts(self) -> None:
        self.assertEqual({path.stem for path in TRANSCRIPTS.glob("*.jsonl")}, set(SCRIPTS))

    def test_every_recording_is_what_the_kernel_says(self) -> None:
        import json

        for path in sorted(TRANSCRIPTS.glob("*.jsonl")):
            recorded = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for number, (line, wanted) in enumerate(zip(replay(path), recorded, strict=True), 1):
                with self.subTest(path.stem, line=number):
                    self.assertEqual(line, wanted)

    def test_every_script_is_what_was_recorded(self) -> None:
        import json

        for name, script in SCRIPTS.items():
            recorded = [json.loads(line) for line in (TRANSCRIPTS / f"{name}.jsonl").read_text("utf-8").splitlines()]
            self.assertEqual(converse(script().steps), recorded, "record them anew: python tests/python/transcripts.py")


if __name__ == "__main__":
    unittest.main()
