"""Bounded previews of values: text, a JSON tree, a page of a table, a picture, HTML, a chart, bytes (interface.md's `preview`).

A preview is JSON, but for the bytes of a picture, which travel beside the message: `{"$buffer": id}` names them.
"""

from dataclasses import dataclass, field, is_dataclass
from typing import Any

from .. import limits
from .frames import foreign_table
from .guard import guarded, is_of_library
from .images import Image, image_of
from .rich import chart_of, drawn, own_look
from .tables import TableView, page, plain_table
from .tree import is_tree, tree
from .writer import long_text

Buffers = dict[str, bytes]

_SCALARS = (str, bool, int, float, complex, type(None))


@dataclass
class Rendered:
    """A value that was drawn when it was displayed: what counts is how it looked then."""

    preview: dict[str, Any]
    buffers: Buffers = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """How a value is shown: as a table, or as `preview` (with an Image where bytes go beside it)."""

    table: TableView | None = None
    image: Image | None = None
    preview: dict[str, Any] | None = None


def look_at(value: Any) -> Look:
    """Decides how to show a value, and does the work that does not depend on the page asked for."""
    if type(value) in _SCALARS:
        return Look(preview=_text(value))
    if type(value) in (bytes, bytearray, memoryview):
        data = bytes(value) if len(value) <= limits.IMAGE_BYTES else b""
        image = image_of(data)
        return Look(image=image) if image is not None else Look(preview=_bytes(value))
    chart = chart_of(value)
    if chart is not None:
        return Look(preview=chart)
    has_own_code = type(value) is list and bool(value) and is_dataclass(type(value[0]))
    table, _problem = guarded(lambda: plain_table(value), limits.RICH_SECONDS, has_own_code)
    if table is not None:
        return Look(table=table)
    if is_tree(value):
        content, is_truncated = tree(value)
        return Look(preview={"kind": "json", "value": content, "truncated": is_truncated})
    return _look_at_object(value)


def _look_at_object(value: Any) -> Look:
    table, problem = guarded(
        lambda: None if issubclass(type(value), type) else foreign_table(value), limits.RICH_SECONDS, not is_of_library(value)
    )
    if problem is None and table is not None:
        return Look(table=table)
    image = drawn(value)
    if image is None:
        look = own_look(value)
        if isinstance(look, dict):
            return Look(preview=look)
        image = look
    return Look(image=image) if image is not None else Look(preview=_text(value))


def preview_of(look: Look, offset: int, limit: int, columns: list[str] | None, buffers: Buffers) -> dict[str, Any]:
    """The preview as JSON; pictures' bytes go into `buffers`."""
    if look.table is not None:
        view = look.table
        content, problem = guarded(lambda: page(view, offset, limit, columns), limits.RICH_SECONDS, view.is_foreign)
        return (
            content
            if problem is None and content is not None
            else {"kind": "text", "text": f"<this table cannot be shown: reading it {problem}>"}
        )
    if look.image is not None:
        buffers["image"] = look.image.data
        return {
            "kind": "image",
            "mime": look.image.mime,
            "width": look.image.width,
            "height": look.image.height,
            "bytes": {"$buffer": "image"},
        }
    assert look.preview is not None
    return look.preview


def _text(value: Any) -> dict[str, Any]:
    text, is_whole = long_text(value, limits.TEXT_CHARACTERS)
    return {"kind": "text", "text": text} if is_whole else {"kind": "text", "text": text, "truncated": True}


def _bytes(value: Any) -> dict[str, Any]:
    return {"kind": "bytes", "size": len(value), "head": bytes(value[: limits.BYTES_HEAD]).hex()}
