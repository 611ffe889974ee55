"""A flow as Python: which definitions it has, under which names, and the lines that call its nodes. A script and a notebook are made of it."""

import ast
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .coercing import coerced
from .flow import Flow
from .layout import WIDTH, Expression, call_lines, comment
from .naming import Naming, Unit
from .sources import body_text
from .subflows import Subflow, subflows_of, together
from .wiring import Library, Step, parameters_of, steps_of

_HIDING = ("__import__", "exec(", "eval(", "import_module")
"""With these a source may use anything without naming it."""
_PACKAGES = {
    "PIL": "pillow", "bs4": "beautifulsoup4", "cv2": "opencv-python", "dateutil": "python-dateutil", "skimage": "scikit-image",
    "sklearn": "scikit-learn", "yaml": "pyyaml",
}  # fmt: skip
"""Packages whose modules have another name."""


@dataclass
class Lines:
    """What becomes of one node."""

    step: Step
    definitions: list[str] = field(default_factory=list)
    """Texts that stand before it, in a notebook's cell or in a script above main()."""
    remarks: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    shows: list[tuple[str, str]] = field(default_factory=list)
    """(title, variable) of what nobody takes further."""


class Program:
    """A flow as Python. `is_flat`: the nodes' values are names of the module itself, as in a notebook."""

    def __init__(self, flow: Flow, library: Library, *, is_flat: bool) -> None:
        self.flow = flow
        self.library = library
        self._is_flat = is_flat
        self.steps = steps_of(flow, library)
        self.subflows: list[Subflow] = [] if is_flat else subflows_of(flow, self.steps)
        self.steps = together(self.steps, self.subflows)
        self.calls = [step for step in self.steps if step.role == "call"]
        self.naming = Naming(self.calls, variables=set(), is_flat=is_flat)
        self.variables: dict[tuple[str, str], str] = {}
        """By node and output."""
        self._variable: dict[str, str] = {}
        """By node: what its function gave, whole."""
        self._name_values()
        self.naming.settle()
        self._copied = _copied(self.steps)
        self._consumed = {(value.node, value.port) for step in self.steps for value in step.taken}

    # --- names ----------------------------------------------------------------------------------------------------

    def _name_values(self) -> None:
        """The nodes' ids are the names of their values."""
        avoided = self.naming.names_of_others() if self._is_flat else _IN_MAIN
        for step in self.steps:
            name = step.node.id
            while name in avoided:
                name += "_"
            self._variable[step.node.id] = name
        taken = set(self._variable.values())
        for step in self.steps:
            if step.role not in ("call", "bypass"):
                continue
            names = step.outputs
            if names == ("result",) or step.role == "bypass":
                for name in names:
                    self.variables[step.node.id, name] = self._variable[step.node.id]
                continue
            for name in names:
                wanted, count = f"{step.node.id}_{name}", 2
                while wanted in taken:
                    wanted, count = f"{step.node.id}_{name}_{count}", count + 1
                taken.add(wanted)
                self.variables[step.node.id, name] = wanted
        self.naming.variables |= taken

    def requirements(self) -> list[str]:
        """What must be installed for it."""
        wanted = dict.fromkeys(self.flow.packages)
        own = {name.partition("/")[0].removesuffix(".py") for name, _size in self.flow.files}
        for step in self.calls:
            assert step.source is not None
            shipped = self.library.get(step.node.type)
            if shipped is not None:
                wanted |= dict.fromkeys(shipped.packages)
            for module in sorted(step.source.modules):
                if module not in sys.stdlib_module_names and module not in own:
                    wanted.setdefault(_PACKAGES.get(module, module))
        bare = {name.split("=")[0].split("<")[0].split(">")[0].strip().lower() for name in self.flow.packages}
        return sorted(name for name in wanted if name in self.flow.packages or name.lower() not in bare)

    def python_version(self) -> tuple[int, int]:
        """The oldest Python whose grammar takes all sources."""
        minor = 11
        for unit in self.naming.units:
            while minor < sys.version_info.minor and not _parses(unit.source.text, minor):
                minor += 1
        return 3, minor

    # --- lines ----------------------------------------------------------------------------------------------------

    def lines(self, indent: str) -> list[Lines]:
        """What becomes of each node, in order."""
        notes = _nearest(self.flow)
        functions = {id(each.area) for each in self.subflows}
        frames = [area for area in self.flow.frames if id(area) not in functions]
        result: list[Lines] = []
        frame = ""
        defined: set[int] = set()
        for step in self.steps:
            lines = Lines(step)
            now = next((area.text for area in reversed(frames) if area.holds(step.node)), "")
            if now != frame and now:
                lines.remarks.extend(comment(f"--- {' '.join(now.split())} ---", indent))
            frame = now
            for note in notes.get(step.node.id, []):
                lines.remarks.extend(comment(note, indent))
            self._write(step, lines, indent)
            if step.role == "call":
                unit = self.naming.unit_of[step.node.id]
                if id(unit) not in defined:
                    defined.add(id(unit))
                    lines.definitions.extend(self._definitions(unit))
            result.append(lines)
        return result

    def _definitions(self, unit: Unit) -> list[str]:
        if unit.is_module:
            from .layout import raw_source

            why = "It looks at its own module or does something while it is loaded, so it stays a module of its own."
            return ["\n".join([*comment(why), f"{unit.constant} = {raw_source(unit.source.text)}"])]
        docstring, body = body_text(unit.text, ast.parse(unit.text))
        remark = comment(docstring) if docstring and unit.source.text == (self.flow.nodes[unit.nodes[0]].source or "") else []
        return ["\n".join([*remark, body])]

    def _write(self, step: Step, lines: Lines, indent: str) -> None:
        node = step.node
        title = _title(step)
        if title:
            lines.remarks.extend(comment(title, indent))
        if step.role == "bypass":
            assert step.passes is not None
            lines.remarks.extend(comment("Bypassed: what comes in goes on.", indent))
            lines.calls.append(f"{indent}{self._variable[node.id]} = {self.variables[step.passes.node, step.passes.port]}")
        elif step.role == "call":
            if node.mode == "volatile":
                lines.remarks.extend(comment("Volatile: it is run anew each time.", indent))
            lines.calls.extend(self._call(step, indent))
        else:
            lines.remarks.extend(comment(f"“{node.id}” is not run: {step.reason}.", indent))
        if step.role in ("call", "bypass"):
            for port in step.outputs:
                if (node.id, port) not in self._consumed and (node.id, port) in self.variables:
                    name = node.title or node.id
                    shown = name if step.outputs == ("result",) or step.role == "bypass" else f"{name}: {port}"
                    if (shown, self.variables[node.id, port]) not in lines.shows:
                        lines.shows.append((shown, self.variables[node.id, port]))

    def _call(self, step: Step, indent: str) -> list[str]:
        assert step.source is not None
        source, unit = step.source, self.naming.unit_of[step.node.id]
        before: list[str] = []
        if _uses_chance(step):
            before.append(f'{indent}{self._mine("seed")}("{step.node.id}")')
        if unit.is_module:
            module = unit.module_variable
            before.append(f'{indent}{module} = {self._mine("module_of")}({unit.constant}, "{step.node.id}")')
            function = f"{module}.{source.function}"
        else:
            function = self.naming.reference(unit.name_of(source.function))
        arguments = self._arguments(step, unit, function, before, indent)
        target, after = self._target(step, indent)
        if source.signature.is_async:
            if self._is_flat:
                target += "await "
            else:
                inside = call_lines("", function, arguments, indent + "    ")
                one = call_lines(f"{target}{self._mine('asyncio')}.run(", function, arguments, indent, ")")
                if len(one) == 1:
                    return [*before, *one, *after]
                return [*before, f"{indent}{target}{self._mine('asyncio')}.run(", *inside, f"{indent})", *after]
        return [*before, *call_lines(target, function, arguments, indent), *after]

    def _target(self, step: Step, indent: str) -> tuple[str, list[str]]:
        name = self._variable[step.node.id]
        if step.outputs == ("result",):
            return f"{name} = ", []
        variables = [self.variables[step.node.id, port] for port in step.outputs]
        if len(variables) == 1:
            value = f"{name} if isinstance({name}, tuple) else ({name},)"
            one = f"{indent}({variables[0]},) = {value}"
            return f"{name} = ", [one] if len(one) <= WIDTH else [f"{indent}({variables[0]},) = (", f"{indent}    {value}", f"{indent})"]
        return f"{name} = ", [f"{indent}{', '.join(variables)} = {name}"]

    def _arguments(self, step: Step, unit: Unit, function: str, before: list[str], indent: str) -> list[tuple[str, Any]]:
        """As the kernel hands them in: by name, except what can only be given by its place; plain functions get their first inputs by place too."""
        assert step.source is not None
        source, signature = step.source, step.source.signature
        given = self._given(step, unit, before, indent)
        variadic = given.pop(signature.variadic, []) if signature.variadic is not None else []
        by_place = signature.positional if variadic else signature.positional_only
        if not variadic:
            names = list(by_place)
            while names and names[-1] not in given:
                names.pop()
            ports = {port.name for port in signature.ports}
            if not source.is_decorated:
                for name in signature.positional[len(names) :]:
                    if name not in ports or name not in given or len(names) < len(by_place):
                        break
                    names.append(name)
            by_place = tuple(names)
        arguments: list[tuple[str, Any]] = []
        for name in by_place:
            if name in given:
                arguments.append(("", given.pop(name)))
            else:
                arguments.append(("", self._default(source.signature.settings, name, function)))
        arguments.extend(("", value) for value in variadic)
        order = {name: index for index, name in enumerate(parameters_of(signature))}
        arguments.extend((name, given[name]) for name in sorted(given, key=lambda name: order[name]))
        return arguments

    def _given(self, step: Step, unit: Unit, before: list[str], indent: str) -> dict[str, Any]:
        assert step.source is not None
        source = step.source
        makers = [value.node for values in step.inputs.values() for value in values]
        memos: dict[str, str] = {}
        given: dict[str, Any] = {}
        for port, values in step.inputs.items():
            handed: list[Expression] = []
            for value in values:
                name = self.variables[value.node, value.port]
                if step.node.id not in self._copied:
                    handed.append(Expression(name))
                    continue
                if makers.count(value.node) > 1 and value.node not in memos:
                    memos[value.node] = self.naming.fresh("memo")
                    before.append(f"{indent}{memos[value.node]} = {{}}")
                memo = f", {memos[value.node]}" if value.node in memos else ""
                handed.append(Expression(f"{self._mine('copy')}.deepcopy({name}{memo})"))
            given[port] = handed if port == source.signature.variadic else handed[0]
        for name, value in step.settings.items():
            change = coerced(value, name, source)
            given[name] = self._expression(change, unit) if isinstance(change, Expression) else change
        return given

    def _expression(self, text: Expression, unit: Unit) -> Expression:
        """An expression over the names of the node's module, as it is said in main()."""
        tree = ast.parse(text, mode="eval").body
        root = tree
        while isinstance(root, ast.Attribute | ast.Call):
            root = root.value if isinstance(root, ast.Attribute) else root.func
        if not isinstance(root, ast.Name):
            return text
        if unit.is_module:
            return Expression(f"{unit.module_variable}.{text}")
        return Expression(self.naming.reference(unit.name_of(root.id)) + text[len(root.id) :])

    def _default(self, settings: Iterable[Any], name: str, function: str) -> Any:
        standard = next((setting.standard for setting in settings if setting.name == name), None)
        if standard is not None:
            import json

            value = json.loads(standard)
            if not isinstance(value, list | dict):
                return value
        return Expression(f'{self._mine("inspect")}.signature({function}).parameters["{name}"].default')

    def _mine(self, name: str) -> str:
        """One of our own functions or modules, as main() can say it."""
        return self.naming.reference(self.naming.mine(name))


