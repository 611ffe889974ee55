"""What a node prints: taken in batches while it runs, head and tail kept, counted exactly.

Counted are bytes of UTF-8 and lines (line feeds), each stream for itself: what is delivered and what is reported as dropped is together what was printed. The first half
of the limit leaves as it is printed; of the rest the last half is kept and leaves when the call ends; what lies between is dropped, as whole lines where there are any.
The number of messages is bounded too, whatever is flushed and however the two streams take turns: batches leave at most every few milliseconds or kilobytes.
"""

import io
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from . import limits
from .entrance import valid_text

Deliver = Callable[[str, str, int, int], object]
"""Takes stream name, text, and the bytes and lines of this stream that were dropped since the last report: they lie before the text."""


class _Block:
    """A piece of the tail: small texts of one stream together, so that a flood of single characters costs no more memory than its text."""

    __slots__ = ("lines", "size", "stream", "texts")

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.texts: list[str] = []
        self.size = 0
        self.lines = 0

    def add(self, text: str, size: int) -> None:
        self.texts.append(text)
        self.size += size
        self.lines += text.count("\n")


class _Dropped:
    """What one stream has lost and not reported."""

    def __init__(self) -> None:
        self.size = 0
        self.lines = 0
        self.ends_line = True

    def add(self, text: str, size: int, lines: int) -> None:
        self.size += size
        self.lines += lines
        self.ends_line = text.endswith("\n")

    def take(self) -> tuple[int, int]:
        taken = self.size, self.lines
        self.size = self.lines = 0
        return taken


