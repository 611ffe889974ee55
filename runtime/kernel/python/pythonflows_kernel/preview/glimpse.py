"""The tiny picture of a value for its node on the canvas, and its line in the list of variables."""

import sys
from typing import Any

from .. import limits
from ..messages_gen import Glimpse, OutputSummary
from . import Look, Rendered, look_at
from .guard import guarded, is_of_library
from .writer import short_text, type_name

_SCALARS = (str, bool, int, float, complex, type(None))


def summary_of(port: str, value: Any) -> OutputSummary:
    """What the session keeps of one output. A value whose own code is broken beyond what is foreseen still has a type and a sentence."""
    if type(value) in _SCALARS:
        return _summary_of_scalar(port, value)
    try:
        return _summary_of(port, value, look_at(value))
    except Exception as error:
        text = f"<no preview: making it raises {type(error).__name__}>"
        glimpse: Glimpse = {"kind": "text", "text": text, "columns": [], "types": [], "rows": [], "total": 0}
        return {"port": port, "type": type_name(value), "shape": "", "summary": text, "bytes": 0, "glimpse": glimpse}


def _summary_of_scalar(port: str, value: Any) -> OutputSummary:
    """The same for what has no code of its own: most results of small nodes, so no guards are put up."""
    is_text = type(value) is str
    text = _cut(value, limits.GLIMPSE_TEXT_CHARACTERS) if is_text else short_text(value, limits.GLIMPSE_TEXT_CHARACTERS)
    is_short = not is_text and len(text) <= limits.SUMMARY_CHARACTERS
    summary = text if is_short else short_text(value, limits.SUMMARY_CHARACTERS)
    glimpse: Glimpse = {"kind": "text", "text": text, "columns": [], "types": [], "rows": [], "total": 0}
    return {
        "port": port,
        "type": type(value).__name__,
        "shape": str(len(value)) if is_text else "",
        "summary": summary,
        "bytes": sys.getsizeof(value),
        "glimpse": glimpse,
    }


def _summary_of(port: str, value: Any, look: Look) -> OutputSummary:
    glimpse = glimpse_of(value, look)
    size, problem = guarded(lambda: estimated_bytes(value), limits.REPR_SECONDS, not is_of_library(value))
    return {
        "port": port,
        "type": type_name(value),
        "shape": _shape(value, look),
        "summary": _summary(value, look, glimpse),
        "bytes": size if problem is None and size is not None else 0,
        "glimpse": glimpse,
    }


def glimpse_of(value: Any, look: Look) -> Glimpse:
    """At most a few columns, rows and short texts."""
    result: Glimpse = {"kind": "text", "text": "", "columns": [], "types": [], "rows": [], "total": 0}
    if look.table is not None:
        _glimpse_table(look, result)
    elif look.image is not None:
        result["kind"] = "image"
        result["width"], result["height"] = look.image.width, look.image.height
        result["text"] = f"{look.image.width} × {look.image.height}"
    elif look.preview is not None:
        _glimpse_preview(value, look.preview, result)
    return result


def glimpse_of_rendered(rendered: Rendered) -> Glimpse:
    """The glimpse of what was drawn when it was displayed."""
    preview = rendered.preview
    result: Glimpse = {"kind": "text", "text": "", "columns": [], "types": [], "rows": [], "total": 0}
    if preview["kind"] == "image":
        result["kind"] = "image"
        result["width"], result["height"] = preview["width"], preview["height"]
        result["text"] = f"{preview['width']} × {preview['height']}"
    else:
        _glimpse_preview(preview.get("text", ""), preview, result)
    return result


def _glimpse_table(look: Look, result: Glimpse) -> None:
    view = look.table
    assert view is not None
    columns = view.columns[: limits.GLIMPSE_COLUMNS]
    result["kind"] = "table"
    result["columns"] = [_cut(name, limits.GLIMPSE_CELL_CHARACTERS) for name, _kind in columns]
    result["types"] = [kind for _name, kind in columns]
    result["total"] = view.total
    rows, problem = guarded(lambda: view.rows(0, limits.GLIMPSE_ROWS, range(len(columns))), limits.RICH_SECONDS, view.is_foreign)
    result["rows"] = [[_cell_text(value) for value in row] for row in rows] if problem is None and rows is not None else []