def _copied(steps: list[Step]) -> set[str]:
    """The nodes that get copies: those that may change what they get, and those that get one thing by two ways (which are two things in the editor) if a later
    node may change what becomes of it."""
    copied = {step.node.id for step in steps if step.source is not None and step.source.changes_inputs}
    is_changed_later: dict[str, bool] = {}
    for step in reversed(steps):
        for value in step.taken:
            later = step.node.id in copied or is_changed_later.get(step.node.id, False)
            is_changed_later[value.node] = is_changed_later.get(value.node, False) or later
    origins: dict[str, set[str]] = {}
    for step in steps:
        if step.role != "call" or step.source is None:
            continue
        name = step.node.id
        makers = {value.node for value in step.taken}
        seen: set[str] = set()
        for maker in makers:
            if seen & origins[maker] and not step.source.is_trusted and is_changed_later.get(name, False):
                copied.add(name)
            seen |= origins[maker]
        origins[name] = {name} if name in copied else {name} | seen
    return copied


_IN_MAIN = frozenset(("float", "set", "frozenset", "tuple", "isinstance"))
"""What the lines of main() may use of Python itself."""


def _uses_chance(step: Step) -> bool:
    """Whether the node may use the shared random numbers: the kernel seeds them before each node. The library's nodes do not."""
    source = step.source
    if source is None or step.node.type != "python":
        return False
    outside = any(module not in sys.stdlib_module_names for module in source.modules)
    return outside or "random" in source.text or "samples" in source.text or any(word in source.text for word in _HIDING)


def _title(step: Step) -> str:
    """The node's title where it says more than its name."""
    title = step.node.title
    return "" if title.casefold().replace(" ", "_") == step.node.id.casefold() else title


def _parses(text: str, minor: int) -> bool:
    try:
        ast.parse(text, feature_version=(3, minor))
    except SyntaxError:
        return False
    return True


def _nearest(flow: Flow) -> dict[str, list[str]]:
    """Each note's text by the node that it is nearest to."""
    found: dict[str, list[str]] = {}
    nodes = list(flow.nodes.values())
    for note in flow.notes:
        if not nodes:
            break
        x, y = note.x + note.width / 2, note.y + note.height / 2
        near = min(nodes, key=lambda node: (node.x - x) ** 2 + (node.y - y) ** 2)
        found.setdefault(near.id, []).append(note.text)
    return found
