"""Foreign code understood: which block defines, uses and may change which variable, and which definitions and imports it needs. From this the wires are made."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import bounds
from .blocks import Block
from .changes import may_change
from .foreign_words import BLINDING, ONCE, SETTINGS, is_import, is_once, makes_what_keeps, text_of, with_imports
from .names import bound_names, module_names
from .sharing import Groups, join_sharing, plain_names


class TooHard(Exception):
    """The code cannot be parted for sure; the reason is a clause."""


@dataclass
class Definition:
    """A function that is written into each node that uses it."""

    name: str
    text: str
    tree: ast.FunctionDef | ast.AsyncFunctionDef
    block: int
    uses: set[str]
    needs_data: bool = False
    """It reads or writes variables, itself or by a function that it calls."""


@dataclass
class Understood:
    """One block (or several that had to stay together)."""

    block: Block
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    """Variables, functions and imports, whatever is not its own."""
    removed: set[str] = field(default_factory=set)
    changes: bool = False
    partly: set[str] = field(default_factory=set)
    """Names that it binds under a condition only: what they were before may stay."""
    needs_first: set[str] = field(default_factory=set)
    """What it needs from before, not having bound it for sure itself."""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    """Inputs, and what it binds whatever happens."""
    body: list[ast.stmt] = field(default_factory=list)
    """Without imports, settings and definitions."""


class ForeignProgram:
    """All blocks. Raises TooHard for code that cannot be parted."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.imports: list[tuple[int, ast.stmt, str, set[str]]] = []
        """(block, statement, its text, the names that it binds), settings of modules among them."""
        self.future = ""
        self.definitions: list[Definition] = []
        self.understood: list[Understood] = []
        self.modules: dict[str, str] = {}
        self._check()
        self._collect_imports()
        self._bound_as_data = self._data_bindings()
        self._functions: dict[str, set[str]] = {}
        """By function of the code: what it uses."""
        self._stored_on: set[str] = set()
        """Names that get attributes."""
        self._look_for_functions()
        self._by_name: dict[str, list[Definition]] = {}
        self._collect_definitions()
        for definition in self.definitions:
            self._by_name.setdefault(definition.name, []).append(definition)
        self.data = self._bound_as_data - {definition.name for definition in self.definitions}
        self.plain = plain_names(block.tree for block in blocks)
        self._close_definitions()
        self.once = self._read_once()
        for index, block in enumerate(blocks):
            self.understood.append(self._understand(index, block))
        self._wire()

    # --- what there is --------------------------------------------------------------------------------------------

    def _check(self) -> None:
        for block in self.blocks:
            names = module_names(block.tree)
            for node in ast.walk(block.tree):
                if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                    raise TooHard(f"“from {node.module} import *” hides which names there are")
                if isinstance(node, ast.Name) and node.id in BLINDING:
                    raise TooHard(f"“{node.id}” may reach any variable")
                if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node in block.tree.body:
                    raise TooHard("it returns outside a function")
            if names.unclear & names.bound:
                raise TooHard(f"a class has a name of its own that the code has as well ({min(names.unclear & names.bound)})")

    def _collect_imports(self) -> None:
        for index, block in enumerate(self.blocks):
            for statement in block.tree.body:
                if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                    self.future = text_of(block, statement)
                elif is_import(statement):
                    for node in ast.walk(statement):
                        if isinstance(node, ast.Import):
                            self.modules.update({alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names})
                        elif isinstance(node, ast.ImportFrom):
                            self.modules.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
                    self.imports.append((index, statement, text_of(block, statement), bound_names([statement])[0]))
                elif self._is_setting(statement):
                    used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
                    self.imports.append((index, statement, text_of(block, statement), used & set(self.modules)))

    def _is_setting(self, statement: ast.stmt) -> bool:
        """Something set for a module, with constants only: said again wherever the module is used, since a node leaves nothing behind."""
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) as function) as call) if name in SETTINGS:
                root: ast.expr = function
                inside = [*call.args, *(keyword.value for keyword in call.keywords)]
            case ast.Assign(targets=[ast.Subscript() | ast.Attribute() as target], value=value):
                root, inside = target, [value]
            case _:
                return False
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            root = root.func if isinstance(root, ast.Call) else root.value
        names = {node.id for part in inside for node in ast.walk(part) if isinstance(node, ast.Name)}
        return isinstance(root, ast.Name) and root.id in self.modules and names <= set(self.modules)

    def _is_aside(self, statement: ast.stmt) -> bool:
        return (
            any(statement is each for _index, each, _text, _names in self.imports)
            or isinstance(statement, ast.ImportFrom)
            and statement.module == "__future__"
        )

    def _data_bindings(self) -> set[str]:
        found: set[str] = set()
        for block in self.blocks:
            for statement in block.tree.body:
                if not self._is_aside(statement) and not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                    found |= bound_names([statement])[0]
        for _index, _statement, _text, names in self.imports:
            if names & found:
                raise TooHard(f"“{min(names & found)}” is an import and a variable")
        return found

    def _look_for_functions(self) -> None:
        for block in self.blocks:
            for statement in block.tree.body:
                if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                    used = set(module_names(ast.Module([statement], [])).used) - {statement.name}
                    self._functions.setdefault(statement.name, set()).update(used)
            for node in ast.walk(block.tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and not isinstance(node.ctx, ast.Load):
                    self._stored_on.add(node.value.id)

    def _collect_definitions(self) -> None:
        for index, block in enumerate(self.blocks):
            for statement in block.tree.body:
                if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                    if self._can_be_repeated(statement):
                        names = module_names(ast.Module([statement], []))
                        self.definitions.append(
                            Definition(statement.name, text_of(block, statement), statement, index, set(names.used) - {statement.name})
                        )
                    else:
                        self._bound_as_data.add(statement.name)

    def _can_be_repeated(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether it means the same wherever it is defined again."""
        if function.name in self._bound_as_data or function.name in self.modules:
            return False
        arguments = function.args
        outside = [*function.decorator_list, *arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]
        for part in outside:
            for node in ast.walk(part):
                if isinstance(node, ast.Name) and node.id in self._bound_as_data:
                    return False
                if (
                    isinstance(node, ast.List | ast.Dict | ast.Set | ast.ListComp)
                    or isinstance(node, ast.Call)
                    and part not in function.decorator_list
                ):
                    return False
                if isinstance(node, ast.Name) and node.id in self._functions and part not in function.decorator_list:
                    return False
        keeping = {"cache", "lru_cache", "cached", "memoize", "contextmanager"}
        words = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for part in function.decorator_list
            for node in ast.walk(part)
            if isinstance(node, ast.Attribute | ast.Name)
        }
        if any(
            isinstance(node, ast.Name) and self._reads_data(node.id, set()) for part in function.decorator_list for node in ast.walk(part)
        ):
            return False
        return function.name not in self._stored_on and not words & (keeping - {"contextmanager", "cache", "lru_cache"})

    def _reads_data(self, name: str, seen: set[str]) -> bool:
        """Whether a function of the code uses a variable, itself or by another."""
        if name in seen:
            return False
        seen.add(name)
        used = self._functions.get(name, set())
        return bool(used & self._bound_as_data) or any(self._reads_data(other, seen) for other in used)

    def _close_definitions(self) -> None:
        for definition in self.definitions:
            definition.needs_data = bool(definition.uses & self.data)
        changed = True
        while changed:
            changed = False
            for definition in self.definitions:
                called = {other.name for other in self.definitions if other.needs_data}
                if not definition.needs_data and definition.uses & called:
                    definition.needs_data = changed = True

    def _read_once(self) -> set[str]:
        """Variables whose values can be read only once or cannot be copied: they must not leave their node."""
        makers = ONCE | {definition.name for definition in self.definitions if makes_what_keeps(definition.tree)}
        names: set[str] = set()
        for block in self.blocks:
            for node in ast.walk(block.tree):
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None and is_once(node.value, makers):
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    names |= {
                        part.id
                        for target in targets
                        for part in ast.walk(target)
                        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
                    }
        return names & self.data

    # --- one block ------------------------------------------------------------------------------------------------

    def definition(self, name: str, index: int) -> Definition | None:
        """The function as the block `index` finds it: the latest before its end, or else the first after it."""
        known = self._by_name.get(name, [])
        before = [definition for definition in known if definition.block <= index]
        return before[-1] if before else known[0] if known else None

    def closure(self, names: Iterable[str], index: int) -> dict[str, Definition]:
        """These functions and all that they call, by name, in the order of the file."""
        found: dict[str, Definition] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            definition = self.definition(name, index) if name not in found else None
            if definition is not None:
                found[name] = definition
                waiting.extend(definition.uses)
        return dict(sorted(found.items(), key=lambda item: (item[1].block, item[1].tree.lineno)))

    def _understand(self, index: int, block: Block) -> Understood:
        body = [
            statement
            for statement in block.tree.body
            if not self._is_aside(statement) and not any(statement is definition.tree for definition in self.definitions)
        ]
        result = Understood(block, body=body)
        if not body:
            return result
        names = module_names(ast.Module(body, []))
        own = {statement.name for statement in block.tree.body if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)}
        for definition in self.definitions:
            if definition.block == index and definition.name in own and len(self._by_name[definition.name]) > 1:
                first_use = min((node.lineno for node in names.used.get(definition.name, [])), default=10**9)  # type: ignore[attr-defined]
                if first_use < definition.tree.lineno:
                    raise TooHard(f"the function “{definition.name}” is defined again where it is used")
        result.bound = names.bound & self.data
        direct = set(names.used)
        result.used = set(direct)
        functions = self.closure(direct, index)
        for definition in functions.values():
            result.used |= definition.uses
            result.bound |= {name for node in ast.walk(definition.tree) if isinstance(node, ast.Global) for name in node.names} & self.data
        result.removed = {
            part.name for statement in body for part in ast.walk(statement) if isinstance(part, ast.ExceptHandler) and part.name
        } | {node.id for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)}
        sure = self._surely_bound(body, functions)
        result.needs_first = (result.used & self.data) - sure
        result.partly = result.bound - self._surely_bound(body, {})
        module = ast.Module([*(definition.tree for definition in functions.values()), *body], [])
        known = self.data - self.plain - (sure - result.needs_first)
        result.changes = may_change(with_imports(module, self.imports), known) or any(
            isinstance(statement, ast.ClassDef) for statement in body
        )
        return result

    def _surely_bound(self, body: list[ast.stmt], functions: dict[str, Definition]) -> set[str]:
        """What the block binds before it uses it."""
        sure: set[str] = set()
        used: set[str] = set()
        for statement in body:
            names = module_names(ast.Module([statement], []))
            before = {
                name
                for name, nodes in names.used.items()
                if any(not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)) for node in nodes)
            }
            if isinstance(statement, ast.ClassDef):
                before.discard(statement.name)
            before |= {
                node.target.id for node in ast.walk(statement) if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
            } & set(names.used)
            for name in list(before):
                if name in functions:
                    before |= self._reads_of(name, functions)
            used |= before - sure
            if isinstance(
                statement, ast.Assign | ast.AnnAssign | ast.ClassDef | ast.With | ast.AsyncWith | ast.FunctionDef | ast.AsyncFunctionDef
            ):
                if not (isinstance(statement, ast.AnnAssign) and statement.value is None):
                    binds = (
                        [*statement.targets]
                        if isinstance(statement, ast.Assign)
                        else [statement.target]
                        if isinstance(statement, ast.AnnAssign)
                        else [statement]
                    )
                    if isinstance(statement, ast.With | ast.AsyncWith):
                        binds = [item.optional_vars for item in statement.items if item.optional_vars is not None]
                        sure |= self._surely_bound(statement.body, functions) - used
                    sure |= bound_names(binds)[0] - used
        return sure - used

    def _reads_of(self, name: str, functions: dict[str, Definition]) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each in functions and each not in found:
                found.add(each)
                waiting.extend(functions[each].uses)
                found |= functions[each].uses
        return found

    # --- wires ----------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        together = self._joined()
        kept = [each for each in self.understood if each.body or each.block.problem]
        wanted_later: list[set[str]] = [set()]
        for each in reversed(kept):
            wanted_later.append(wanted_later[-1] | each.needs_first | each.partly)
        wanted_later.reverse()
        before: set[str] = set()
        wires = 0
        for place, each in enumerate(kept):
            wanted = (each.needs_first | each.partly) & before
            if each.changes:
                wanted |= {other for name in wanted | each.bound for other in together.get(name, set())} & before
            else:
                wanted |= {other for name in each.bound - self.plain for other in together.get(name, set())} & before
            group = {other for name in wanted | each.bound for other in together.get(name, set())} & before
            if each.changes or each.bound & set().union(*together.values(), set()):
                wanted |= group
            each.inputs = sorted(wanted)
            wires += len(wanted)
            if wires > bounds.WIRES:
                raise TooHard("too many of its variables may hold parts of one another")
            given = set(each.bound)
            if each.changes:
                given |= wanted - self.plain
            else:
                given |= wanted & set(together) if each.bound & set(together) else set()
            later = wanted_later[place + 1]
            keep = later | {other for name in later for other in together.get(name, set())}
            each.sure = self._surely_bound(each.body, self.closure(each.used, 10**9)) | set(each.inputs)
            sure = each.sure
            each.outputs = sorted(
                name for name in given - each.removed - self.once if name in keep or name in sure and not name.startswith("_")
            )
            # What it binds and nobody needs any more is not handed out, and what it was before is not meant any more.
            before = before - each.bound - each.removed | set(each.outputs)

    def _joined(self) -> dict[str, set[str]]:
        """Variables that may share parts and are changed by some block: they always travel together."""
        groups = Groups()
        reads = {
            definition.name: self._reads_of(definition.name, {other.name: other for other in self.definitions}) & self.data
            for definition in self.definitions
        }
        shared = self.data - self.plain
        for block in self.blocks:
            join_sharing(block.tree, groups, shared, self.modules, reads)
        changed: set[str] = set()
        for each in self.understood:
            if each.changes:
                changed |= (each.used | each.bound) & shared
        found: dict[str, set[str]] = {}
        for name in shared:
            group = groups.of(name)
            if len(group) > 1 and group & changed:
                found[name] = group & shared
        return found
