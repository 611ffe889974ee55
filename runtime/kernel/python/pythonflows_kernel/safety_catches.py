"""Calls that would end the whole kernel without a word, or that the browser has nothing for, are refused with a sentence: there is no process that could exit alone,
no second thread and no other program."""

import _thread
import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from . import limits

_SET_LIMIT = sys.setrecursionlimit  # Python's own: a second kernel in one interpreter (tests) must not wrap what the first has put there

_INSTEAD = "Make the node's function “async def” and await asyncio.gather(…), or spread the work over several nodes."
_THREADS = f"A node cannot start threads: Python in a browser has only one. {_INSTEAD}"
_PROCESSES = "A node cannot start other programs or processes: there are none in a browser."

ABSENT_MODULES = {"_multiprocessing": f"{_PROCESSES} {_INSTEAD}", "_posixshmem": f"{_PROCESSES} {_INSTEAD}"}
"""What to say about modules that Python in a browser lacks for good, by name."""


def install() -> None:
    """Replaces `os._exit` and `os.abort`, threads and processes; recursion gets an upper limit. For Pyodide only."""
    for name in ("_exit", "abort"):
        setattr(os, name, _refusal(RuntimeError(f"os.{name}() would end Python for the whole flow. Raise an exception instead.")))
    no_threads = _refusal(RuntimeError(_THREADS))
    _thread.start_new_thread = _thread.start_new = _thread.start_joinable_thread = no_threads
    threading._start_joinable_thread = no_threads  # pyright: ignore[reportAttributeAccessIssue]
    no_processes = _refusal(OSError(errno.ENOTSUP, _PROCESSES))
    subprocess.Popen.__init__ = no_processes
    for name in ("system", "fork", "forkpty", "execv", "execve"):
        if hasattr(os, name):
            setattr(os, name, no_processes)

    def setrecursionlimit(limit: int, /) -> None:
        """Set the maximum depth of the Python interpreter stack, up to what the kernel survives."""
        _SET_LIMIT(min(limit, limits.RECURSION) if isinstance(limit, int) else limit)

    sys.setrecursionlimit = setrecursionlimit


def _refusal(error: Exception) -> Callable[..., NoReturn]:
    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise type(error)(*error.args)

    return refuse
