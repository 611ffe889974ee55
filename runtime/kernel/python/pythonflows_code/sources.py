"""A node's source as it goes into a script: its imports apart, its names known, whether it can stand among the others at all."""

import ast
from dataclasses import dataclass, field

from pythonflows_kernel.problems import SourceProblem
from pythonflows_kernel.signature import Signature, judge

from .changes import may_change
from .names import ModuleNames, bound_names, module_names
from .quiet import is_quiet, keeps_nothing


@dataclass(frozen=True)
class Import:
    """One name that an import binds."""

    name: str
    """In the module."""
    module: str
    item: str | None = None
    """Of `from module import item`."""

    @property
    def meaning(self) -> tuple[str, str | None]:
        """What the name stands for: `import a.b` and `import a.c` bind the same `a`."""
        if self.item is None and self.name == self.module.partition(".")[0]:
            return self.name, None
        return self.module, self.item

    def statement(self, name: str) -> str:
        """The line that binds `name`."""
        if self.item is not None:
            return f"from {self.module} import {self.item}" + (f" as {name}" if name != self.item else "")
        root = self.module.partition(".")[0]
        if name == root == self.name:
            return f"import {self.module}"
        if self.name == root and "." in self.module:
            return f"import {root} as {name}"  # the submodule is imported beside it
        return f"import {self.module} as {name}"


@dataclass
class NodeSource:
    """One source, for all nodes that have it."""

    text: str
    signature: Signature
    tree: ast.Module
    names: ModuleNames
    imports: list[Import]
    is_open: bool
    """Whether it can be written among the others; else it stays a module of its own."""
    is_shared: bool
    """Whether nodes can share one copy."""
    changes_inputs: bool
    is_trusted: bool
    """One of ours that is known not to change what it gets."""
    is_decorated: bool
    wants_future: bool
    modules: frozenset[str]
    """First parts of the names of all that it imports, wherever in it."""
    nodes: list[str] = field(default_factory=list)

    @property
    def function(self) -> str:
        return self.signature.function


_UNSURE = frozenset(
    ("globals", "locals", "vars", "exec", "eval", "__import__", "__name__", "__file__", "__doc__", "__annotations__", "__spec__")
)
"""Names with which code looks at its own module."""


def read_source(text: str, *, is_ours: bool, is_trusted: bool) -> NodeSource | SourceProblem:
    """The source, or what is wrong with it. `is_ours`: of the library."""
    signature = judge(text)
    if isinstance(signature, SourceProblem):
        return signature
    tree = ast.parse(text)
    names = module_names(tree)
    imports = _imports(tree)
    function = next(
        item for item in reversed(tree.body) if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name == signature.function
    )
    return NodeSource(
        text=text,
        signature=signature,
        tree=tree,
        names=names,
        imports=imports,
        is_open=_is_open(tree, names, text, is_ours),
        is_shared=is_ours or keeps_nothing(tree),
        changes_inputs=not is_trusted and may_change(tree),
        is_trusted=is_trusted,
        is_decorated=any(not _is_outputs(decorator) for decorator in function.decorator_list),
        wants_future=any(isinstance(item, ast.ImportFrom) and item.module == "__future__" for item in tree.body),
        modules=frozenset(_all_modules(tree)),
    )


def _is_outputs(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "outputs"


def _imports(tree: ast.Module) -> list[Import]:
    found: list[Import] = []
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                found.append(Import(alias.asname or alias.name.partition(".")[0], alias.name))
        elif isinstance(statement, ast.ImportFrom) and statement.module != "__future__":
            found.extend(Import(alias.asname or alias.name, statement.module or "", alias.name) for alias in statement.names)
    return found


def _all_modules(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def _is_open(tree: ast.Module, names: ModuleNames, text: str, is_ours: bool) -> bool:
    if is_ours:
        return True
    if "\f" in text or "\0" in text or not is_quiet(tree):
        return False
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if used & _UNSURE or any(isinstance(node, ast.Attribute) and node.attr == "__module__" for node in ast.walk(tree)):
        return False
    if any(
        isinstance(item, ast.ImportFrom) and item.module == "__future__" and {alias.name for alias in item.names} != {"annotations"}
        for item in tree.body
    ):
        return False
    return not _is_bound_twice(tree) and _stands_alone(tree)


def _is_bound_twice(tree: ast.Module) -> bool:
    """An import that another statement of the module replaces cannot be gathered at the top."""
    imported: list[str] = []
    others: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            imported.extend(alias.asname or alias.name.partition(".")[0] for alias in statement.names)
        else:
            others |= bound_names([statement])[0]
    others |= {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    meanings: dict[str, tuple[str, str | None]] = {}
    for each in _imports(tree):
        if meanings.setdefault(each.name, each.meaning) != each.meaning:
            return True
    return bool(set(imported) & others)


def _stands_alone(tree: ast.Module) -> bool:
    """Whether imports and the module's docstring have their lines for themselves, so that they can be taken out."""
    ends: dict[int, int] = {}
    for statement in tree.body:
        assert statement.end_lineno is not None
        for line in range(statement.lineno, statement.end_lineno + 1):
            ends[line] = ends.get(line, 0) + 1
    return all(count == 1 for count in ends.values())


def body_text(source: str, tree: ast.Module) -> tuple[str, str]:
    """(what stands in place of the module's docstring, the rest without imports), the user's lines as they are."""
    lines = source.split("\n")
    docstring = ast.get_docstring(tree) or ""
    removed: set[int] = set()
    for index, statement in enumerate(tree.body):
        is_docstring = index == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and bool(docstring)
        if is_docstring or isinstance(statement, ast.Import | ast.ImportFrom):
            assert statement.end_lineno is not None
            removed.update(range(statement.lineno - 1, statement.end_lineno))
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number in removed:
            continue
        if line.strip() == "" and (number - 1 in removed or not kept) and (not kept or kept[-1].strip() == ""):
            continue
        kept.append(line)
    while kept and kept[-1].strip() == "":
        kept.pop()
    while kept and kept[0].strip() == "":
        kept.pop(0)
    return docstring, "\n".join(kept)
