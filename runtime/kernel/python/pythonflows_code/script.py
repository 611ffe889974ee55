"""`exportPython`: a flow as one module that a person would be glad to own."""

import inspect
import sys
from collections.abc import Iterable, Sequence

from . import support
from .carried import carried_lines
from .flow import Flow
from .layout import WIDTH, Expression, call_lines, comment, docstring, string
from .naming import Naming
from .program import Lines, Program
from .subflows import Subflow
from .wiring import Library


class Exported:
    """A script, and how its values are called."""

    def __init__(self, text: str, variables: dict[tuple[str, str], str]) -> None:
        self.text = text
        self.variables = variables
        """By node and output: names in main()."""


def export_script(flow: Flow, library: Library, made_by: str) -> Exported:
    """The flow as a script. Raises CodeProblem with a sentence."""
    program = Program(flow, library, is_flat=False)
    each_node = program.lines("    ")
    functions: list[str] = []
    body = _main(program, each_node, functions)
    support_texts = support_parts(program.naming)
    parts = ["\n\n".join(filter(None, [_header(program, made_by), import_block(program.naming)])), *support_texts]
    parts.extend(text for each in each_node for text in each.definitions)
    if program.naming.aliases:
        remark = comment("main() calls its values by their nodes, so it has other names for these.")
        parts.append("\n".join([*remark, *(f"{alias} = {name}" for name, alias in program.naming.aliases.items())]))
    parts.extend(functions)
    parts.append("\n".join(body))
    parts.append('if __name__ == "__main__":\n    main()')
    text = "\n\n\n".join(part for part in parts if part) + "\n"
    return Exported(text + carried_lines(flow.text, text), program.variables)


_INDENT = "    "


def _main(program: Program, each_node: list[Lines], functions: list[str]) -> list[str]:
    """def main() with all nodes in order; `functions` gets those of the subflows, the inner ones first."""
    lines = ["def main():", *docstring(program.flow.title or "Runs the flow.", _INDENT)]
    body, _shows = _body(program, each_node, program.subflows, functions, is_main=True)
    return [*lines, *body] if any(each.calls for each in each_node) else [*lines, *body, f"{_INDENT}pass"]


def _body(
    program: Program, part: Sequence[Lines], subflows: Sequence[Subflow], functions: list[str], *, is_main: bool
) -> tuple[list[str], list[tuple[str, str]]]:
    """The lines of these nodes, and what of them main() is to show."""
    lines: list[str] = []
    shows: list[tuple[str, str]] = []
    at = 0
    while at < len(part):
        subflow = next((one for one in subflows if part[at].step.node.id in one.nodes), None)
        if subflow is None:
            lines.extend([*part[at].remarks, *part[at].calls])
            fresh, at = part[at].shows, at + 1
        else:
            end = at + len(subflow.nodes)
            call, fresh = _function(program, part[at:end], subflow, functions)
            lines.extend(call)
            at = end
        shows.extend(fresh)
        for title, variable in fresh if is_main else ():
            show = program.naming.reference(program.naming.mine("show"))
            lines.extend(call_lines("", show, [("", title), ("", Expression(variable)), ("", _file_stem(program, variable))], _INDENT))
    return lines, shows


def _file_stem(program: Program, variable: str) -> str:
    """What a picture's file is called: like its value, unless the flow itself reads a file of that name."""
    taken = {name.casefold() for name, _size in program.flow.files}
    stem = variable
    while taken & {f"{stem}{ending}".casefold() for ending in (".vl.json", ".png")}:
        stem += "_"
    return stem


