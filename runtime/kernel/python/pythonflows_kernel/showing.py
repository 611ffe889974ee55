"""`display(x)`, `plt.show()` and `progress(done, total)` of the running call."""

import importlib.abc
import importlib.machinery
import math
import sys
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from . import limits
from .copying import deep_copy
from .preview import Look, Rendered, look_at, preview_of
from .preview.glimpse import glimpse_of, glimpse_of_rendered

Shown = Callable[[str, Any, Any], object]
"""Takes the port "display:N", the value to keep and its glimpse."""


class Showing:
    """The displays and the progress of one call."""

    def __init__(
        self,
        shown: Shown,
        lost: Callable[[int], object],
        progressed: Callable[[float, float], object],
        max_displays: int = limits.DISPLAYS,
    ) -> None:
        self._shown = shown
        self._lost = lost
        self._progressed = progressed
        self._max_displays = max_displays
        self._count = 0
        self._bytes = 0
        self._dropped = 0
        self._last_report = -math.inf
        self._is_closed = False
        self._last_progress = -math.inf
        self._was_at_end = False

    def display(self, *values: Any) -> None:
        """Puts pictures, tables and rich output into the node's output, besides its result."""
        for value in values:
            self._display(value)

    def _display(self, value: Any) -> None:
        if self._is_closed:
            return  # by what a node has left behind
        if self._count >= self._max_displays or self._bytes > limits.DISPLAY_BYTES:
            self._dropped += 1
            now = time.monotonic()
            if now - self._last_report >= limits.DROP_REPORT_INTERVAL_S:
                self._last_report = now
                self._report()
            return
        look = look_at(value)
        kept = _copy_to_page(value) if look.table is not None else None
        if kept is not None:
            glimpse = glimpse_of(value, look)
        else:
            kept = _rendered(look)
            self._bytes += sum(map(len, kept.buffers.values()))
            glimpse = glimpse_of_rendered(kept)
        port = f"display:{self._count}"
        self._count += 1
        self._shown(port, kept, glimpse)

    def close(self) -> None:
        """The call has ended: tells of what was not kept, and shows nothing more."""
        self._report()
        self._is_closed = True

    def _report(self) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            self._lost(dropped)

    def progress(self, done: float, total: float = 1.0) -> None:
        """Moves the node's bar: `done` of `total`."""
        done, total = float(done), float(total)
        if not (math.isfinite(done) and math.isfinite(total)) or total <= 0:
            raise ValueError("progress(done, total) takes two numbers, total above 0")
        if self._is_closed:
            return
        now = time.monotonic()
        is_end = done >= total and not self._was_at_end
        if is_end or now - self._last_progress >= limits.PROGRESS_INTERVAL_S:
            self._last_progress = now
            self._was_at_end = done >= total
            self._progressed(min(max(done, 0.0), total), total)


def _copy_to_page(value: Any) -> Any:
    """A table as it is now, so that it can be paged later; None if it cannot be copied."""
    try:
        return deep_copy(value, {})
    except Exception:  # then it is drawn now
        return None


def _rendered(look: Look) -> Rendered:
    result = Rendered({})
    result.preview = preview_of(look, 0, limits.PAGE_ROWS, None, result.buffers)
    return result


class PlotHook(importlib.abc.MetaPathFinder):
    """Makes `plt.show()` display and close the open figures, whenever matplotlib.pyplot gets imported."""

    def __init__(self) -> None:
        self.display: Callable[[Any], object] | None = None

    def install(self) -> None:
        """Waits for the import."""
        if not any(isinstance(finder, PlotHook) for finder in sys.meta_path):
            sys.meta_path.insert(0, self)
        loaded = sys.modules.get("matplotlib.pyplot")
        if loaded is not None:
            self._take_over(loaded)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != "matplotlib.pyplot":
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        loader = spec.loader if spec is not None else None
        if loader is not None:
            execute = loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                self._take_over(module)

            loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def close_figures(self) -> None:
        """Figures of one node are nothing to the next."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and hasattr(pyplot, "close"):
            pyplot.close("all")

    def _take_over(self, pyplot: ModuleType) -> None:
        def show(*_args: Any, **_options: Any) -> None:
            for number in pyplot.get_fignums():
                if self.display is not None:
                    self.display(pyplot.figure(number))
            pyplot.close("all")

        pyplot.show = show  # type: ignore[attr-defined]