class Printer:
    """The printed output of one call."""

    def __init__(self, deliver: Deliver, max_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._deliver = deliver
        self._clock = clock
        self._head_left = max_bytes - max_bytes // 2
        self._tail_limit = max_bytes // 2
        self._block_bytes = min(limits.FLUSH_BYTES, self._tail_limit // 8)
        self._waiting: list[tuple[str, str]] = []
        self._waiting_bytes = 0
        self._is_in_line: dict[str, bool] = {}  # of the head
        self._tail: deque[_Block] = deque()
        self._tail_bytes = 0
        self._open: dict[str, _Block] = {}
        self._dropped: dict[str, _Dropped] = {}
        self._last_flush = self._last_report = clock()
        self._tokens = float(limits.FLUSH_BURST)
        self.is_closed = False

    def write(self, stream: str, text: str) -> None:
        """Takes in one piece of text."""
        text = valid_text(text)
        if self._head_left > 0:
            text = self._take_head(stream, text)
        if text:
            self._take_tail(stream, text)

    def flush(self) -> None:
        """Sends what is waiting."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._waiting_bytes = 0
            self._last_flush = self._clock()
            for stream, text in _joined(waiting):
                self._send(stream, text)

    def flush_if_due(self, is_urgent: bool = True) -> None:
        """Sends what is waiting, unless that was done very often lately; single lines get through while there are few of them, a flood is batched."""
        if not self._waiting:
            return
        now = self._clock()
        elapsed = now - self._last_flush
        allowed = min(limits.FLUSH_BURST, self._tokens + elapsed / limits.FLUSH_INTERVAL_S)
        if allowed >= 1 and (is_urgent or elapsed >= limits.FLUSH_INTERVAL_S):
            self._tokens = allowed - 1
            self.flush()

    def close(self) -> None:
        """Sends the rest: what is waiting, then the tail with the count of what was dropped before it."""
        self.flush()
        self.is_closed = True
        excess = self._tail_bytes - self._tail_limit
        if excess > 0:
            self._cut_first(excess)
        tail = _joined((block.stream, "".join(block.texts)) for block in self._tail)
        self._tail.clear()
        self._open.clear()
        for stream, text in tail:
            text = self._from_whole_line(stream, text)
            dropped = self._dropped.pop(stream, None)
            self._send(stream, text, *(dropped.take() if dropped else (0, 0)))
        self._report()

    def _send(self, stream: str, text: str, size_dropped: int = 0, lines_dropped: int = 0) -> None:
        self._deliver(stream, text[: limits.PRINTED_CHARACTERS], size_dropped, lines_dropped)
        for at in range(limits.PRINTED_CHARACTERS, len(text), limits.PRINTED_CHARACTERS):
            self._deliver(stream, text[at : at + limits.PRINTED_CHARACTERS], 0, 0)

    def _take_head(self, stream: str, text: str) -> str:
        """Takes as much as the head has room for; returns the rest."""
        size = _size(text)
        rest = ""
        if size > self._head_left:
            text, rest = _split(text, self._head_left)
            end_of_line = text.rfind("\n") + 1
            if end_of_line or not self._is_in_line.get(stream, True):  # the head ends with a whole line if it can
                text, rest = text[:end_of_line], text[end_of_line:] + rest
            size = _size(text)
            self._head_left = 0
        else:
            self._head_left -= size
        if text:
            self._is_in_line[stream] = not text.endswith("\n")
            self._waiting.append((stream, text))
            self._waiting_bytes += size
        if self._head_left == 0 or self._waiting_bytes >= limits.FLUSH_BYTES:
            self.flush()
        else:
            self.flush_if_due("\n" in text)
        return rest

    def _take_tail(self, stream: str, text: str) -> None:
        size = _size(text)
        if size > self._tail_limit:  # nothing of what was kept so far stays, and not all of this
            keep = _tail_of(text, self._tail_limit)
            kept = _size(keep)
            while self._tail:
                self._drop_first()
            self._drop(stream, text[: len(text) - len(keep)], size - kept)
            text, size = keep, kept
        if text:
            block = self._open.get(stream)
            if block is None:
                block = self._open[stream] = _Block(stream)
                self._tail.append(block)
            block.add(text, size)
            self._tail_bytes += size
            if block.size >= self._block_bytes:
                del self._open[stream]
        while self._tail and self._tail_bytes - self._tail[0].size >= self._tail_limit:
            self._drop_first()
        if self._dropped:
            now = self._clock()
            if now - self._last_report >= limits.DROP_REPORT_INTERVAL_S:
                self._last_report = now
                self._report()

    def _cut_first(self, excess: int) -> None:
        first = self._tail[0]
        text = "".join(first.texts)
        keep = _tail_of(text, first.size - excess)
        gone = text[: len(text) - len(keep)]
        self._drop(first.stream, gone, _size(gone))
        first.texts = [keep]

    def _from_whole_line(self, stream: str, text: str) -> str:
        """What is kept after a loss begins with a whole line if it can."""
        dropped = self._dropped.get(stream)
        end_of_line = text.find("\n") + 1
        if dropped is None or dropped.ends_line or not 0 < end_of_line < len(text):
            return text
        gone = text[:end_of_line]
        self._drop(stream, gone, _size(gone))
        return text[end_of_line:]

    def _drop_first(self) -> None:
        block = self._tail.popleft()
        self._tail_bytes -= block.size
        if self._open.get(block.stream) is block:
            del self._open[block.stream]
        self._drop(block.stream, block.texts[-1], block.size, block.lines)

    def _drop(self, stream: str, text: str, size: int, lines: int | None = None) -> None:
        if not self._dropped:  # the interval counts from the first loss, not from the start of the call
            self._last_report = self._clock()
        self._dropped.setdefault(stream, _Dropped()).add(text, size, text.count("\n") if lines is None else lines)

    def _report(self) -> None:
        for stream, dropped in self._dropped.items():
            if dropped.size:
                self._deliver(stream, "", *dropped.take())


class NodeStream(io.TextIOBase):
    """What stands as sys.stdout or sys.stderr while a node runs. One object for the kernel's life, since log handlers keep it."""

    def __init__(self, name: str) -> None:
        self._stream_name = name
        self.printer: Printer | None = None
        self.buffer = _ByteStream(self)

    @property
    def name(self) -> str:
        return f"<{self._stream_name}>"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.printer is not None and not self.printer.is_closed:
            self.printer.write(self._stream_name, str(text))
        else:  # a log handler of an earlier node, outside any call
            fallback = sys.__stdout__ if self._stream_name == "stdout" else sys.__stderr__
            if fallback is not None:
                fallback.write(text)
        return len(text)

    def flush(self) -> None:
        if self.printer is not None and not self.printer.is_closed:
            self.printer.flush_if_due()

    def close(self) -> None:
        """Stays open: the next node prints too."""

    def reconfigure(self, **_options: Any) -> None:
        """Scripts set the encoding or line buffering of sys.stdout; both are as they should be."""


class _ByteStream(io.RawIOBase):
    """sys.stdout.buffer: bytes are taken as UTF-8."""

    def __init__(self, stream: NodeStream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        content = bytes(data)
        self._stream.write(content.decode("utf-8", "replace"))
        return len(content)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Stays open, like its text stream."""


class NoInput(io.TextIOBase):
    """What stands as sys.stdin: reading is refused with a sentence, so that `input()` neither hangs nor ends in a riddle."""

    def readable(self) -> bool:
        return True

    def _refuse(self) -> Any:
        raise RuntimeError(
            "A node cannot ask for input while it runs. Give its function a parameter with a default instead: it becomes a setting of the node."
        )

    def read(self, _size: int | None = -1, /) -> str:
        return self._refuse()

    def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]
        return self._refuse()

    def __next__(self) -> str:
        return self._refuse()


class OutputCapture:
    """Directs sys.stdout, sys.stderr and sys.stdin to one call at a time."""

    def __init__(self) -> None:
        self._stdout = NodeStream("stdout")
        self._stderr = NodeStream("stderr")
        self._stdin = NoInput()
        self._before: tuple[Any, Any, Any] | None = None

    def begin(self, printer: Printer) -> None:
        """From here on everything printed goes to `printer`."""
        self._stdout.printer = self._stderr.printer = printer
        self._before = (sys.stdout, sys.stderr, sys.stdin)
        sys.stdout, sys.stderr, sys.stdin = self._stdout, self._stderr, self._stdin

    def end(self) -> None:
        """Puts back what stood there before. The printer stays to be closed by its owner."""
        if self._before is not None:
            sys.stdout, sys.stderr, sys.stdin = self._before
            self._before = None
        self._stdout.printer = self._stderr.printer = None


def _joined(pieces: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one stream as one text. Where the streams take turns too often each becomes one text as a whole, which changes their order among each other only."""
    runs: list[tuple[str, list[str]]] = []
    for stream, text in pieces:
        if not runs or runs[-1][0] != stream:
            runs.append((stream, []))
        runs[-1][1].append(text)
    if len(runs) > limits.FLUSH_TURNS:
        whole: dict[str, list[str]] = {}
        for stream, texts in runs:
            whole.setdefault(stream, []).extend(texts)
        runs = list(whole.items())
    return [(stream, "".join(texts)) for stream, texts in runs]


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8"))


def _split(text: str, size: int) -> tuple[str, str]:
    """The longest beginning of at most `size` bytes that cuts no character, and the rest."""
    if text.isascii():
        return text[:size], text[size:]
    head = text.encode("utf-8")[:size].decode("utf-8", "ignore")
    return head, text[len(head) :]


def _tail_of(text: str, size: int) -> str:
    """The longest end of at most `size` bytes that cuts no character."""
    if size <= 0:
        return ""
    if text.isascii():
        return text[-size:]
    return text.encode("utf-8")[-size:].decode("utf-8", "ignore")
