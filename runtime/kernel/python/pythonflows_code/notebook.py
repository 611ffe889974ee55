"""`exportNotebook`: a flow as a notebook (nbformat 4.5), a cell for each node, with its results as the cell's outputs and the flow itself in the metadata."""

import html
import json
import re
from typing import Any

from . import bounds
from .flow import Flow
from .program import Lines, Program
from .script import import_block, support_parts
from .wiring import Library

MIME_TEXT, MIME_HTML, MIME_CHART = "text/plain", "text/html", "application/vnd.vegalite.v5+json"


class ExportedNotebook:
    """A notebook's text, and how its values are called."""

    def __init__(self, text: str, variables: dict[tuple[str, str], str]) -> None:
        self.text = text
        self.variables = variables


def export_notebook(flow: Flow, library: Library, shown: Any) -> ExportedNotebook:
    """The flow as a notebook. `shown` has by node `stdout`, `stderr` and `previews`, as the page shows them. Raises CodeProblem with a sentence."""
    program = Program(flow, library, is_flat=True)
    each_node = program.lines("")
    for each in each_node:
        if each.shows or each.calls:
            program.naming.mine("present")
    program.naming.mine_used.discard("display")  # the notebook has its own
    outputs = shown if isinstance(shown, dict) else {}
    cells = [_markdown("title", _title(program)), *_setup(program)]
    cells.extend(_node_cell(program, each, outputs.get(each.step.node.id)) for each in each_node)
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
            "pythonflows": {"flow": flow.text},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return ExportedNotebook(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", program.variables)


def _title(program: Program) -> str:
    flow = program.flow
    lines = [f"# {_plain(flow.title) or 'A flow'}"]
    needed = program.requirements()
    if needed:
        lines.extend(["", f"Needs `{' '.join(needed)}`."])
    if flow.files:
        lines.extend(["", "The flow's files, which it looks for in the working directory:", ""])
        lines.extend(f"- {_plain(name)} ({size:,} bytes)" for name, size in flow.files)
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$])", r"\\\1", " ".join(text.split()))


def _setup(program: Program) -> list[dict[str, Any]]:
    parts = support_parts(program.naming)
    future = "from __future__ import annotations" if program.naming.wants_future else ""
    text = "\n\n\n".join(filter(None, ["\n\n".join(filter(None, [future, import_block(program.naming)])), *parts]))
    return [_code("setup", text, [])] if text else []


def _node_cell(program: Program, lines: Lines, shown: Any) -> dict[str, Any]:
    body = [*lines.remarks, *lines.calls]
    node = lines.step.node.id
    values = [program.variables[node, port] for port in lines.step.outputs if lines.calls and (node, port) in program.variables]
    body.extend(f"present({value})" for value in dict.fromkeys(values))
    text = "\n\n\n".join([*lines.definitions, "\n".join(body)])
    return _code(
        node if node not in ("title", "setup") else f"{node}-node",
        text,
        _outputs(shown) if lines.calls else [],
        {"pythonflows": {"node": node}},
    )


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(name: str, text: str, outputs: list[dict[str, Any]], metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata or {},
        "outputs": outputs,
        "source": _lines(text),
    }


def _lines(text: str) -> list[str]:
    """As nbformat divides texts: at line feeds only, or the pieces would not make the text again in other programs."""
    pieces = text.split("\n")
    lines = [piece + "\n" for piece in pieces[:-1]]
    return [*lines, pieces[-1]] if pieces[-1] else lines


def _outputs(shown: Any) -> list[dict[str, Any]]:
    """What the node has shown, as the cell's outputs."""
    if not isinstance(shown, dict):
        return []
    outputs: list[dict[str, Any]] = []
    left = bounds.OUTPUT_CHARACTERS
    for stream in ("stdout", "stderr"):
        text = shown.get(stream)
        if isinstance(text, str) and text:
            outputs.append({"name": stream, "output_type": "stream", "text": _lines(text[:left])})
            left -= len(text[:left])
    previews = shown.get("previews")
    for preview in previews if isinstance(previews, list) else []:
        data = _data(preview) if isinstance(preview, dict) else None
        size = len(json.dumps(data)) if data is not None else 0
        if data is None or size > left:
            continue
        left -= size
        outputs.append({"data": data, "metadata": {}, "output_type": "display_data"})
    return outputs


def _data(preview: dict[str, Any]) -> dict[str, Any] | None:
    match preview:
        case {"kind": "text", "text": str(text)}:
            return {MIME_TEXT: _lines(text)}
        case {"kind": "json", "value": value}:
            return {MIME_TEXT: _lines(json.dumps(value, ensure_ascii=False, indent=1))}
        case {"kind": "table", "columns": list(columns), "rows": list(rows)}:
            return _table(columns, rows, preview.get("total"))
        case {"kind": "image", "mime": str(mime), "data": str(data)} if re.fullmatch(r"image/(png|jpeg|gif)", mime):
            return {mime: data, MIME_TEXT: ["<a picture>"]}
        case {"kind": "html", "html": str(text)}:
            return {MIME_HTML: _lines(text)}
        case {"kind": "chart", "spec": dict(spec)} if "vega-lite" in str(spec.get("$schema")):
            return {MIME_CHART: spec, MIME_TEXT: ["<a chart>"]}
        case {"kind": "bytes", "size": int(size)}:
            return {MIME_TEXT: [f"{size} bytes"]}
        case _:
            return None


def _table(columns: list[Any], rows: list[Any], total: Any) -> dict[str, Any]:
    names = [str(column.get("name", "")) for column in columns if isinstance(column, dict)]
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows if isinstance(row, list)]

    def line(tag: str, items: list[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(item)}</{tag}>" for item in items) + "</tr>\n"

    more = total - len(cells) if isinstance(total, int) else 0
    rest = f"<p>{more:,} more rows</p>\n" if more > 0 else ""
    text = [
        "<table>\n",
        "<thead>",
        line("th", names),
        "</thead>\n",
        "<tbody>\n",
        *(line("td", row) for row in cells),
        "</tbody>\n",
        "</table>\n",
        rest,
    ]
    plain = "\n".join("\t".join(" ".join(item.split()) for item in row) for row in [names, *cells])
    return {MIME_HTML: _lines("".join(text)), MIME_TEXT: _lines(plain)}
