"""What a node's function returned, as its outputs."""

import io
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from typing import Any

from .copying import is_plain_type
from .preview.writer import type_name
from .problems import NodeProblem


def outputs_of(result: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The outputs by name. Raises NodeProblem if there are too many or too few, or one that can be read only once."""
    if names == ("result",):
        values = {"result": result}
    else:
        values = dict(zip(names, _items(result, names), strict=True))
    for name, value in values.items():
        _check_lasting(name, value)
    return values


def _items(result: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    if len(names) == 1 and not isinstance(result, tuple):
        return (result,)
    first = "".join(names[:1])
    wanted = (
        f"the function should return a tuple of {len(names)} values ({', '.join(names)})"
        if len(names) > 1
        else f"the function should return one value ({first})"
    )
    if not isinstance(result, tuple):
        _check_lasting(first, result)
        raise NodeProblem("result", f"By its @outputs {wanted}, but it returned {_article(type_name(result))}.")
    if len(result) != len(names):
        raise NodeProblem("result", f"By its @outputs {wanted}, but it returned {len(result)}.")
    return result


def _check_lasting(name: str, value: Any) -> None:
    kind = type(value)  # isinstance would ask the value itself for its class
    if is_plain_type(kind):
        return
    if issubclass(kind, Coroutine):
        value.close()
        raise NodeProblem(
            "result", f"The output “{name}” is a coroutine, which gives its value only once. Make the node “async def” and return await …."
        )
    if issubclass(kind, io.IOBase):
        raise NodeProblem(
            "result", f"The output “{name}” is an open file, which can be read only once. Return what is in it: return file.read()."
        )
    if issubclass(kind, AsyncIterator | Awaitable):
        raise NodeProblem(
            "result",
            f"The output “{name}” is {_article(kind.__name__)}, which can be read only once. Return a list: return [item async for item in …].",
        )
    if issubclass(kind, Iterator):
        raise NodeProblem(
            "result", f"The output “{name}” is {_article(kind.__name__)}, which can be read only once. Return a list: return list(…)."
        )


def _article(name: str) -> str:
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