def _glimpse_preview(value: Any, preview: dict[str, Any], result: Glimpse) -> None:
    kind = preview["kind"]
    result["kind"] = kind
    if kind == "text":
        result["text"] = _cut(preview["text"], limits.GLIMPSE_TEXT_CHARACTERS)
    elif kind == "json":
        result["total"] = len(value) if isinstance(value, list | tuple | dict | set | frozenset) else 0
        result["text"] = short_text(value, limits.GLIMPSE_TEXT_CHARACTERS)
    elif kind == "bytes":
        result["total"] = preview["size"]
        result["text"] = f"{preview['size']} bytes"
    elif kind == "chart":
        result["text"] = _chart_text(preview["spec"])


def _chart_text(spec: dict[str, Any]) -> str:
    mark = spec.get("mark")
    mark = mark.get("type") if isinstance(mark, dict) else mark
    title = spec.get("title")
    parts = [part for part in (mark, title) if isinstance(part, str)]
    return _cut(", ".join(parts), limits.GLIMPSE_TEXT_CHARACTERS)


def _shape(value: Any, look: Look) -> str:
    if look.table is not None:
        shape = getattr(value, "shape", None) if type(value).__module__.partition(".")[0] == "numpy" else None
        return " × ".join(map(str, shape)) if shape is not None else f"{look.table.total} × {len(look.table.columns)}"
    if look.image is not None:
        return f"{look.image.width} × {look.image.height}"
    if type(value) in (list, tuple, dict, set, frozenset, str, bytes, bytearray):
        return str(len(value))
    shape, problem = guarded(lambda: getattr(value, "shape", None), limits.REPR_SECONDS)
    if problem is None and type(shape) is tuple and len(shape) <= 8 and all(type(size) is int for size in shape):
        return " × ".join(map(str, shape))
    return ""


def _summary(value: Any, look: Look, glimpse: Glimpse) -> str:
    if look.table is not None:
        names = ", ".join(name for name, _kind in look.table.columns[:12])
        return _cut(names + (", …" if len(look.table.columns) > 12 else ""), limits.SUMMARY_CHARACTERS)
    if look.image is not None:
        return f"{look.image.mime}, {look.image.width} × {look.image.height}"
    if type(value) is str:
        return short_text(value, limits.SUMMARY_CHARACTERS)
    return _cut(" ".join(glimpse["text"].split()), limits.SUMMARY_CHARACTERS) or type_name(value)


def _cell_text(value: Any) -> str:
    if value is None:
        return "–"  # as the table below shows an empty cell
    if value is True or value is False:
        return "true" if value else "false"
    text = format(value, ".6g") if isinstance(value, float) else str(value)
    return _cut(text, limits.GLIMPSE_CELL_CHARACTERS)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def estimated_bytes(value: Any, depth: int = 0) -> int:
    """About how much memory a value takes: containers are measured by samples."""
    kind = type(value)
    if kind in _SCALARS or kind in (bytes, bytearray):
        return sys.getsizeof(value)
    if kind in (list, tuple, set, frozenset, dict):
        return _container_bytes(value, depth)
    if hasattr(kind, "memory_usage"):
        usage = value.memory_usage(index=True) if hasattr(kind, "iloc") else value.memory_usage()
        return int(usage.sum() if hasattr(usage, "sum") else usage)
    for name in ("nbytes", "estimated_size"):
        if hasattr(kind, name):
            size = getattr(value, name)
            bytes_of: Any = size() if callable(size) else size
            return int(bytes_of)
    attributes = getattr(value, "__dict__", None)
    own = sys.getsizeof(value, 0)
    return own + estimated_bytes(dict(attributes), depth + 1) if type(attributes) is dict and depth < limits.SIZE_DEPTH else own


def _container_bytes(value: Any, depth: int) -> int:
    own = sys.getsizeof(value)
    count = len(value)
    if count == 0 or depth >= limits.SIZE_DEPTH:
        return own
    wanted = max(limits.SIZE_SAMPLES >> (2 * depth), 1)  # fewer the deeper, or nested lists would take 64 to the fourth
    if type(value) in (list, tuple):
        step = max(count // wanted, 1)
        samples = list(value[::step][:wanted])
    elif type(value) is dict:
        samples = [item for pair, _number in zip(value.items(), range(wanted), strict=False) for item in pair]
        count *= 2
    else:
        samples = [item for item, _number in zip(value, range(wanted), strict=False)]
    return own + sum(estimated_bytes(item, depth + 1) for item in samples) * count // len(samples)
