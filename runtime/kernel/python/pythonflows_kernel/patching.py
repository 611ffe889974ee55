"""Lets a journal see where a node's source changes what is not its own: `json.dumps = …`, `calendar.kept.append(…)`, `setattr(math, …)`, `vars(os)[…] = …`.

The source is compiled with a call of the journal around what is about to be changed: `json.dumps = f` as `journal.attribute(json, "dumps").dumps = f`. That costs nothing
where nothing of the kind is written, and less than a microsecond where it is.
"""

import ast
from typing import Any

from .journal import Journal

_ATTRIBUTE, _CONTAINER, _NAMESPACE = "__journal_attribute__", "__journal_container__", "__journal_namespace__"
_MUTATING = frozenset({
    "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "insert", "intersection_update", "pop", "popitem", "popleft",
    "remove", "reverse", "rotate", "setdefault", "sort", "symmetric_difference_update", "update",
})  # fmt: skip
_SETTING = frozenset({"setattr", "delattr", "vars"})


def watched(tree: ast.Module, nodes: list[ast.AST]) -> ast.Module | None:
    """The tree with the journal's calls in it; None if it needs none. The tree itself is used up. `nodes`: all that it holds."""
    imported = _imported_names(nodes)
    if not any(_may_change(node, imported) for node in nodes):
        return None
    stores = _Stores(imported)
    changed = stores.visit(tree)
    return ast.fix_missing_locations(changed) if stores.has_changed else None


def journal_names(journal: Journal) -> dict[str, Any]:
    """What a watched source calls."""
    return {_ATTRIBUTE: journal.attribute, _CONTAINER: journal.container, _NAMESPACE: journal.namespace}


def _may_change(node: ast.AST, imported: set[str]) -> bool:
    """Whether `_Stores` may have to put a call around something here. Most sources hold nothing of the kind, and looking is much cheaper than visiting."""
    if isinstance(node, ast.Attribute):
        return type(node.ctx) is not ast.Load or node.attr == "__dict__"
    if isinstance(node, ast.Subscript):
        return type(node.ctx) is not ast.Load and _root_of(node.value) in imported
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Name):
            return function.id in _SETTING
        return isinstance(function, ast.Attribute) and function.attr in _MUTATING and _root_of(function.value) in imported
    return False


def _imported_names(nodes: list[ast.AST]) -> set[str]:
    """Names that stand for something of another module, aliases of such names among them."""
    names = {"__builtins__"}
    assigned: list[tuple[str, ast.expr]] = []
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update((alias.asname or alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.Assign):
            assigned.extend((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    while more := {name for name, value in assigned if name not in names and _root_of(value) in names}:
        names |= more
    return names


def _root_of(node: ast.expr) -> str | None:
    """`a` of `a.b.c`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class _Stores(ast.NodeTransformer):
    def __init__(self, imported: set[str]) -> None:
        self._imported = imported
        self.has_changed = False

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        is_global = _root_of(node.value) in self._imported
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store | ast.Del):
            if not is_own:
                node.value = self._call(_ATTRIBUTE, node.value, ast.Constant(node.attr), ast.Constant(is_global))
        elif node.attr == "__dict__" and not is_own:
            node.value = self._call(_NAMESPACE, node.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        is_global = _root_of(node.value) in self._imported
        self.generic_visit(node)
        if is_global and isinstance(node.ctx, ast.Store | ast.Del):
            node.value = self._call(_CONTAINER, node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in _MUTATING and _root_of(function.value) in self._imported:
            self.generic_visit(node)
            function.value = self._call(_CONTAINER, function.value)
            return node
        self.generic_visit(node)
        if isinstance(function, ast.Name) and function.id in _SETTING and node.args and not isinstance(node.args[0], ast.Starred):
            node.args[0] = self._call(_NAMESPACE, node.args[0])
        return node

    def _call(self, name: str, value: ast.expr, *others: ast.expr) -> ast.expr:
        self.has_changed = True
        call = ast.Call(ast.Name(name, ast.Load()), [value, *others], [])
        for part in ast.walk(call):
            if not hasattr(part, "lineno") and isinstance(part, ast.expr):
                ast.copy_location(part, value)
        return call
