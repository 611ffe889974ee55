"""Calls foreign code (a value's own __repr__, _repr_html_ …) so that it does no harm: within a time, any exception caught, a real stop let through.

The time is watched by trace functions, since there is no other thread: at each call, and at each line of code that is not a library's.
A loop inside a library's C code is not seen; for that there is the run's own timeout.
"""

import inspect
import os
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from .. import limits

_Result = TypeVar("_Result")

_LIBRARY_FOLDERS = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(__file__)), "<frozen")
_KNOWN_LIBRARIES = frozenset({"numpy", "pandas", "polars", "pyarrow", "matplotlib", "PIL"})
_SLEEP = time.sleep


class _TooSlow(BaseException):
    """Raised inside the foreign code when its time is over."""


def is_of_library(value: object) -> bool:
    """Whether a value is of a well-known library's own class: its drawing is trusted to end, and tracing it would take several times as long."""
    return type(value).__module__.partition(".")[0] in _KNOWN_LIBRARIES


def guarded(action: Callable[[], _Result], seconds: float, is_watched: bool = True) -> tuple[_Result | None, str | None]:
    """The result of `action` and None, or None and why there is none: "takes too long", or the exception's type.

    KeyboardInterrupt passes through. Without `is_watched` exceptions are caught, but the time is not looked at.
    """
    watch = _Watch(seconds)
    before = (sys.gettrace(), sys.getprofile())
    recursion_limit = sys.getrecursionlimit()
    try:
        if is_watched:
            sys.setrecursionlimit(min(recursion_limit, _depth() + limits.FOREIGN_FRAMES))
            sys.setprofile(watch.profile)
            sys.settrace(watch.trace)
        return action(), None
    except _TooSlow:
        return None, "takes too long"
    except KeyboardInterrupt:
        raise
    except MemoryError:
        return None, "too large"
    except BaseException as error:
        return None, f"raises {type(error).__name__[:80]}"
    finally:  # an exception out of a trace function has unset it, but not the other
        if is_watched:
            sys.settrace(before[0])
            sys.setprofile(before[1])
            sys.setrecursionlimit(recursion_limit)


def _depth() -> int:
    depth = 0
    frame = inspect.currentframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


class _Watch:
    """The trace and profile functions of one foreign call. Inside another watch the outer one rests."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds

    def _check(self) -> None:
        if time.monotonic() > self._deadline:
            raise _TooSlow

    def trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        self._check()
        code = frame.f_code
        if code is getattr(time.sleep, "__code__", None):  # the worker's own sleep, written in Python
            raise _TooSlow
        is_library = code.co_filename.startswith(_LIBRARY_FOLDERS) or "site-packages" in code.co_filename
        if is_library:
            return None
        frame.f_trace_opcodes = True  # "while True: pass" in one line has no further line events
        return self._trace_line

    def _trace_line(self, _frame: FrameType, _event: str, _argument: object) -> Any:
        self._check()
        return self._trace_line

    def profile(self, _frame: FrameType, event: str, argument: object) -> None:
        if event == "c_call" and (argument is _SLEEP or argument is time.sleep):
            raise _TooSlow
