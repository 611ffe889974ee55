"""What both programs of the truth test have in common: frames over standard input and output, and children that start as this process is now."""

import json
import os
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

_encode = json.JSONEncoder().encode  # nodes patch what they like
_decode = json.JSONDecoder().decode
_out = os.dup(1)
os.dup2(2, 1)  # what anybody prints is for people


def requests() -> Iterator[dict[str, Any]]:
    """Requests until the other side closes. Nothing is read ahead: a child reads on where its parent stopped."""
    while True:
        head = _read(4)
        if head is None:
            return
        body = _read(struct.unpack("<I", head)[0])
        if body is None:
            return
        yield _decode(body.decode())


def answer(value: Any) -> None:
    """Answers the request."""
    body = _encode(value).encode()
    data = memoryview(struct.pack("<I", len(body)) + body)
    while data:
        data = data[os.write(_out, data) :]


def in_child(act: Callable[[], None]) -> None:
    """Runs `act` in a child that is as this process is now, and waits for its end."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        act()
    except BaseException:  # the child ends here, whatever happened; who waits for its answer sees the pipe closed
        traceback.print_exc()
        sys.stderr.flush()
        os.kill(os.getppid(), 9)
    os._exit(0)


def _read(size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            return None
        data += more
    return data
