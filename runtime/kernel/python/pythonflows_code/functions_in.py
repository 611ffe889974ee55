"""A module of functions as nodes: each function one, with what it needs of the module before it."""

import ast
import keyword
import re
from typing import Any

from .names import bound_names, module_names


def function_nodes(text: str, tree: ast.Module) -> list[dict[str, Any]]:
    """Each function a node, with what it needs of the module before it."""
    lines = text.split("\n")
    parts = [(statement, set(module_names(ast.Module([statement], [])).used), _bound(statement)) for statement in tree.body]
    nodes: list[dict[str, Any]] = []
    ids: set[str] = set()
    for function, _used, _names in parts:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        needed: set[int] = set()
        waiting: list[ast.stmt] = [function]
        while waiting:
            part = waiting.pop()
            names = next(used for each, used, _bound_names in parts if each is part)
            for index, (other, _other_used, bound) in enumerate(parts):
                if (
                    other is not function
                    and index not in needed
                    and (bound & names or isinstance(other, ast.ImportFrom) and other.module == "__future__")
                ):
                    needed.add(index)
                    waiting.append(other)
        pieces = [_lines_of(lines, parts[index][0]) for index in sorted(needed)]
        nodes.append(
            {
                "id": node_id(function.name, ids),
                "type": "python",
                "source": _arranged(pieces, [parts[index][0] for index in sorted(needed)], _lines_of(lines, function)),
            }
        )
    return nodes


def _bound(statement: ast.stmt) -> set[str]:
    return bound_names([statement])[0]


def _lines_of(lines: list[str], statement: ast.stmt) -> str:
    first = min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])
    return "\n".join(lines[first - 1 : statement.end_lineno])


def _arranged(pieces: list[str], statements: list[ast.stmt], function: str) -> str:
    imports = [piece for piece, statement in zip(pieces, statements, strict=True) if isinstance(statement, ast.Import | ast.ImportFrom)]
    small = [piece for piece, statement in zip(pieces, statements, strict=True) if isinstance(statement, ast.Assign | ast.AnnAssign)]
    others = [piece for piece, statement in zip(pieces, statements, strict=True) if not isinstance(statement, ast.Import | ast.ImportFrom)]
    body = ["\n".join(others)] if len(small) == len(others) else others
    return (
        "\n\n\n".join(
            ["\n\n".join(filter(None, ["\n".join(dict.fromkeys(imports)), *body[:1]])), *body[1:], function]
            if imports or body
            else [function]
        ).strip("\n")
        + "\n"
    )


def node_id(wanted: str, taken: set[str]) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "", wanted)[:56]
    if not name or not (name[0].isalpha() or name[0] == "_") or keyword.iskeyword(name):
        name = f"node_{name}" if name else "node"
    unique, count = name, 2
    while unique in taken:
        unique, count = f"{name}_{count}", count + 1
    taken.add(unique)
    return unique
