"""Which variables of foreign code may hold parts of one another, and which hold plain values that nothing can change."""

import ast
from collections.abc import Iterable

from .changes import GROWING, READING_FUNCTIONS, is_reading_module
from .names import module_names

_PLAIN_CALLS = frozenset(
    "len int float str bool repr hash ord chr format ascii hex oct bin round id isinstance issubclass callable".split()
)
_PLAIN_METHODS = frozenset(
    "upper lower strip lstrip rstrip replace title capitalize join format isoformat strftime startswith endswith count index find".split()
)


def plain_names(trees: Iterable[ast.Module]) -> set[str]:
    """Names that hold only numbers, texts and the like, wherever they are bound."""
    bindings: dict[str, list[ast.expr | None]] = {}

    def bind(target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            bindings.setdefault(target.id, []).append(value)
        else:
            for part in ast.walk(target):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    bindings.setdefault(part.id, []).append(None)

    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        bind(target, value)
                case (
                    ast.AnnAssign(target=target, value=value)
                    | ast.NamedExpr(target=target, value=value)
                    | ast.AugAssign(target=target, value=value)
                ):
                    bind(target, value)
                case ast.For(target=target, iter=ast.Call(func=ast.Name(id="range"))):
                    bind(target, ast.Constant(0))
                case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
                    bind(target, None)
                case ast.withitem(optional_vars=target) if target is not None:
                    bind(target, None)
                case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    bindings.setdefault(name, []).append(None)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    bindings.setdefault(name, []).append(None)
                case ast.arg(arg=name):
                    bindings.setdefault(name, []).append(None)
                case _:
                    pass
    plain = set(bindings)
    while True:
        kept = {name for name in plain if all(value is not None and _is_plain(value, plain) for value in bindings[name])}
        if kept == plain:
            return plain
        plain = kept


def _is_plain(value: ast.expr, plain: set[str]) -> bool:
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Compare():
            return True
        case ast.Name(id=name):
            return name in plain
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand, plain)
        case ast.BinOp(left=left, right=right):
            return _is_plain(left, plain) and _is_plain(right, plain)
        case ast.BoolOp(values=values):
            return all(_is_plain(each, plain) for each in values)
        case ast.IfExp(body=body, orelse=other):
            return _is_plain(body, plain) and _is_plain(other, plain)
        case ast.Call(func=ast.Name(id=name)):
            return name in _PLAIN_CALLS
        case ast.Call(func=ast.Attribute(value=owner, attr=name)):
            return name in _PLAIN_METHODS and _is_plain(owner, plain)
        case _:
            return False


class Groups:
    """Names that may share parts, put together statement by statement."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        while self._above.get(name, name) != name:
            name = self._above[name]
        return name

    def join(self, names: Iterable[str]) -> None:
        first: str | None = None
        for name in names:
            self._above.setdefault(name, name)
            if first is None:
                first = self.root(name)
            else:
                self._above[self.root(name)] = first

    def of(self, name: str) -> set[str]:
        root = self.root(name)
        return {each for each in self._above if self.root(each) == root} | {name}


def join_sharing(tree: ast.Module, groups: Groups, data: set[str], modules: dict[str, str], functions: dict[str, set[str]]) -> None:
    """Looks at each statement: the variables in one that may hand parts of one to another belong together. `functions`: what each function reads besides."""
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt):
            continue
        parts = _own_parts(statement)
        if not parts or _only_reads(statement, modules):
            continue
        names: set[str] = set()
        for part in parts:
            for name in module_names(ast.Module([ast.Expr(part)], [])).used if isinstance(part, ast.expr) else ():
                names.add(name)
                names |= functions.get(name, set())
        names = {name for name in names if name in data}
        if len(names) > 1:
            groups.join(sorted(names))


def _own_parts(statement: ast.stmt) -> list[ast.expr]:
    """The expressions of the statement itself, not of the statements inside it; of a definition all that it uses."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    parts: list[ast.expr] = []
    for value in ast.iter_child_nodes(statement):
        if isinstance(value, ast.expr):
            parts.append(value)
        elif isinstance(value, ast.withitem):
            parts.extend(each for each in (value.context_expr, value.optional_vars) if each is not None)
    return parts


def _only_reads(statement: ast.stmt, modules: dict[str, str]) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in READING_FUNCTIONS
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))):
            return name in modules and is_reading_module(modules[name], method) and method not in GROWING
        case ast.Expr(value=value):
            return isinstance(value, ast.Name | ast.Compare | ast.Constant | ast.Attribute | ast.Subscript)
        case ast.Assign(value=value):
            return _is_fresh(value, modules) and all(isinstance(target, ast.Name) for target in statement.targets)
        case ast.If() | ast.While() | ast.Assert() | ast.Import() | ast.ImportFrom() | ast.Raise():
            return True
        case _:
            return False


def _is_fresh(value: ast.expr, modules: dict[str, str]) -> bool:
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Compare():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _PLAIN_CALLS or name in ("sum", "any", "all", "range") or modules.get(name) == "copy.deepcopy"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
            return modules.get(name) in ("math", "statistics") or (modules.get(name), method) == ("copy", "deepcopy")
        case _:
            return False
