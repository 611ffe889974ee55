"""What Pyodide lacks and plain CPython has: a `time.sleep` that a stop can end, an event loop that a stop does not end, and room to compile; and the two ends of a
memory snapshot.

Must not know the kernel: it gets the functions that it needs.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, SupportsFloat

# An Atomics.wait is woken by the stop itself, so one piece can be long; a bounded one keeps the arithmetic of JavaScript's timers exact.
_LONGEST_PIECE_MS = 3_600_000.0
# Nobody sees in a shorter sleep that something is not shown yet, and a loop of short ones would flood the page with messages.
_FLUSH_FROM_S = 0.02


def install_sleep(wait: Callable[[float], bool], flush: Callable[[], object]) -> None:
    """Replaces `time.sleep`. `wait(milliseconds)` returns True when a stop ended it, and False when the time has passed.

    `flush()` sends what was printed so far: nobody else can while this thread sleeps.
    """

    def sleep(seconds: SupportsFloat, /) -> None:
        """Delay execution for a given number of seconds, which may be a fraction."""
        if isinstance(seconds, (str, bytes, bytearray)):
            raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
        duration = float(seconds)
        if duration != duration:
            raise ValueError("Invalid value NaN (not a number)")
        if duration < 0:
            raise ValueError("sleep length must be non-negative")
        if duration >= _FLUSH_FROM_S:
            flush()
        end = time.monotonic() + duration
        while (left_ms := (end - time.monotonic()) * 1000.0) > 0:
            if wait(min(left_ms, _LONGEST_PIECE_MS)):
                signal.raise_signal(signal.SIGINT)

    time.sleep = sleep


def keep_loop_alive() -> None:
    """A KeyboardInterrupt in an awaiting node has already ended that node's task; Pyodide's loop would raise it once more, at nobody.

    The loop takes a handler for that (`WebLoop._keyboard_interrupt_handler`, used by Pyodide's own console). Any other loop is left alone.
    """
    loop = asyncio.get_event_loop()
    if hasattr(loop, "_keyboard_interrupt_handler"):
        loop._keyboard_interrupt_handler = lambda: None  # pyright: ignore[reportAttributeAccessIssue]


# What the kernel itself imports when it starts and what flows import most; each is then there at once after a restore, for a few hundred kilobytes of snapshot in all.
_USUAL_MODULES = (
    "pythonflows_kernel",
    "collections",
    "colorsys",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "html",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "pathlib",
    "pickle",
    "random",
    "re",
    "sqlite3",
    "statistics",
    "string",
    "struct",
    "tempfile",
    "textwrap",
    "traceback",
    "typing",
    "urllib.parse",
    "zlib",
)


def import_usual_modules() -> None:
    """Makes the memory worth keeping: what every kernel imports is imported, what nobody needs is gone."""
    for name in _USUAL_MODULES:
        importlib.import_module(name)
    gc.collect()


def renew_after_restore() -> None:
    """Takes back what must not be the same in two kernels that come from one snapshot.

    The hash seed is the same in every kernel on purpose (`PYTHONHASHSEED`), so that sets keep their order; `secrets`, `os.urandom` and `uuid` ask the system each time.
    """
    random.seed()
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        # Its generator of names is a random.Random of its own.
        tempfile.__dict__["_name_sequence"] = None


def taking(take: Callable[[str, bytearray], Awaitable[None]]) -> Callable[[str, Any], Awaitable[None]]:
    """`take` wants bytes of its own; JavaScript hands in an ArrayBuffer."""

    async def take_value(key: str, buffer: Any) -> None:
        data = bytearray(buffer.byteLength)
        buffer.assign_to(data)
        await take(key, data)

    return take_value


def fetching(fetch: Callable[[list[str]], Awaitable[Any]]) -> Callable[[list[str]], Awaitable[dict[str, bytearray]]]:
    """`fetch` resolves with JavaScript's `{hash: ArrayBuffer}`; Python wants bytes of its own."""

    async def fetch_values(hashes: list[str]) -> dict[str, bytearray]:
        found = await fetch(hashes)
        values: dict[str, bytearray] = {}
        for sha256 in hashes:
            buffer = getattr(found, sha256, None)
            if buffer is not None:
                value = bytearray(buffer.byteLength)
                buffer.assign_to(value)
                values[sha256] = value
        return values

    return fetch_values
