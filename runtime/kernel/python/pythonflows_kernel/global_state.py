"""The interpreter's state that every node finds as it was before the others: what a call leaves behind is put back when it has ended.

What is cheap to look at is looked at around every call; the rest only where the source names what can change it. What a source changes by itself (`json.dumps = …`) is
the journal's affair. What the import of a module does stays.
"""

import builtins
import decimal
import gc
import locale
import logging
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Set
from typing import Any

_HOOKS: list[tuple[dict[str, Any], str]] = [
    *(
        (sys.__dict__, name)
        for name in ("excepthook", "displayhook", "unraisablehook", "breakpointhook", "path", "argv", "stdin", "path_hooks", "meta_path")
    ),
    *((warnings.__dict__, name) for name in ("filters", "showwarning", "formatwarning", "defaultaction")),
]
_LISTS: list[list[Any]] = [sys.path, sys.argv, sys.path_hooks, gc.callbacks]
_setlocale: Any = getattr(locale, "_setlocale", locale.setlocale)
"""Without the Python around it, which asks the same."""
_TRACING = frozenset({"settrace", "setprofile"})


class GlobalState:
    """Of one kernel."""

    def __init__(self) -> None:
        self._hooks: list[Any] = []
        self._lists: list[list[Any]] = []
        self._environment: dict[Any, Any] = {}
        self._filters: list[Any] = []
        self._plain: tuple[Any, ...] = ()
        self._undo: list[Callable[[], object]] = []

    def begin(self, names: Set[str]) -> None:
        """A call begins. `names`: everything that its source names."""
        self._hooks = [namespace[name] for namespace, name in _HOOKS]
        self._lists = [each.copy() for each in _LISTS]
        self._environment = _environment().copy()
        self._filters = warnings.filters.copy()  # type: ignore[attr-defined]
        self._plain = _plain_state()
        if not _RARE_WORDS.isdisjoint(names):
            is_hidden = not _HIDING.isdisjoint(names)
            self._undo = [undo for words, remember in _RARE if is_hidden or not words.isdisjoint(names) for undo in remember()]

    def end(self) -> None:
        """It has ended."""
        for undo in self._undo:  # builtins first: nothing else here works without them
            undo()
        self._undo = []
        if [namespace[name] for namespace, name in _HOOKS] != self._hooks:
            for (namespace, name), before in zip(_HOOKS, self._hooks, strict=True):
                namespace[name] = before
        if self._lists != _LISTS:
            for now, before in zip(_LISTS, self._lists, strict=True):
                now[:] = before
        if _environment() != self._environment:
            _restore_environment(self._environment)
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]
            warnings.simplefilter("ignore", append=True)  # lets Python forget which warnings it has shown under the other filters
            warnings.filters.pop()  # type: ignore[attr-defined]
        if _plain_state() != self._plain:
            _restore_plain(self._plain)


def fresh_context() -> None:
    """Inside the call's own context: numbers are rounded as Python does by itself."""
    decimal.setcontext(decimal.Context())


def _environment() -> dict[Any, Any]:
    return os.environ._data  # type: ignore[attr-defined] # its own copy decodes every name


def _restore_environment(before: dict[Any, Any]) -> None:
    now = _environment()
    for key in now.keys() - before.keys():
        del os.environb[key]
    for key, value in before.items():
        if now.get(key) != value:
            os.environb[key] = value
    if hasattr(time, "tzset"):
        time.tzset()


def _plain_state() -> tuple[Any, ...]:
    return (
        sys.getrecursionlimit(),
        gc.isenabled(),
        gc.get_threshold(),
        locale.setlocale(locale.LC_ALL),
        logging.root.level,
        logging.root.manager.disable,
    )


def _restore_plain(before: tuple[Any, ...]) -> None:
    limit, is_collecting, threshold, language, level, disabled = before
    sys.setrecursionlimit(limit)
    gc.enable() if is_collecting else gc.disable()
    gc.set_threshold(*threshold)
    locale.setlocale(locale.LC_ALL, language)
    logging.root.setLevel(level)
    logging.disable(disabled)


