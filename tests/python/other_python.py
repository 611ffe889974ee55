"""Pythons with modules that this one may lack: for tests that ask a program of others (Jupyter, Black)."""

import subprocess
import sys
import unittest
from pathlib import Path


def python_with(*modules: str) -> str:
    """A Python that has these modules: this one, or Debian's. Skips the test without one."""
    for candidate in () if sys.platform == "emscripten" else (sys.executable, "/usr/bin/python3"):
        if candidate and Path(candidate).exists():
            test = subprocess.run([candidate, "-c", f"import {', '.join(modules)}"], capture_output=True)
            if test.returncode == 0:
                return candidate
    raise unittest.SkipTest(
        f"no Python here has {', '.join(modules)} (Debian: python3-nbformat, python3-nbclient, python3-ipykernel, black)"
    )
