"""What single statements and functions of foreign code are: imports, settings of modules, makers of things that can be read only once."""

import ast

from .blocks import Block

BLINDING = frozenset(("exec", "eval", "globals", "locals", "vars", "__import__", "get_ipython", "__name__", "__file__", "nonlocal"))
"""Code that uses these may do anything to any variable."""
ONCE = frozenset(
    "open iter map filter zip enumerate reversed reader DictReader writer DictWriter connect cursor Lock RLock Event Queue Thread Pool socket urlopen "
    "subplots figure axes gca gcf ThreadPoolExecutor ProcessPoolExecutor TemporaryDirectory NamedTemporaryFile scandir iterdir glob iglob import_module".split()
)
"""What they give cannot be copied, or only be read once: it must not leave its node."""
SETTINGS = frozenset(
    "set_option filterwarnings simplefilter set_theme set_style set_context set_palette use rc set_printoptions seterr setlocale basicConfig register_matplotlib_converters "
    "set_loglevel setrecursionlimit chdir".split()
)
"""Calls of modules that set something for all code after them."""


def is_once(value: ast.expr, makers: frozenset[str] | set[str]) -> bool:
    match value:
        case ast.GeneratorExp():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in makers
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return any(is_once(item, makers) for item in items)
        case ast.Await(value=inner):
            return is_once(inner, makers)
        case _:
            return False


def makes_what_keeps(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Generators, and functions that give functions which remember."""
    inner = {node.name for node in ast.walk(function) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function}
    for node in ast.walk(function):
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Nonlocal):
            return True
        if isinstance(node, ast.Return) and node.value is not None and function.args.args == []:
            if any(isinstance(part, ast.Lambda) or isinstance(part, ast.Name) and part.id in inner for part in ast.walk(node.value)):
                return True
    return False


def is_import(statement: ast.stmt) -> bool:
    """An import, also one that is tried."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Try(body=body, handlers=handlers, orelse=[], finalbody=[]):
            return all(map(is_import, body)) and all(
                is_import(part) or _is_constant_binding(part) for handler in handlers for part in handler.body
            )
        case ast.If(body=body, orelse=other):
            return all(map(is_import, [*body, *other]))
        case _:
            return False


def _is_constant_binding(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)


def with_imports(module: ast.Module, imports: list[tuple[int, ast.stmt, str, set[str]]]) -> ast.Module:
    return ast.Module(
        [*(statement for _index, statement, _text, _names in imports if isinstance(statement, ast.Import | ast.ImportFrom)), *module.body],
        [],
    )


def text_of(block: Block, statement: ast.stmt) -> str:
    """A statement as it is written, decorators included, from its own line on."""
    lines = block.text.split("\n")
    first = min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])
    assert statement.end_lineno is not None and statement.end_col_offset is not None
    taken = lines[first - 1 : statement.end_lineno]
    taken[-1] = taken[-1].encode()[: statement.end_col_offset].decode()
    if first == statement.lineno:
        taken[0] = taken[0].encode()[statement.col_offset :].decode()
    return "\n".join(taken)
