"""Judges a node's source with `ast`: the last top-level function, its ports, settings, outputs and help.

The C++ reader (runtime/graph/signature) says the same; both run over tests/corpus/signatures.json.
"""

import ast
import inspect
import json
from dataclasses import dataclass
from typing import Any

from . import limits
from .problems import SourceProblem
from .source_text import SourceText

Function = ast.FunctionDef | ast.AsyncFunctionDef

_NOT_JSON = object()


@dataclass(frozen=True)
class Port:
    """A parameter without a default, or the name of `*args`."""

    name: str
    annotation: str
    is_variadic: bool = False


@dataclass(frozen=True)
class Setting:
    """A parameter with a default. `standard` is the default as JSON text, None if JSON cannot say it."""

    name: str
    annotation: str
    standard: str | None
    default_text: str


@dataclass(frozen=True)
class Signature:
    """What the editor and the call need to know of a node's function."""

    function: str
    is_async: bool
    doc: str
    line: int
    ports: tuple[Port, ...]
    settings: tuple[Setting, ...]
    outputs: tuple[str, ...]
    positional_only: tuple[str, ...]
    positional: tuple[str, ...]
    """Positional-only and ordinary parameters, in order."""
    variadic: str | None


class SignatureError(Exception):
    """The source is Python, but no node."""

    def __init__(self, problem: SourceProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def syntax_problem(error: SyntaxError) -> SourceProblem:
    """Where the parser gave up."""
    return SourceProblem(max(error.lineno or 1, 1), max(error.offset or 1, 1), f"{error.msg}" if error.msg else "invalid syntax")


def judge(source: str) -> Signature | SourceProblem:
    """The signature of `source`, or where and why it is no node."""
    if len(source.encode("utf-8", "surrogatepass")) > limits.SOURCE_BYTES:
        return SourceProblem(1, 1, f"The source is longer than {limits.SOURCE_BYTES // limits.MIB} MiB.")
    try:
        tree = ast.parse(source)
        compile(tree, "<node>", "exec", dont_inherit=True)  # finds what the grammar lets through: a name twice, return outside a function
        return read_signature(tree, source)
    except SyntaxError as error:
        return syntax_problem(error)
    except SignatureError as error:
        return error.problem
    except ValueError as error:  # null bytes, before Python 3.12
        return SourceProblem(1, 1, str(error))
    except (RecursionError, MemoryError):
        return SourceProblem(1, 1, "The source is nested too deeply.")


def read_signature(tree: ast.Module, source: str) -> Signature:
    """The signature of the last top-level function of `tree`. Raises SignatureError."""
    function = next((item for item in reversed(tree.body) if isinstance(item, Function)), None)
    if function is None:
        raise SignatureError(SourceProblem(1, 1, "A node needs a function: the last top-level “def” is the node."))
    arguments = function.args
    if arguments.kwarg is not None:
        place = arguments.kwarg
        raise _error(place, source, f"“**{place.arg}” has no place in a node: name each setting as a parameter with a default.")
    text = SourceText(source)
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    ports: list[Port] = []
    settings: list[Setting] = []

    def add(argument: ast.arg, default: ast.expr | None) -> None:
        annotation = text.of(argument.annotation) if argument.annotation is not None else ""
        if default is None:
            ports.append(Port(argument.arg, annotation))
        else:
            settings.append(Setting(argument.arg, annotation, _standard(default), text.of(default)))

    for argument, default in zip(positional, defaults, strict=True):
        add(argument, default)
    if arguments.vararg is not None:
        annotation = arguments.vararg.annotation
        ports.append(Port(arguments.vararg.arg, text.of(annotation) if annotation is not None else "", True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        add(argument, default)
    return Signature(
        function=function.name,
        is_async=isinstance(function, ast.AsyncFunctionDef),
        doc=inspect.cleandoc(ast.get_docstring(function, clean=False) or ""),
        line=function.lineno,
        ports=tuple(ports),
        settings=tuple(settings),
        outputs=_outputs(function, source),
        positional_only=tuple(argument.arg for argument in arguments.posonlyargs),
        positional=tuple(argument.arg for argument in positional),
        variadic=arguments.vararg.arg if arguments.vararg is not None else None,
    )


def _outputs(function: Function, source: str) -> tuple[str, ...]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id == "outputs":
            raise _error(decorator, source, '“@outputs” needs the outputs\' names: @outputs("first", "second").')
        if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "outputs"):
            continue
        names: list[str] = []
        if decorator.keywords or not decorator.args:
            raise _error(decorator, source, '“@outputs” needs the outputs\' names: @outputs("first", "second").')
        for item in decorator.args:
            if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
                raise _error(item, source, "“@outputs” takes names as plain texts in quotes.")
            if not item.value.isidentifier():
                raise _error(item, source, f"The output's name “{item.value}” is no Python identifier.")
            if item.value in names:
                raise _error(item, source, f"The output “{item.value}” is named twice.")
            names.append(item.value)
        return tuple(names)
    return ("result",)


def _standard(default: ast.expr) -> str | None:
    value = _literal(default)
    return None if value is _NOT_JSON else json.dumps(value, ensure_ascii=False, allow_nan=False)


def _literal(node: ast.expr) -> Any:
    """The value of a literal that JSON can say exactly (so no tuple, set, bytes, infinity), else _NOT_JSON."""
    match node:
        case ast.Constant(value=None | bool() | int() | str() as value):
            return value if not isinstance(value, str) or value.isascii() or _is_valid(value) else _NOT_JSON
        case ast.Constant(value=float() as value):
            return value if value - value == 0 else _NOT_JSON
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant(value=int() | float() as value)) if not isinstance(
            value, bool
        ):
            if value - value != 0:
                return _NOT_JSON
            return -value if isinstance(sign, ast.USub) else value
        case ast.List(elts=items):
            values = [_literal(item) for item in items]
            return _NOT_JSON if any(value is _NOT_JSON for value in values) else values
        case ast.Dict(keys=keys, values=items):
            pairs = [(_literal(key) if key is not None else _NOT_JSON, _literal(item)) for key, item in zip(keys, items, strict=True)]
            if any(not isinstance(key, str) or value is _NOT_JSON for key, value in pairs):
                return _NOT_JSON
            return dict(pairs)
        case _:
            return _NOT_JSON


def _is_valid(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _error(node: ast.expr | ast.arg, source: str, message: str) -> SignatureError:
    line = source.splitlines()[node.lineno - 1] if source else ""
    column = len(line.encode("utf-8", "surrogatepass")[: node.col_offset].decode("utf-8", "surrogatepass")) + 1
    return SignatureError(SourceProblem(node.lineno, column, message))
