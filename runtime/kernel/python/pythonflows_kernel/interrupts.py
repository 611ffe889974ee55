"""Stop (SIGINT) becomes KeyboardInterrupt only inside `with interrupts.allowed():`, that is in the user's code and in foreign reprs.

Elsewhere it is remembered until the next allowed stretch of the same call, so that the kernel's own state is never torn and each call
has exactly one ending.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any


class _Stretch(AbstractContextManager[None]):
    """Kept and entered again for each call: a generator for each would take longer than what is done."""

    def __init__(self, enter: Callable[[], None], leave: Callable[[], None]) -> None:
        self._enter = enter
        self._leave = leave

    def __enter__(self) -> None:
        self._enter()

    def __exit__(self, *_error: object) -> None:
        self._leave()


class Interrupts:
    """One per kernel. `install` takes over SIGINT; without it (not in the main thread) KeyboardInterrupt may come anywhere.

    `heard` is told of each signal that arrives: at the recursion limit none does, and whoever has sent it has to send it again.
    """

    def __init__(self, heard: Callable[[], object] | None = None) -> None:
        self._heard = heard
        self._depth = 0
        self._is_pending = False
        self._is_in_call = False
        self.is_asked = False
        """Whether a stop has come since the last `forget`, whatever it has ended."""
        self._previous: Any = None
        self._call = _Stretch(self._begin_call, self._end_call)
        self._allowed = _Stretch(self._begin_allowed, self._end_allowed)
        self._awaited: tuple[Callable[[], object], Callable[[str], bool]] | None = None
        """How what the node awaits is cancelled, and which files' code is the user's."""

    def install(self) -> None:
        """Takes over SIGINT."""
        try:
            self._previous = signal.signal(signal.SIGINT, self._on_signal)
        except ValueError:  # only the main thread may; a kernel in another thread is stopped by its owner
            self._previous = None

    def uninstall(self) -> None:
        """Gives SIGINT back (tests)."""
        if self._previous is not None:
            signal.signal(signal.SIGINT, self._previous)
            self._previous = None

    def call(self) -> AbstractContextManager[None]:
        """Around one call: a stop that came since the message was taken in counts; one that finds no allowed stretch any more is forgotten at the call's end."""
        return self._call

    def remember(self) -> None:
        """A stop came while no Python ran: the call's next allowed stretch is not begun."""
        self._is_pending = self.is_asked = True

    def forget(self) -> None:
        """Between two messages: a stop that nothing was left to stop for is over."""
        self._is_pending = self.is_asked = False

    def allowed(self) -> AbstractContextManager[None]:
        """Lets KeyboardInterrupt through, at once if one is waiting."""
        return self._allowed

    def _begin_call(self) -> None:
        self._is_in_call = True

    def _end_call(self) -> None:
        self._is_in_call = False
        self._is_pending = False
        if self._previous is not None and signal.getsignal(signal.SIGINT) != self._on_signal:
            signal.signal(signal.SIGINT, self._on_signal)  # a node's own handler ends with the node

    def _begin_allowed(self) -> None:
        self._depth += 1  # first: a stop that comes between these lines is raised or seen
        if self._is_pending:
            self._is_pending = False
            self._depth -= 1
            raise KeyboardInterrupt

    def _end_allowed(self) -> None:
        self._depth -= 1

    _LEAVING = (_Stretch.__exit__.__code__, _end_allowed.__code__)
    """A signal that arrives at their first line must not keep them from their work."""

    @contextmanager
    def awaiting(self, cancel: Callable[[], object], is_users: Callable[[str], bool]) -> Iterator[None]:
        """While a node awaits, most of the time is the event loop's. An exception raised there reaches nobody, and may take the loop's next step with it: such a stop
        calls `cancel`. `is_users` tells by its file name which code is the user's; where that is on the stack it is interrupted as ever."""
        self._awaited = (cancel, is_users)
        try:
            yield
        finally:
            self._awaited = None

    def _on_signal(self, _number: int, frame: FrameType | None) -> object:
        stop = KeyboardInterrupt()  # made first: here too the recursion limit may be met, and then nothing was heard
        self.is_asked = True
        if self._heard is not None:
            self._heard()
        if self._awaited is not None:
            cancel, is_users = self._awaited
            each = frame
            while each is not None and not is_users(each.f_code.co_filename):
                each = each.f_back
            if each is None:
                return cancel()
        if self._depth > 0 and (frame is None or frame.f_code not in self._LEAVING):
            raise stop
        if not self._is_in_call and sys.platform != "emscripten":
            raise stop  # Ctrl+C in a terminal, with no call under way
        self._is_pending = True  # also before the call has begun: the worker lets no signal through that is not for this message
        return None
