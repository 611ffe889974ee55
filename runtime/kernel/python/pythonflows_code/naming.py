"""Names that collide between nodes: each thing gets one of its own, and as few as possible are changed."""

import ast
import builtins
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .names import CannotRename, renamed
from .sources import Import, NodeSource
from .wiring import Step

SUPPORT = {
    "show": ("shown", "json"),
    "shown": ("pprint",),
    "display": ("shown",),
    "progress": (),
    "present": ("shown", "base64"),
    "seed": ("random", "sys", "zlib"),
    "module_of": ("sys", "types", "VOCABULARY"),
    "VOCABULARY": ("Text", "Column", "File", "Secret", "outputs", "display", "progress", "Annotated", "Literal", "Any"),
    "Text": (),
    "Column": (),
    "File": (),
    "Secret": (),
    "outputs": (),
}
"""Our own functions (support.py), and what each needs."""
_TYPING = ("Annotated", "Literal", "Any")
_MODULES = ("asyncio", "base64", "copy", "inspect", "json", "pprint", "random", "sys", "types", "zlib")
_NOTEBOOK = ("display", "get_ipython", "In", "Out", "exit", "quit")
VOCABULARY = ("Annotated", "Literal", "Any", "Text", "Column", "File", "Secret", "outputs", "display", "progress")

Meaning = tuple[str, ...]


@dataclass
class Unit:
    """One set of definitions: a source for all nodes that can share it, or for one node."""

    source: NodeSource
    nodes: list[str]
    is_module: bool = False
    """It stays a module of its own, carried as text."""
    changes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    constant: str = ""
    module_variable: str = ""

    def name_of(self, name: str) -> str:
        return self.changes.get(name, name)


