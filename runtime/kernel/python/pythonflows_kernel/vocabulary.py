"""The names that a node's source has without importing them.

`Text`, `Column`, `File` and `Secret` are annotations that choose a widget; their values are ordinary `str`.
`display` and `progress` are bound to the running call (`calling.py`), so they are not here.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Text(str):
    """A text of several lines."""


class Column(str):
    """The name of a column of the incoming table."""


class File(str):
    """The name of a file of the flow."""


class Secret(str):
    """A text that is shown as dots and masked in output."""


def outputs(*names: str) -> Callable[[_Function], _Function]:
    """Names the outputs of a node that returns a tuple of that length.

    The names are read from the source (`signature.py`), as the editor does; at run time the function stays what it is.
    """

    def keep(function: _Function) -> _Function:
        return function

    return keep


PREDEFINED: dict[str, Any] = {
    "Annotated": Annotated,
    "Literal": Literal,
    "Any": Any,
    "Text": Text,
    "Column": Column,
    "File": File,
    "Secret": Secret,
    "outputs": outputs,
}
