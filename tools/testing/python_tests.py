"""Runs the unittest suites of one folder and writes {"passed", "failed", "skipped"} as JSON into a file.

Usage: python_tests.py FOLDER RESULT_FILE
"""

import json
import sys
import unittest
from pathlib import Path


def main(folder: str, result_file: str) -> int:
    """Returns the exit status: 0 if no test failed."""
    suite = unittest.defaultTestLoader.discover(folder, pattern="*test*.py")
    result = unittest.TextTestRunner(verbosity=1, buffer=True).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    tally = {"passed": max(0, result.testsRun - failed - skipped), "failed": failed, "skipped": skipped}
    Path(result_file).write_text(json.dumps(tally), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