# --- what only some sources can change ------------------------------------------------------------------------------------------------------------------------------


def _remember_builtins() -> list[Callable[[], object]]:
    namespace = builtins.__dict__
    before = namespace.copy()

    def put_back() -> None:
        namespace.update(before)
        for name in namespace.keys() - before.keys():
            del namespace[name]

    return [put_back]


def _remember_umask() -> list[Callable[[], object]]:
    mask = os.umask(0)
    os.umask(mask)
    return [lambda: os.umask(mask)]


def _remember_signals() -> list[Callable[[], object]]:
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}

    def put_back() -> None:
        for number, handler in handlers.items():
            if handler is not None and signal.getsignal(number) != handler:
                signal.signal(number, handler)

    return [put_back]


def _remember_loggers() -> list[Callable[[], object]]:
    loggers = [logging.root, *(each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger))]
    known = [(each, each.level, each.disabled, each.propagate, each.handlers.copy(), each.filters.copy()) for each in loggers]

    def put_back() -> None:
        for logger in [
            each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger) and each not in loggers
        ]:
            logger.setLevel(logging.NOTSET)
            logger.disabled, logger.propagate = False, True
            logger.handlers[:], logger.filters[:] = [], []
        for logger, level, disabled, propagate, handlers, filters in known:
            if logger.level != level:
                logger.setLevel(level)
            logger.disabled, logger.propagate = disabled, propagate
            logger.handlers[:], logger.filters[:] = handlers, filters

    return [put_back]


def _remember_tracing() -> list[Callable[[], object]]:
    tracer, profiler = sys.gettrace(), sys.getprofile()
    return [lambda: sys.settrace(tracer), lambda: sys.setprofile(profiler)]


def _remember_digits() -> list[Callable[[], object]]:
    digits = sys.get_int_max_str_digits()
    return [lambda: sys.set_int_max_str_digits(digits)]


def _remember_numpy() -> list[Callable[[], object]]:
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return []
    errors, printing = numpy.geterr(), numpy.get_printoptions()
    return [lambda: numpy.seterr(**errors), lambda: numpy.set_printoptions(**printing)]


def _remember_pandas() -> list[Callable[[], object]]:
    config = sys.modules.get("pandas._config.config")
    options = getattr(config, "_global_config", None)
    if config is None or options is None:
        return []

    def values() -> dict[str, Any]:
        with warnings.catch_warnings():  # an option that pandas wants to be rid of complains when it is looked at
            warnings.simplefilter("ignore")
            return {key: config.get_option(key) for key in config._registered_options}

    before = values()

    def put_back() -> None:
        now = values()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for key, value in before.items():
                if now[key] != value:
                    config.set_option(key, value)

    return [put_back]


def _remember_matplotlib() -> list[Callable[[], object]]:
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None or not hasattr(matplotlib, "rcParams"):
        return []
    parameters = matplotlib.rcParams
    before = dict.copy(parameters)
    return [lambda: dict.update(parameters, before)]


_RARE: list[tuple[frozenset[str], Callable[[], list[Callable[[], object]]]]] = [
    (frozenset({"builtins", "__builtins__"}), _remember_builtins),
    (frozenset({"umask"}), _remember_umask),
    (frozenset({"signal"}), _remember_signals),
    (frozenset({"logging"}), _remember_loggers),
    (_TRACING, _remember_tracing),
    (frozenset({"set_int_max_str_digits"}), _remember_digits),
    (frozenset({"seterr", "seterrcall", "set_printoptions"}), _remember_numpy),
    (frozenset({"set_option", "reset_option"}), _remember_pandas),
    (frozenset({"rcParams", "rc", "rcdefaults", "style", "set_theme", "set_style", "xkcd", "set_context"}), _remember_matplotlib),
]
"""Names, and what is remembered where a source has one of them."""
_HIDING = frozenset({"eval", "exec"})
"""Who uses these may do anything without naming it."""
_RARE_WORDS = _HIDING.union(*(words for words, _remember in _RARE))
