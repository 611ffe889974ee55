"""The flow's files in the working directory: kept as the session says, watched while a node runs.

Reading and writing is noticed where Python opens files: `open`, `io.open`, `os.open`, `sqlite3.connect`. An audit hook would see more, but it
can never be taken out again and is called for every `id()`. What C code writes past them is found by looking at the directory afterwards.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import limits
from .messages_gen import FileRef, FileUse
from .open_watch import OpenWatch
from .problems import NodeProblem
from .sizes import Sizes, size_text

_Stamp = tuple[int, int]
"""Size and modification time: how a change is seen without reading."""


@dataclass(frozen=True)
class _Known:
    stamp: _Stamp
    sha256: str


class FlowFiles:
    """The working directory of one kernel."""

    def __init__(self, directory: str, sizes: Sizes) -> None:
        self._sizes = sizes
        os.makedirs(directory, exist_ok=True)
        self.directory = os.path.realpath(directory)
        self._prefix = self.directory.rstrip("/") + "/"
        self._flow_names: set[str] = set()
        self._known: dict[str, _Known] = {}
        self._before: dict[str, _Stamp] = {}
        self._watch = OpenWatch()

    def owns(self, path: str) -> bool:
        """Whether a path lies in the directory."""
        return path.startswith(self._prefix)

    def write(self, name: str, data: Any) -> None:
        """Puts a file of the flow into the directory. Raises NodeProblem for a name that would leave it."""
        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        content = data if isinstance(data, bytes | bytearray | memoryview) else data.to_bytes()  # bytes of JavaScript come as a proxy
        with open(path, "wb") as file:
            file.write(content)
        self._flow_names.add(name)
        self._known.pop(name, None)

    def match(self, files: Iterable[FileRef]) -> None:
        """Makes the directory hold these files of the flow and no others of it; what nodes wrote besides stays."""
        wanted = {file["name"]: file["sha256"] for file in files}
        for name in self._flow_names - wanted.keys():
            path = self._path(name)
            if os.path.isfile(path):
                os.remove(path)
            self._known.pop(name, None)
            self._remove_empty_folders(os.path.dirname(path))
        self._flow_names = set(wanted)
        for name, sha256 in wanted.items():
            stamp = _stamp(self._path(name))
            if stamp is not None and name not in self._known:
                self._known[name] = _Known(stamp, sha256)

    def begin(self) -> None:
        """A node starts: it stands in the directory and what it opens is noted."""
        os.chdir(self.directory)
        self._before = self._scan()
        self._watch.begin()

    def end(self) -> None:
        """It has ended."""
        self._watch.end()

    def used(self, loaded_modules: Iterable[str] = ()) -> list[FileUse]:
        """The flow's files that the node read (Python modules too), but for those that it wrote itself before."""
        uses: dict[str, str] = {}
        for path in (*self._watch.read, *loaded_modules):
            name = self._name(path)
            if name is not None and name in self._flow_names and name not in uses:
                sha256 = self._sha256(name)
                if sha256 is not None:
                    uses[name] = sha256
        return [{"name": name, "sha256": sha256} for name, sha256 in sorted(uses.items())]

    def written(self) -> list[tuple[FileRef, bytes]]:
        """The files that the node made or changed, with their bytes. Raises NodeProblem if they are too many or too large."""
        opened = {name for path in self._watch.written if (name := self._name(path)) is not None}
        found: list[tuple[FileRef, bytes]] = []
        for name, stamp in sorted(self._scan().items()):
            if self._before.get(name) == stamp and name not in opened:
                continue
            if len(found) >= limits.WRITTEN_FILES:
                raise NodeProblem("file", f"The node wrote more than {limits.WRITTEN_FILES} files.")
            if stamp[0] > self._sizes.message_bytes:
                raise NodeProblem(
                    "file",
                    f"The file “{name}” that the node wrote has {size_text(stamp[0])}; {size_text(self._sizes.message_bytes)} are allowed.",
                )
            with open(self._path(name), "rb") as file:
                data = file.read()
            sha256 = hashlib.sha256(data).hexdigest()
            known = self._known.get(name)
            self._known[name] = _Known(stamp, sha256)
            if known is not None and known.sha256 == sha256 and name in self._before:
                continue  # opened for writing, but the same as before
            found.append(({"name": name, "bytes": len(data), "sha256": sha256}, data))
        return found

    def _sha256(self, name: str) -> str | None:
        path = self._path(name)
        stamp = _stamp(path)
        if stamp is None:
            return None
        known = self._known.get(name)
        if known is None or known.stamp != stamp:
            with open(path, "rb") as file:
                known = _Known(stamp, hashlib.file_digest(file, "sha256").hexdigest())
            self._known[name] = known
        return known.sha256

    def _scan(self) -> dict[str, _Stamp]:
        found: dict[str, _Stamp] = {}
        folders = [self.directory]
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        status = entry.stat()
                        found[entry.path[len(self._prefix) :]] = (status.st_size, status.st_mtime_ns)
        return found

    def _name(self, path: str) -> str | None:
        full = os.path.normpath(os.path.join(self.directory, path))
        return full[len(self._prefix) :] if full.startswith(self._prefix) else None

    def _path(self, name: str) -> str:
        full = os.path.normpath(os.path.join(self.directory, name))
        if not name or "\0" in name or not full.startswith(self._prefix):
            raise NodeProblem("file", f"“{name}” is no name for a file of the flow.")
        return full

    def _remove_empty_folders(self, folder: str) -> None:
        while folder.startswith(self._prefix) and not os.listdir(folder):
            os.rmdir(folder)
            folder = os.path.dirname(folder)


def _stamp(path: str) -> _Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns)


class FlowModules:
    """Python files among the flow's files can be imported; each call loads them anew, as it runs its own source anew."""

    def __init__(self, files: FlowFiles) -> None:
        self._files = files
        self._count = 0

    def begin(self) -> None:
        if self._files.directory not in sys.path:
            sys.path.insert(0, self._files.directory)
        self._count = len(sys.modules)

    def end(self) -> list[str]:
        """Forgets the flow's modules that the call loaded; returns their paths."""
        if len(sys.modules) == self._count:
            return []
        found: dict[str, str] = {}
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None) if isinstance(module, _MODULE) else None
            if isinstance(path, str) and self._files.owns(path):
                found[name] = path
        for name in found:
            del sys.modules[name]
            sys.path_importer_cache.pop(self._files.directory, None)
        return list(found.values())


_MODULE = type(sys)
