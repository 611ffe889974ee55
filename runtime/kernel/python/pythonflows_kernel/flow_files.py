"""The flow's files in the working directory: kept as the session says, watched while a node runs.

Reading, looking and writing is noticed where Python does it (`open_watch.py`). An audit hook would see more, but it can never be taken out again and is
called for every `id()`. What C code writes past them is found by looking at the directory afterwards.

A node finds exactly the flow's files, and what it read counts as it was when the node began. A use of a file that was not there has the hash "". A use of a
folder's list has a name that ends with a slash, and the names in it instead of a hash (`folder_list`; `runtime/run/survey.cpp` writes the same).
"""

import hashlib
import importlib.abc
import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from types import ModuleType
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
        self._folders: list[str] = []
        self._watch = OpenWatch(self._prefix)
        self._uses: dict[str, str] = {}
        self._has_begun = False

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
        importlib.invalidate_caches()  # modules may have come among them
        for name, sha256 in wanted.items():
            stamp = _stamp(self._path(name))
            if stamp is not None and name not in self._known:
                self._known[name] = _Known(stamp, sha256)

    def reset(self) -> None:
        """A call comes, whose code may never be reached: it has used and written nothing."""
        self._uses = {}
        self._has_begun = False

    def begin(self) -> None:
        """A node starts: it stands in the directory and what it does with files is noted."""
        self._has_begun = True
        os.chdir(self.directory)
        self._before = self._scan()
        for name in self._before.keys() - self._flow_names:  # of a call that ended before its files could be handed over
            os.remove(self._path(name))
            del self._before[name]
        for folder in reversed(self._folders):
            if not os.listdir(folder):
                os.rmdir(folder)
        self._watch.begin()

    def end(self, loaded_modules: Collection[str] = ()) -> None:
        """It has ended; these modules of the flow it has loaded."""
        self._watch.end()
        self._uses = self._find_uses(loaded_modules)
        for path, data in self._watch.removed.items():
            name = self._name(path)
            if name in self._before and not os.path.exists(path):  # the flow still has it
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(data)
                if (known := self._known.get(name)) is not None and (stamp := _stamp(path)) is not None:
                    self._before[name] = stamp
                    self._known[name] = _Known(stamp, known.sha256)

    def used(self) -> list[FileUse]:
        """The flow's files that the last node read or looked at (Python modules too), but for those that it wrote anew before."""
        return [{"name": name, "sha256": sha256} for name, sha256 in sorted(self._uses.items())]

    def holds(self, name: str, sha256: str) -> bool:
        """Whether this file of the flow lies there as the flow has it."""
        known = self._known.get(name)
        return known is not None and known.sha256 == sha256 and known.stamp == _stamp(self._path(name))

    def _find_uses(self, loaded_modules: Collection[str]) -> dict[str, str]:
        watch = self._watch
        uses: dict[str, str] = {}
        if not (loaded_modules or watch.read or watch.looked_at or watch.listed):
            return uses
        loaded = set(loaded_modules)
        for path in (*watch.read, *watch.looked_at, *loaded):
            name = path[len(self._prefix) :]
            if not name or name in uses:
                continue
            if name in self._before:
                uses[name] = self._sha256_before(name)
            elif path in loaded:
                uses[name] = ""
            elif self._is_folder(name):
                uses[name + "/"] = folder_list(self._before, name + "/")
            else:
                uses[name] = ""
                if path in watch.looked_at:
                    uses[name + "/"] = ""
        for path in watch.listed:
            folder = path[len(self._prefix) :] + "/"
            uses["./" if folder == "/" else folder] = folder_list(self._before, "" if folder == "/" else folder)
        return uses

    def _sha256_before(self, name: str) -> str:
        """What was in a file when the node began; something that no file has if nobody can know any more."""
        stamp = self._before[name]
        known = self._known.get(name)
        if known is None or known.stamp != stamp:
            path = self._path(name)
            if _stamp(path) != stamp:
                return "unknown"
            with open(path, "rb") as file:
                known = _Known(stamp, hashlib.file_digest(file, "sha256").hexdigest())
            self._known[name] = known
        return known.sha256

    def _is_folder(self, name: str) -> bool:
        return any(each.startswith(name + "/") for each in self._before)

    def written(self) -> list[tuple[FileRef, bytes]]:
        """The files that the node made or changed, with their bytes. Raises NodeProblem if they are too many or too large."""
        if not self._has_begun:
            return []
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
            self._flow_names.add(name)
            found.append(({"name": name, "bytes": len(data), "sha256": sha256}, data))
        return found

    def _scan(self) -> dict[str, _Stamp]:
        found: dict[str, _Stamp] = {}
        folders = [self.directory]
        self._folders = []
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            folders.append(entry.path)
                            self._folders.append(entry.path)
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
        while folder.startswith(self._prefix):
            if os.path.isdir(folder):  # a file whose bytes never came has none
                if os.listdir(folder):
                    return
                os.rmdir(folder)
            folder = os.path.dirname(folder)


def folder_list(names: Iterable[str], folder: str) -> str:
    """What lies in a folder (`""` or ending with a slash), as a text that changes with each name: every entry ends with a slash, a folder with two."""
    rest = (name[len(folder) :] for name in names if name.startswith(folder))
    return "".join(sorted({f"{name.partition('/')[0]}//" if "/" in name else f"{name}/" for name in rest}))


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
        self._missing = _MissingModules()

    def begin(self) -> None:
        if self._files.directory not in sys.path:
            sys.path.insert(0, self._files.directory)
        self._missing.names.clear()
        if self._missing not in sys.meta_path:
            sys.meta_path.append(self._missing)  # the last: it is asked for what nobody else has
        self._count = len(sys.modules)

    def end(self) -> list[str]:
        """Forgets the flow's modules that the call loaded; returns their paths, and where those would have been that it did not find."""
        missing = [path for name in self._missing.names for path in self._places(name)]
        if len(sys.modules) == self._count:
            return missing
        found: dict[str, str] = {}
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None) if isinstance(module, ModuleType) else None
            if isinstance(path, str) and self._files.owns(path):
                found[name] = path
        for name in found:
            del sys.modules[name]
            sys.path_importer_cache.pop(self._files.directory, None)
        return [*found.values(), *missing]

    def _places(self, name: str) -> list[str]:
        path = f"{self._files.directory}/{name.replace('.', '/')}"
        return [f"{path}.py", f"{path}/__init__.py"]


class _MissingModules(importlib.abc.MetaPathFinder):
    """Hears of modules that nobody finds."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        self.names.append(fullname)
