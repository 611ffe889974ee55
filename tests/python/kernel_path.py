"""Where things lie, for the Python tests: importing this makes `pythonflows_kernel` importable."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KERNEL = ROOT / "runtime" / "kernel" / "python"
LIBRARY = ROOT / "runtime" / "library"
TRANSCRIPTS = ROOT / "runtime" / "protocol" / "transcripts"
CORPUS = ROOT / "tests" / "corpus" / "signatures.json"

if str(KERNEL) not in sys.path:
    sys.path.insert(0, str(KERNEL))
