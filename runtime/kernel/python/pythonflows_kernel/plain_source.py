"""Reads a source that is one plain function from its compiled code.

Making the tree of a source costs several times as much as compiling it. Where the source is a single `def` without decorators, defaults and annotations, and where what it
does can neither import anything nor change what is not its own, all that the tree is asked for is in the code as well. Any other source is left to the tree.
"""

import inspect
import opcode
from types import CodeType, FunctionType

from .shared_code import codes_in, names_in
from .signature import Port, Signature

_PLAIN_MODULE = compile("def f():\n    pass\n", "", "exec", dont_inherit=True)
_WORDS = frozenset({"setattr", "delattr", "vars", "__dict__", "__builtins__"})
"""What `patching.watched` looks for besides what the operations tell."""
_OPERATIONS = frozenset(opcode.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR"))


def plain_signature(source: str, code: CodeType) -> Signature | None:
    """The signature of `source`, of which `code` was made; None if its tree has to be looked at."""
    if "import" in source:  # the code does not hold what can never be reached, and an import counts there, too
        return None
    function = code.co_consts[0] if code.co_consts else None
    if not isinstance(function, CodeType) or code.co_code != _PLAIN_MODULE.co_code or len(code.co_consts) != len(_PLAIN_MODULE.co_consts):
        return None
    if code.co_names != (function.co_name,) or function.co_flags & inspect.CO_VARKEYWORDS or not _is_harmless(function):
        return None
    names = function.co_varnames
    count, keyword_only = function.co_argcount, function.co_kwonlyargcount
    ports = [Port(name, "") for name in names[:count]]
    variadic = names[count + keyword_only] if function.co_flags & inspect.CO_VARARGS else None
    if variadic is not None:
        ports.append(Port(variadic, "", True))
    ports.extend(Port(name, "") for name in names[count : count + keyword_only])
    return Signature(
        function=function.co_name,
        is_async=bool(function.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)),
        doc=inspect.cleandoc(FunctionType(function, {}).__doc__ or ""),
        line=function.co_firstlineno,
        ports=tuple(ports),
        settings=(),
        outputs=("result",),
        positional_only=names[: function.co_posonlyargcount],
        positional=names[:count],
        variadic=variadic,
    )


def _is_harmless(function: CodeType) -> bool:
    """Whether neither it nor a function in it sets an attribute."""
    return _WORDS.isdisjoint(names_in(function)) and all(_OPERATIONS.isdisjoint(code.co_code[::2]) for code in codes_in(function))
