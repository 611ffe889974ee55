"""Notes what a node does with the files of one folder, where Python opens, looks at, lists and removes them.

Stands before the functions of `builtins`, `io`, `os` and `sqlite3` that do it. Whoever bound one of them to a name of its own before (`bz2`, `tarfile`) is bound to
the one that stands there now. What C code does past them is not seen.
"""

import builtins
import io
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

_WRITING = frozenset("wax+")
_OS_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_BOUND_EARLY = (
    ("bz2", "_builtin_open"), ("lzma", "builtins_open"), ("lzma", "_builtin_open"), ("tarfile", "bltn_open"), ("tokenize", "_builtin_open"),
)  # fmt: skip
"""Modules of the standard library that bind `open` to a name of their own."""


_PLACES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (builtins.__dict__, {"open": "_watch_open"}),
    (io.__dict__, {"open": "_watch_open"}),
    (sqlite3.__dict__, {"connect": "_watch_connect"}),
    (os.__dict__, {
        "open": "_watch_os_open", "stat": "_watch_look", "lstat": "_watch_look", "access": "_watch_look", "listdir": "_watch_list",
        "scandir": "_watch_list", "remove": "_watch_remove", "unlink": "_watch_remove", "rename": "_watch_move", "replace": "_watch_move",
    }),
]  # fmt: skip
"""Where functions stand, and who watches each."""


class OpenWatch:
    """Between `begin` and `end`. `folder` ends with a slash."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.read: dict[str, None] = {}
        """Paths opened for reading, whether or not they were there, that had not been written anew before; in order."""
        self.looked_at: dict[str, None] = {}
        """Paths asked about: are they there, how large, how old."""
        self.listed: dict[str, None] = {}
        """Folders whose entries were asked for."""
        self.written: set[str] = set()
        self.removed: dict[str, bytes] = {}
        """Files that were removed or moved away, with what was in them."""
        self._renewed: set[str] = set()
        self._descriptors: dict[int, str] = {}
        self._is_on = False
        self._originals: list[dict[str, Any]] = []
        self._watchers: list[dict[str, Any]] = []

    def begin(self) -> None:
        """Starts with empty notes."""
        self.read, self.looked_at, self.listed, self.removed = {}, {}, {}, {}
        self.written, self._renewed, self._descriptors = set(), set(), {}
        self.end()
        originals = [{name: namespace[name] for name in names} for namespace, names in _PLACES]
        if originals != self._originals:
            self._originals = originals
            self._watchers = [
                {name: getattr(self, names[name])(each) for name, each in known.items()}
                for known, (_namespace, names) in zip(originals, _PLACES)
            ]
            self._bind_early_ones()
        for (namespace, _names), watchers in zip(_PLACES, self._watchers):
            namespace.update(watchers)
        self._is_on = True

    def end(self) -> None:
        """Puts the originals back, whatever the node has put there. Functions that kept ours go on working."""
        if self._is_on:
            self._is_on = False
            for (namespace, _names), originals in zip(_PLACES, self._originals):
                namespace.update(originals)

    def _bind_early_ones(self) -> None:
        for module_name, name in _BOUND_EARLY:
            module = sys.modules.get(module_name)
            if module is not None and hasattr(module, name):
                setattr(module, name, lambda *args, **options: builtins.open(*args, **options))
        # CPython 3.13's `pathlib` lists folders through a class of `glob` that keeps the function.
        globber = getattr(sys.modules.get("glob"), "_StringGlobber", None)
        if globber is not None and globber.scandir is os.scandir:
            globber.scandir = staticmethod(lambda path: os.scandir(path))

    # --- what stands there meanwhile ------------------------------------------------------------------------------

    def _watch_open(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def open(file: Any, mode: Any = "r", *args: Any, **options: Any) -> Any:
            if self._is_on:
                self._note_open(
                    file, bool(_WRITING.intersection(mode)), not _WRITING.intersection(mode) or "+" in mode, "w" in mode or "x" in mode
                )
            return real(file, mode, *args, **options)

        return open

    def _watch_os_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def open(path: Any, flags: int, *args: Any, **options: Any) -> int:
            if not self._is_on:
                return real(path, flags, *args, **options)
            whole = self._inside(path, options.get("dir_fd"))
            if whole is not None and not self._is_folder(whole):
                self._note_open(whole, bool(flags & _OS_WRITING), not flags & os.O_WRONLY, bool(flags & os.O_TRUNC))
            descriptor = real(path, flags, *args, **options)
            if whole is not None:
                self._descriptors[descriptor] = whole
            return descriptor

        return open

    def _watch_connect(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(database: Any, *args: Any, **options: Any) -> Any:
            if self._is_on and isinstance(database, str | bytes | os.PathLike):
                path = os.fsdecode(database)
                if path.startswith("file:"):
                    path = path[5:].partition("?")[0]
                if path and path != ":memory:":
                    self._note_open(path, False, True, False)  # whether it was changed is seen from its size and time
            return real(database, *args, **options)

        return connect

    def _watch_look(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def look(path: Any, *args: Any, **options: Any) -> Any:
            if self._is_on:
                self._note(self.looked_at, path, options.get("dir_fd"))
            return real(path, *args, **options)

        return look

    def _watch_list(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def list_entries(path: Any = ".") -> Any:
            if self._is_on:
                self._note(self.listed, "." if path is None else self._descriptors.get(path, path))
            return real(path)

        return list_entries

    def _watch_remove(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def remove(path: Any, *args: Any, **options: Any) -> Any:
            self._note_removal(path, options.get("dir_fd"))
            return real(path, *args, **options)

        return remove

    def _watch_move(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def move(source: Any, target: Any, *args: Any, **options: Any) -> Any:
            self._note_removal(source, options.get("src_dir_fd"))
            return real(source, target, *args, **options)

        return move

    # --- notes ----------------------------------------------------------------------------------------------------

    def _inside(self, path: Any, folder: int | None = None) -> str | None:
        """The whole path, if it lies in the folder (or is it). `folder`: a descriptor that a relative one begins at."""
        if isinstance(path, int):
            return None
        try:
            text = os.fsdecode(path)
        except TypeError:
            return None  # the real function says what is wrong with it
        if not text.startswith("/"):
            base = os.getcwd() if folder is None else self._descriptors.get(folder)
            if base is None:
                return None
            text = os.path.join(base, text)
        text = os.path.normpath(text)
        return text if text.startswith(self._folder) or text == self._folder[:-1] else None

    def _note(self, notes: dict[str, None], path: Any, folder: int | None = None) -> None:
        whole = self._inside(path, folder)
        if whole is not None and whole not in self._renewed:
            notes[whole] = None

    def _note_open(self, path: Any, is_written: bool, is_read: bool, is_emptied: bool) -> None:
        whole = self._inside(path)
        if whole is None:
            return
        if is_read and whole not in self._renewed:
            self.read[whole] = None
        if is_written:
            self.written.add(whole)
        if is_emptied:
            self._renewed.add(whole)

    def _note_removal(self, path: Any, folder: int | None) -> None:
        whole = self._inside(path, folder) if self._is_on else None
        if whole is None or whole in self.removed:
            return
        self._is_on = False
        try:
            if os.path.isfile(whole):
                self.looked_at[whole] = None
                with open(whole, "rb") as file:
                    self.removed[whole] = file.read()
        finally:
            self._is_on = True

    def _is_folder(self, whole: str) -> bool:
        self._is_on = False
        try:
            return os.path.isdir(whole)
        finally:
            self._is_on = True
