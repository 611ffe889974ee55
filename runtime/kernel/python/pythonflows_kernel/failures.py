"""Exceptions as the protocol's NodeError: the traceback has the user's own lines only, with the node's title as the file name."""

import traceback
from collections.abc import Callable
from types import TracebackType

from . import limits
from .entrance import valid_text
from .messages_gen import ErrorKind, NodeError
from .preview.guard import guarded
from .problems import NodeProblem

IsOwn = Callable[[str], bool]
"""Whether a file name is that of a node or of one of the flow's Python files."""


def error_of(error: BaseException, is_own: IsOwn, filename: str) -> NodeError:
    """What to tell about an exception that ended a node; `filename` is the node's."""
    if isinstance(error, NodeProblem):
        return node_error(error.kind, f"{error.kind.capitalize()}Error", error.message, error.message, error.line)
    kind: ErrorKind = (
        "syntax"
        if isinstance(error, SyntaxError) and error.filename == filename and not _own_lines(error.__traceback__, filename)
        else "python"
    )
    message, is_whole = _message(error)
    text = _formatted(error, is_own) if is_whole else f"{_type_name(error)}: {message}\n"
    return node_error(kind, _type_name(error), message, text, _line(error, filename))


def node_error(kind: ErrorKind, type_name: str, message: str, text: str, line: int | None) -> NodeError:
    """A NodeError within the limits."""
    result: NodeError = {
        "kind": kind,
        "type": type_name,
        "message": _shortened(valid_text(message), limits.ERROR_MESSAGE_CHARACTERS),
        "traceback": _shortened(valid_text(text), limits.TRACEBACK_CHARACTERS),
    }
    if line is not None:
        result["line"] = line
    return result


def _message(error: BaseException) -> tuple[str, bool]:
    """The exception's text, and whether it could be had."""
    if isinstance(error, SyntaxError):
        return str(error.msg or error), True
    if isinstance(error, SystemExit):
        return (
            f"The node called exit({'' if error.code is None else repr(error.code) if isinstance(error.code, int | str) else '…'}).",
            True,
        )
    text, problem = guarded(lambda: str(error), limits.REPR_SECONDS)
    if problem is not None or not isinstance(text, str):
        return f"<its text cannot be shown: {problem}>", False
    if len(text) > limits.TRACEBACK_CHARACTERS:
        return text, False
    if isinstance(error, KeyError) and type(error).__str__ is KeyError.__str__ and len(error.args) == 1 and isinstance(error.args[0], str):
        return error.args[0], True
    return text, True


def _type_name(error: BaseException) -> str:
    return type(error).__name__[: limits.TYPE_CHARACTERS]


def _formatted(error: BaseException, is_own: IsOwn) -> str:
    """The whole traceback as Python writes it, without the frames of the kernel and of libraries."""

    def write() -> str:
        whole = traceback.TracebackException(type(error), error, error.__traceback__, limit=-limits.TRACEBACK_FRAMES, compact=True)
        _keep_own(whole, is_own, set())
        return "".join(whole.format())

    text, problem = guarded(write, limits.RICH_SECONDS)
    return text if problem is None and isinstance(text, str) else f"{_type_name(error)}: <its traceback cannot be shown: {problem}>\n"


def _keep_own(whole: traceback.TracebackException, is_own: IsOwn, seen: set[int]) -> None:
    if id(whole) in seen:
        return
    seen.add(id(whole))
    own = [frame for frame in whole.stack if is_own(frame.filename)]
    whole.stack[:] = own
    for other in (whole.__cause__, whole.__context__, *(getattr(whole, "exceptions", None) or ())):
        if other is not None:
            if len(seen) >= limits.CHAINED_ERRORS:
                whole.__cause__ = whole.__context__ = None
                return
            _keep_own(other, is_own, seen)


def _line(error: BaseException, filename: str) -> int | None:
    lines = _own_lines(error.__traceback__, filename)
    if lines:
        return lines[-1]
    if isinstance(error, SyntaxError) and error.filename == filename:
        return error.lineno
    if isinstance(error, BaseExceptionGroup) and error.exceptions:
        return _line(error.exceptions[0], filename)
    return None


def _own_lines(frames: TracebackType | None, filename: str) -> list[int]:
    found: list[int] = []
    while frames is not None:
        if frames.tb_frame.f_code.co_filename == filename and frames.tb_lineno is not None:
            found.append(frames.tb_lineno)
        frames = frames.tb_next
    return found


def _shortened(text: str, limit: int) -> str:
    """Head and tail of a text that is too long, and how much lies between."""
    if len(text) <= limit:
        return text
    half = limit // 2 - 20
    return f"{text[:half]}\n… {len(text) - 2 * half} characters …\n{text[-half:]}"


def shorten_chain(error: BaseException) -> None:
    """Lets go of the exceptions that lie too far back in the chain to be told of.

    A stop in a recursion that catches its own RecursionError has thousands; what follows such a chain, or frees it in one go, ends Python in wasm.
    """
    chain = _chain_of(error)
    gone = set(map(id, chain[limits.CHAINED_ERRORS :]))
    while chain:
        item = chain.pop()  # from the far end: each then goes alone
        if id(item.__cause__) in gone or id(item) in gone:
            item.__cause__ = None
        if id(item.__context__) in gone or id(item) in gone:
            item.__context__ = None
        if id(item) in gone:
            _unlink(item)


def forget_frames(error: BaseException) -> None:
    """Lets go of the frames of an exception, and with them of the node's values."""
    for item in _chain_of(error):
        _unlink(item)


def _chain_of(error: BaseException) -> list[BaseException]:
    """The exception, those that led to it and those of groups; the nearest first."""
    chain = [error]
    seen = {id(error)}
    for item in chain:
        others = item.exceptions if isinstance(item, BaseExceptionGroup) else ()
        for other in (item.__cause__, item.__context__, *others):
            if other is not None and id(other) not in seen:
                seen.add(id(other))
                chain.append(other)
    return chain


def _unlink(error: BaseException) -> None:
    """Takes a traceback apart, innermost frame first: freeing a long chain in one go would need as deep a stack."""
    entry = error.__traceback__
    error.__traceback__ = None
    frames: list[object] = []
    while entry is not None:
        following = entry.tb_next
        entry.tb_next = None
        frames.append(entry.tb_frame)
        entry = following
    while frames:
        frames.pop()
