"""What there is once in this Python, however many sessions it works for: the doors to its surroundings, the call that runs, and one path at which the files of the session lie whose turn it is."""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import network_http
from .global_state import GlobalState
from .interrupts import Interrupts
from .network import Network
from .packages import LoadPackages, Packages
from .printing import OutputCapture
from .showing import PlotHook
from .source import SourceCache

if TYPE_CHECKING:
    from .calling import NodeCall
    from .kernel import Kernel


class Process:
    """Made with the first session's kernel; `options` as in the package's docstring."""

    def __init__(self, load_packages: LoadPackages | None, options: Mapping[str, Any]) -> None:
        self.packages = Packages(load_packages, dict(options.get("import_packages", {})), dict(options.get("loaded_packages", {})))
        self.sources = SourceCache()
        self.capture = OutputCapture()
        self.interrupts = Interrupts(options.get("heard"))
        self.plots = PlotHook()
        self.globals = GlobalState()
        self.network = Network(*(options.get(name) for name in ("ask", "wait", "can_wait", "stop_asking")))
        self.set_deadline: Callable[[int | None], object] | None = options.get("set_deadline")
        self.has_waiting: Callable[[], object] | None = options.get("has_waiting")
        self.pyodide = str(options.get("pyodide", ""))
        self.directories = Directories(str(options.get("directory", "/home/pyodide/flow")))
        self.call: NodeCall | None = None
        self.is_busy = False
        self.kernels: list[Kernel] = []
        if sys.platform == "emscripten":
            network_http.install(self.network)
        self.interrupts.install()
        self.plots.install()


class Directories:
    """One path, at which the files of the session lie whose turn it is; those of the others lie beside it. A path that a node sees, keeps or prints is so the same whoever else is there."""

    def __init__(self, path: str) -> None:
        os.makedirs(path, exist_ok=True)
        self.path = os.path.realpath(path)
        self._present = 0

    def turn_to(self, session: int) -> None:
        """The files of this session lie at the path from now on."""
        if session == self._present:
            return
        os.chdir(tempfile.gettempdir())
        os.rename(self.path, self._beside(self._present))
        if os.path.isdir(self._beside(session)):
            os.rename(self._beside(session), self.path)
        else:
            os.makedirs(self.path)
        os.chdir(self.path)
        self._present = session
        sys.path_importer_cache.pop(self.path, None)
        importlib.invalidate_caches()

    def remove(self, session: int) -> None:
        """This session needs its files no more."""
        if session != self._present:
            return shutil.rmtree(self._beside(session), ignore_errors=True)
        for entry in os.scandir(self.path):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.remove(entry.path)

    def _beside(self, session: int) -> str:
        return f"{self.path}.{session}"
