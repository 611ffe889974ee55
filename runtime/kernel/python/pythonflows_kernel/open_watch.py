"""Notes which files are opened while a node runs."""

import builtins
import io
import os
import sqlite3
from typing import Any

_WRITING = frozenset("wax+")
_OS_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class OpenWatch:
    """Stands before `open`, `os.open` and `sqlite3.connect` between `begin` and `end`."""

    def __init__(self) -> None:
        self.read: dict[str, None] = {}
        """Paths opened for reading that had not been written before, in order."""
        self.written: set[str] = set()
        self._originals: tuple[Any, Any, Any] | None = None

    def begin(self) -> None:
        """Starts with empty notes."""
        self.read = {}
        self.written = set()
        self._originals = (builtins.open, os.open, sqlite3.connect)
        real_open, real_os_open, real_connect = self._originals

        def watched_open(file: Any, mode: Any = "r", *args: Any, **options: Any) -> Any:
            result = real_open(file, mode, *args, **options)
            self._note(file, bool(_WRITING.intersection(mode)), "+" in mode or not _WRITING.intersection(mode))
            return result

        def watched_os_open(path: Any, flags: int, *args: Any, **options: Any) -> int:
            result = real_os_open(path, flags, *args, **options)
            self._note(path, bool(flags & _OS_WRITING), not flags & os.O_WRONLY)
            return result

        def watched_connect(database: Any, *args: Any, **options: Any) -> Any:
            result = real_connect(database, *args, **options)
            self._note_database(database)
            return result

        builtins.open = io.open = watched_open
        os.open = watched_os_open
        sqlite3.connect = watched_connect

    def end(self) -> None:
        """Puts the originals back. Functions that kept ours go on working."""
        if self._originals is not None:
            builtins.open = io.open = self._originals[0]
            os.open = self._originals[1]
            sqlite3.connect = self._originals[2]
            self._originals = None

    def _note(self, file: Any, is_written: bool, is_read: bool) -> None:
        if self._originals is None or isinstance(file, int):
            return
        path = os.fsdecode(file)
        if not path.startswith("/"):
            path = os.path.join(os.getcwd(), path)
        if is_read and path not in self.written:
            self.read[path] = None
        if is_written:
            self.written.add(path)

    def _note_database(self, database: Any) -> None:
        """A database is read, and perhaps written: whether it changed is seen from its size and time."""
        if isinstance(database, str | bytes | os.PathLike):
            path = os.fsdecode(database)
            if path.startswith("file:"):
                path = path[5:].partition("?")[0]
            if path and path != ":memory:":
                self._note(path, False, True)
