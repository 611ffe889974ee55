"""Tells which sources can touch nothing but their own values, so that a call of theirs needs nobody to watch it.

Such code names only what cannot reach out: Python's own functions without effects, the methods of plain data, and what it defines itself. Given plain data (`copying.is_plain`) it
finds no module, file, class or function that outlives the call. What it raises and prints, and a stop, are as in any other call. In doubt a source is not closed.
"""

import builtins
import inspect
import opcode
from types import CodeType

from .shared_code import codes_in
from .vocabulary import PREDEFINED

_FUNCTIONS = frozenset({
    "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float", "format", "frozenset",
    "hex", "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max", "min", "next", "object", "oct", "ord", "pow", "print", "range", "repr", "reversed",
    "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
_ERRORS = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception))
_METHODS = frozenset(
    name
    for kind in (bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice)
    for name in dir(kind)
    if not name.startswith("_")
)
_KNOWN = _FUNCTIONS | _ERRORS | _METHODS | {"args"} | PREDEFINED.keys()
_OF_PYTHON = vars(builtins).keys()
_FORBIDDEN = frozenset(opcode.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR", "IMPORT_NAME", "LOAD_BUILD_CLASS"))
_BINDING = frozenset({opcode.opmap["STORE_NAME"], opcode.opmap["STORE_GLOBAL"]})
_EXTENDED_ARG = opcode.opmap["EXTENDED_ARG"]
_ASYNC = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def is_closed(module: CodeType) -> bool:
    """Whether the code of a node's source is of this kind."""
    codes = codes_in(module)
    if any(code.co_flags & _ASYNC or not _FORBIDDEN.isdisjoint(code.co_code[::2]) for code in codes):
        return False
    strange = set[str]().union(*(code.co_names for code in codes)) - _KNOWN
    return (
        not strange
        or strange.isdisjoint(_OF_PYTHON)
        and strange <= _names_bound_by([code for code in codes if not strange.isdisjoint(code.co_names)])
    )


def _names_bound_by(codes: list[CodeType]) -> set[str]:
    """What the source itself makes global: its functions and constants. Names that mean something to Python do not count: `open = open` would hide what it is."""
    bound: set[str] = set()
    for code in codes:
        operations, high = code.co_code, 0
        for at in range(0, len(operations), 2):
            operation, argument = operations[at], operations[at + 1] | high
            high = argument << 8 if operation == _EXTENDED_ARG else 0
            if operation in _BINDING:
                bound.add(code.co_names[argument])
    return {name for name in bound if not name.startswith("__")}