class Naming:
    """Gives every definition, import and value its name."""

    def __init__(self, calls: list[Step], variables: set[str], *, is_flat: bool) -> None:
        self.variables = variables
        """The names of values: main()'s own, or in a notebook everybody's."""
        self.units: list[Unit] = []
        self.unit_of: dict[str, Unit] = {}
        self.aliases: dict[str, str] = {}
        """Names that main() needs and hides with a value's: what they are called there."""
        self.imports: dict[str, Import] = {}
        self.mine_used: set[str] = set()
        self._is_flat = is_flat
        self._taken: dict[str, Meaning] = {}
        self._make_units(calls)
        self._free: Counter[str] = Counter()
        """How many sources use a name that they do not bind."""
        self._of_sources: set[str] = set().union(*({*unit.source.names.used, *unit.source.names.bound} for unit in self.units))

    @property
    def wants_future(self) -> bool:
        return any(unit.source.wants_future for unit in self.units if not unit.is_module)

    def _make_units(self, calls: list[Step]) -> None:
        shared: dict[int, Unit] = {}
        for step in calls:
            source = step.source
            assert source is not None
            unit = shared.get(id(source)) if source.is_shared and source.is_open else None
            if unit is None:
                unit = Unit(source, [], is_module=not source.is_open)
                self.units.append(unit)
                shared[id(source)] = unit
            unit.nodes.append(step.node.id)
            self.unit_of[step.node.id] = unit

    def names_of_others(self) -> set[str]:
        """Names that a value must not have where all names are of one scope."""
        return {*SUPPORT, *_MODULES, *_TYPING, *_NOTEBOOK, *dir(builtins)}.union(*(unit.source.names.free for unit in self.units))

    def settle(self) -> None:
        """Decides all names. A source whose names cannot be changed for sure becomes a module of its own, and all is decided again."""
        if self.wants_future:
            for unit in self.units:
                unit.is_module = unit.is_module or not unit.source.wants_future and _reads_annotations(unit.source.tree)
        while not self._try():
            pass

    def _try(self) -> bool:
        self._taken, self.imports = {}, {}
        self._free = Counter(name for unit in self.units if not unit.is_module for name in unit.source.names.free)
        self._reserve(set(self._free))
        for unit in self.units:
            if not unit.is_module and not self._settle_unit(unit):
                unit.is_module = True
                return False
        for unit in self.units:
            if unit.is_module:
                unit.constant = self._unique(f"{unit.nodes[0].upper()}_SOURCE", unit.nodes[0])
                self._taken[unit.constant] = ("module",)
                unit.module_variable = self.fresh(f"{unit.nodes[0]}_module")
        return True

    def _reserve(self, free: set[str]) -> None:
        self._taken["main"] = ("mine", "main")
        for name in [*SUPPORT, *_MODULES, *_TYPING]:
            if name not in VOCABULARY or name in free or any(unit.is_module for unit in self.units):
                self._taken[name] = (
                    ("import", name, "") if name in _MODULES else ("import", "typing", name) if name in _TYPING else ("mine", name)
                )
        if self._is_flat:
            for name in self.variables:
                self._taken[name] = ("value",)
        self.mine_used |= free & set(SUPPORT)
        if free & set(_TYPING):
            self._take_typing(free & set(_TYPING))
        if any(unit.is_module for unit in self.units):
            self.mine("VOCABULARY")

    def _settle_unit(self, unit: Unit) -> bool:
        source = unit.source
        suffix = unit.nodes[0]
        changes: dict[str, str] = {}
        wanted: dict[str, Meaning] = {each.name: ("import", each.meaning[0], each.meaning[1] or "") for each in source.imports}
        wanted |= {name: ("unit", suffix, name) for name in sorted(source.names.bound) if name not in wanted}
        for name, meaning in wanted.items():
            known = self._taken.get(name)
            if known == meaning:
                continue
            is_free_elsewhere = self._free[name] > (name in source.names.free)
            if known is None and (not is_free_elsewhere or self._is_the_same(name, meaning)):
                self._taken[name] = meaning
                continue
            changes[name] = self._unique(name, suffix)
            self._taken[changes[name]] = meaning
        try:
            unit.text = _renamed(source, changes)
        except CannotRename:
            return False
        unit.changes = changes
        for each in source.imports:
            name = changes.get(each.name, each.name)
            if name != each.name and each.item is None and "." in each.module and each.name == each.module.partition(".")[0]:
                return False
            self.imports.setdefault(f"{name} {each.module} {each.item}", Import(name, each.module, each.item))
        return True

    def _is_the_same(self, name: str, meaning: Meaning) -> bool:
        """An import that only says what the name means anyway, as `from typing import Any` does."""
        return name in _TYPING and meaning == ("import", "typing", name)

    def _unique(self, name: str, suffix: str) -> str:
        base = f"{name}_{suffix}" if name != suffix else f"{name}_node"
        wanted, count = base, 2
        while self._is_used(wanted):
            wanted, count = f"{base}_{count}", count + 1
        return wanted

    def _is_used(self, name: str) -> bool:
        return name in self._taken or name in self.variables or name in self._of_sources

    # --- what the lines of main() say ----------------------------------------------------------------------------

    def mine(self, name: str) -> str:
        """One of our own functions or modules is used; its name."""
        if name in _MODULES:
            self.imports.setdefault(f"{name} {name} None", Import(name, name))
        elif name in _TYPING:
            self._take_typing([name])
        elif name in SUPPORT:
            self.mine_used.add(name)
            for needed in SUPPORT[name]:
                if needed not in self.mine_used:
                    self.mine(needed)
        return name

    def _take_typing(self, names: Iterable[str]) -> None:
        for name in names:
            self.imports.setdefault(f"{name} typing {name}", Import(name, "typing", name))

    def reference(self, name: str) -> str:
        """A name of the module as main() can say it: under another one where a value of main() has this."""
        if self._is_flat or name not in self.variables:
            return name
        if name not in self.aliases:
            wanted, count = f"_{name}", 2
            while self._is_used(wanted):
                wanted, count = f"_{name}_{count}", count + 1
            self._taken[wanted] = ("alias", name)
            self.aliases[name] = wanted
        return self.aliases[name]

    def fresh_function(self, name: str) -> str:
        """A name for a function of our own in the module."""
        wanted, count = name, 2
        others = self.names_of_others()
        while wanted in self.variables or wanted in others or self._is_used(wanted):
            wanted, count = f"{name}_{count}", count + 1
        self._taken[wanted] = ("subflow", name)
        return wanted

    def fresh(self, name: str) -> str:
        """A name for a value of our own in main()."""
        wanted, count = name, 2
        while wanted in self.variables or wanted in self._taken or self._is_flat and self._is_used(wanted):
            wanted, count = f"{name}_{count}", count + 1
        self.variables.add(wanted)
        return wanted


def _reads_annotations(tree: ast.Module) -> bool:
    """Whether annotations may be more than hints in this source."""
    return any(
        isinstance(node, ast.ClassDef) or isinstance(node, ast.Attribute | ast.Name) and _word(node) in _ANNOTATION_WORDS
        for node in ast.walk(tree)
    )


_ANNOTATION_WORDS = frozenset(("__annotations__", "get_type_hints", "get_annotations", "signature", "annotation"))


def _word(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _renamed(source: NodeSource, changes: dict[str, str]) -> str:
    """The source with its names changed. Import statements keep theirs: they are taken out and written anew."""
    if not changes:
        return source.text
    tree = ast.parse(source.text)
    from .names import ModuleNames, module_names

    names = module_names(tree)
    kept = {name: [node for node in nodes if not _is_top_import(node, tree)] for name, nodes in names.used.items()}
    return renamed(source.text, tree, ModuleNames(names.bound, kept, names.unclear), changes)


def _is_top_import(node: ast.AST, tree: ast.Module) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom) and node in tree.body