def _function(program: Program, part: Sequence[Lines], subflow: Subflow, functions: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The lines that call a subflow, whose function is added to `functions`, and what main() is to show of it."""
    inner = [one for one in program.subflows if one.nodes < subflow.nodes]
    body, shows = _body(program, part, inner, functions, is_main=False)
    name = program.naming.fresh_function(subflow.name)
    coming = (value for each in part for value in each.step.taken if value.node not in subflow.nodes)
    parameters = list(dict.fromkeys(program.variables[value.node, value.port] for value in coming))
    leaving = (value for step in program.steps if step.node.id not in subflow.nodes for value in step.taken if value.node in subflow.nodes)
    results = list(dict.fromkeys([*(program.variables[value.node, value.port] for value in leaving), *(variable for _, variable in shows)]))
    lines = [
        *call_lines("def ", name, [("", Expression(each)) for each in parameters], "", ":"),
        *docstring(subflow.area.text or "A part of the flow.", _INDENT),
        *body,
        *_tuple_lines("return ", results, ""),
    ]
    functions.append("\n".join(lines))
    *above, target = _tuple_lines("", results, " = ") or [""]
    return [*above, *call_lines(target.removeprefix(_INDENT), name, [("", Expression(each)) for each in parameters], _INDENT)], shows


def _tuple_lines(prefix: str, names: Sequence[str], suffix: str) -> list[str]:
    if not names:
        return []
    line = f"{_INDENT}{prefix}{', '.join(names)}{suffix}"
    if len(names) < 2 or len(line.rstrip()) <= WIDTH:
        return [line]
    return [f"{_INDENT}{prefix}(", *(f"{_INDENT}    {each}," for each in names), f"{_INDENT}){suffix}"]


def _header(program: Program, made_by: str) -> str:
    flow = program.flow
    major, minor = program.python_version()
    lines = ["# /// script", f'# requires-python = ">={major}.{minor}"']
    needed = program.requirements()
    if not needed:
        lines.append("# dependencies = []")
    else:
        lines.extend(["# dependencies = [", *(f"#     {string(name)}," for name in needed), "# ]"])
    lines.append("# ///")
    about = [" ".join(flow.title.split()) or "A flow", "", f"Written by {made_by}. Run it with `python` in the folder of its files."]
    if flow.files:
        about.extend(["", "The flow's files, which it looks for in the working directory:"])
        about.extend(f"    {' '.join(name.split())} ({size:,} bytes)" for name, size in flow.files)
    future = ["", "from __future__ import annotations"] if program.naming.wants_future else []
    return "\n".join([*lines, *docstring("\n".join(about)), *future])


def import_block(naming: Naming) -> str:
    """All imports as isort sorts them: the standard library, then the others."""
    plain: dict[str, set[str]] = {"own": set(), "other": set()}
    items: dict[str, dict[str, set[tuple[str, str]]]] = {"own": {}, "other": {}}
    for each in naming.imports.values():
        kind = "own" if each.module.partition(".")[0] in sys.stdlib_module_names else "other"
        if each.item is None:
            plain[kind].add(
                each.statement(each.name) if each.name == each.module.partition(".")[0] else f"import {each.module} as {each.name}"
            )
        else:
            items[kind].setdefault(each.module, set()).add((each.item, each.name))
    blocks: list[str] = []
    for kind in ("own", "other"):
        lines = sorted(plain[kind])
        for module in sorted(items[kind]):
            lines.extend(_from_import(module, sorted(items[kind][module])))
        if lines:
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _from_import(module: str, names: Iterable[tuple[str, str]]) -> list[str]:
    said = [item if item == name else f"{item} as {name}" for item, name in names]
    line = f"from {module} import {', '.join(said)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"from {module} import (", *(f"    {each}," for each in said), ")"]


def support_parts(naming: Naming) -> list[str]:
    """Our own functions, as far as they are needed."""
    for name in list(naming.mine_used):
        naming.mine(name)
    parts = [
        inspect.getsource(getattr(support, name)).rstrip() for name in vars(support) if name in naming.mine_used and name != "VOCABULARY"
    ]
    if "VOCABULARY" in naming.mine_used:
        from .naming import VOCABULARY

        parts.append("\n".join(["VOCABULARY = {", *(f'    "{name}": {name},' for name in VOCABULARY), "}"]))
    return parts
