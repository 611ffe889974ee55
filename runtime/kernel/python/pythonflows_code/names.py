"""Which names of a source are those of its module, where they stand, and how they are changed without touching anything else."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class ModuleNames:
    """The names of a module's own scope."""

    bound: set[str] = field(default_factory=set)
    """By a statement of the module itself or by `global` in a function."""
    used: dict[str, list[ast.AST]] = field(default_factory=dict)
    """Every place where such a name stands; builtins are among them."""
    unclear: set[str] = field(default_factory=set)
    """A class's body may mean its own name or the module's."""

    @property
    def free(self) -> set[str]:
        """Used, and not bound here."""
        return set(self.used) - self.bound


@dataclass
class _Scope:
    bound: set[str]
    globals: set[str]
    nonlocals: set[str]
    is_class: bool = False


def module_names(tree: ast.Module) -> ModuleNames:
    """The names of the module's scope, anywhere in the tree."""
    walk = _Walk()
    bound, _globals, _nonlocals = bound_names(tree.body)
    walk.names.bound |= bound
    for statement in tree.body:
        walk.visit(statement)
    return walk.names


def bound_names(nodes: Iterable[ast.AST]) -> tuple[set[str], set[str], set[str]]:
    """What these statements bind in their own scope, and what they declare global and nonlocal."""
    bound: set[str] = set()
    outer: set[str] = set()
    nonlocals: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                bound.add(node.name)
                waiting.extend(_evaluated_outside(node))
                continue
            case ast.Lambda():
                waiting.extend(_evaluated_outside(node))
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                waiting.append(node.generators[0].iter)
                bound |= {part.target.id for part in ast.walk(node) if isinstance(part, ast.NamedExpr)}
                continue
            case ast.Import() | ast.ImportFrom():
                bound |= {alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*"}
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.add(name)
            case ast.MatchMapping(rest=str(name)):
                bound.add(name)
            case ast.Global():
                outer |= set(node.names)
            case ast.Nonlocal():
                nonlocals |= set(node.names)
            case _:
                pass
        waiting.extend(ast.iter_child_nodes(node))
    return bound, outer, nonlocals


def _evaluated_outside(node: ast.AST) -> list[ast.AST]:
    """The parts of a definition that belong to the scope around it."""
    parts: list[ast.AST] = list(getattr(node, "decorator_list", []))
    if isinstance(node, ast.ClassDef):
        return [*parts, *node.bases, *node.keywords]
    arguments = getattr(node, "args", None)
    if isinstance(arguments, ast.arguments):
        parts.extend(arguments.defaults)
        parts.extend(default for default in arguments.kw_defaults if default is not None)
        parts.extend(argument.annotation for argument in all_arguments(arguments) if argument.annotation is not None)
    returns = getattr(node, "returns", None)
    return [*parts, returns] if returns is not None else parts


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """Every parameter, in order."""
    rest = [argument for argument in (arguments.vararg, *arguments.kwonlyargs, arguments.kwarg) if argument is not None]
    return [*arguments.posonlyargs, *arguments.args, *rest]


class _Walk:
    def __init__(self) -> None:
        self.names = ModuleNames()
        self._scopes: list[_Scope] = []

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.Name(id=name):
                self._use(name, node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._use(node.name, node)
                self._inside_parameters(node, lambda: self._function(node, node.args, node.body))
            case ast.Lambda():
                self._visit_all(_evaluated_outside(node))
                self._function(node, node.args, [node.body])
            case ast.ClassDef():
                self._use(node.name, node)
                self._inside_parameters(node, lambda: self._class(node))
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node)
            case ast.Global():
                for name in node.names:
                    self.names.bound.add(name)
                    self.names.used.setdefault(name, []).append(node)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    self._use(alias.asname or alias.name.partition(".")[0], node)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                self._use(name, node)
                self._visit_all(ast.iter_child_nodes(node))
            case ast.MatchMapping(rest=str(name)):
                self._use(name, node)
                self._visit_all(ast.iter_child_nodes(node))
            case _:
                self._visit_all(ast.iter_child_nodes(node))

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _inside_parameters(self, node: ast.AST, look: object) -> None:
        """Type parameters (`def f[T]`) have a scope around the definition."""
        parameters = getattr(node, "type_params", [])
        if parameters:
            self._scopes.append(_Scope({parameter.name for parameter in parameters}, set(), set()))
        for parameter in parameters:
            self._visit_all(ast.iter_child_nodes(parameter))
        self._visit_all(_evaluated_outside(node))
        look()  # type: ignore[operator]
        if parameters:
            self._scopes.pop()

    def _function(self, _node: ast.AST, arguments: ast.arguments, body: list[ast.stmt] | list[ast.expr]) -> None:
        bound, outer, nonlocals = bound_names(body)
        bound |= {argument.arg for argument in all_arguments(arguments)}
        self._scopes.append(_Scope(bound - outer - nonlocals, outer, nonlocals))
        self._visit_all(body)
        self._scopes.pop()

    def _class(self, node: ast.ClassDef) -> None:
        bound, outer, nonlocals = bound_names(node.body)
        self._scopes.append(_Scope(bound - outer - nonlocals, outer, nonlocals, is_class=True))
        self._visit_all(node.body)
        self._scopes.pop()

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        first = node.generators[0]
        self.visit(first.iter)
        targets = {part.id for generator in node.generators for part in ast.walk(generator.target) if isinstance(part, ast.Name)}
        self._scopes.append(_Scope(targets, set(), set()))
        for generator in node.generators:
            self.visit(generator.target)
            if generator is not first:
                self.visit(generator.iter)
            self._visit_all(generator.ifs)
        self._visit_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self._scopes.pop()

    def _use(self, name: str, node: ast.AST) -> None:
        if self._is_of_module(name):
            self.names.used.setdefault(name, []).append(node)

    def _is_of_module(self, name: str) -> bool:
        for depth, scope in enumerate(reversed(self._scopes)):
            if name in scope.globals:
                self.names.bound.add(name)
                return True
            if name in scope.bound:
                if not scope.is_class:
                    return False
                if depth == 0:
                    self.names.unclear.add(name)
                    return False
        return True


class CannotRename(Exception):
    """The name stands where it cannot be changed for sure."""


def renamed(source: str, tree: ast.Module, names: ModuleNames, changes: Mapping[str, str]) -> str:
    """`source` with the module's names changed, and not a letter else. The tree is changed with it.

    What comes out is read again and compared with the changed tree, so that a place that was not found is an error, never another meaning.
    """
    if not changes:
        return source
    if any(name in names.unclear for name in changes):
        raise CannotRename
    lines = [line.encode("utf-8", "surrogatepass") for line in source.split("\n")]
    edits: list[tuple[int, int, int, str]] = []
    for old, new in changes.items():
        for node in names.used.get(old, []):
            edits.append(_edit(lines, node, old, new))
    for line, start, end, new in sorted(set(edits), reverse=True):
        lines[line] = lines[line][:start] + new.encode() + lines[line][end:]
    result = b"\n".join(lines).decode("utf-8", "surrogatepass")
    try:
        again = ast.parse(result)
    except (SyntaxError, ValueError):
        raise CannotRename from None
    if ast.dump(again) != ast.dump(tree):
        raise CannotRename
    return result


def _edit(lines: list[bytes], node: ast.AST, old: str, new: str) -> tuple[int, int, int, str]:
    name = re.escape(old).encode()
    match node:
        case ast.Name():
            pattern = name
            node.id = new
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            pattern = rb"(?:async[ \t]+)?(?:def|class)[ \t]+(" + name + rb")"
            node.name = new
        case ast.Global():
            pattern = rb"global\b[^\n#;]*?\b(" + name + rb")"
            node.names = [new if each == old else each for each in node.names]
        case _:
            raise CannotRename
    line = node.lineno - 1
    found = re.compile(pattern + rb"(?![\w\x80-\xff])").match(lines[line], node.col_offset) if line < len(lines) else None
    if found is None:
        raise CannotRename
    start, end = found.span(1) if found.re.groups else found.span()
    return line, start, end, new
