"""Calls that would end the whole kernel without a word are refused: in wasm there is no process that could exit alone."""

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from . import limits


def install() -> None:
    """Replaces `os._exit` and `os.abort`; recursion gets an upper limit. For Pyodide only."""
    for name in ("_exit", "abort"):
        setattr(os, name, _refusal(f"os.{name}"))
    set_limit = sys.setrecursionlimit

    def setrecursionlimit(limit: int, /) -> None:
        """Set the maximum depth of the Python interpreter stack, up to what the kernel survives."""
        set_limit(min(limit, limits.RECURSION) if isinstance(limit, int) else limit)

    sys.setrecursionlimit = setrecursionlimit


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refuse(*_arguments: Any) -> NoReturn:
        raise RuntimeError(f"{name}() would end Python for the whole flow. Raise an exception instead.")

    return refuse
