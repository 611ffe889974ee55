"""Values that bring their own look: figures, pictures, Vega-Lite charts, Jupyter's rich output. Each asks foreign code, under guard."""

import base64
import io
import json
from typing import Any

from .. import limits
from .cells import cell
from .guard import guarded, is_of_library
from .images import Image, image_of

Preview = dict[str, Any]

_CHART_MIMES = tuple(f"application/vnd.vegalite.v{version}+json" for version in (6, 5, 4, 3, 2))


def chart_of(value: Any) -> Preview | None:
    """A dict with a Vega-Lite `$schema` as a chart."""
    if type(value) is not dict:
        return None
    schema = value.get("$schema")
    if not isinstance(schema, str) or "vega-lite" not in schema:
        return None
    version = 5 if "/v5" in schema else 6
    return _chart(f"application/vnd.vegalite.v{version}+json", value)


def _chart(mime: str, spec: Any) -> Preview | None:
    spec = _clean(spec, 0)
    if not isinstance(spec, dict) or len(json.dumps(spec, ensure_ascii=False)) > limits.CHART_BYTES:
        return None
    return {"kind": "chart", "mime": mime, "spec": spec}


def _clean(value: Any, depth: int) -> Any:
    """A specification as JSON: cells for scalars, nothing deeper than JSON readers take."""
    if depth > 60:
        return None
    if type(value) is dict:
        return {str(key): _clean(item, depth + 1) for key, item in value.items()}
    if type(value) in (list, tuple):
        return [_clean(item, depth + 1) for item in value]
    return value if type(value) is str else cell(value)


def drawn(value: Any) -> Image | None:
    """A figure or a picture object as an encoded picture, or None."""
    kind = type(value)
    modules = {base.__module__.partition(".")[0] for base in kind.__mro__}
    action = None
    if "matplotlib" in modules:
        figure = value if hasattr(kind, "savefig") else getattr(value, "figure", None)
        if figure is not None and hasattr(type(figure), "savefig"):
            action = lambda: _figure_png(figure)  # noqa: E731
    elif "PIL" in modules and hasattr(kind, "save") and hasattr(value, "size"):
        action = lambda: _pillow_png(value)  # noqa: E731
    if action is None:
        return None
    data, problem = guarded(action, limits.RICH_SECONDS, not is_of_library(value))
    return image_of(data) if problem is None and data is not None and len(data) <= limits.IMAGE_BYTES else None


def _figure_png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    return buffer.getvalue()


def _pillow_png(image: Any) -> bytes:
    buffer = io.BytesIO()
    if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"):
        image = image.convert("RGB")
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def own_look(value: Any) -> Preview | Image | None:
    """What `_repr_mimebundle_` and its relatives give, the richest first."""
    bundle = _bundle(value)
    for mime in _CHART_MIMES:
        if isinstance(bundle.get(mime), dict):
            chart = _chart(mime, bundle[mime])
            if chart is not None:
                return chart
    for mime in ("image/png", "image/jpeg", "image/svg+xml"):
        image = _as_image(bundle.get(mime))
        if image is not None:
            return image
    html = bundle.get("text/html")
    if isinstance(html, str) and len(html) <= limits.HTML_CHARACTERS:
        return {"kind": "html", "html": html}
    for mime in ("text/markdown", "text/latex"):
        text = bundle.get(mime)
        if isinstance(text, str) and len(text) <= limits.TEXT_CHARACTERS:
            return {"kind": "text", "text": text}
    return None


_METHODS = (
    ("image/png", "_repr_png_"),
    ("image/jpeg", "_repr_jpeg_"),
    ("image/svg+xml", "_repr_svg_"),
    ("text/html", "_repr_html_"),
    ("text/markdown", "_repr_markdown_"),
    ("text/latex", "_repr_latex_"),
)


def _bundle(value: Any) -> dict[str, Any]:
    """The rich forms of a value by MIME type. Methods are looked up on the type: an object that has every attribute has no look."""
    kind = type(value)
    if issubclass(kind, type):
        return {}
    if hasattr(kind, "_repr_mimebundle_"):
        found, problem = guarded(lambda: value._repr_mimebundle_(include=None, exclude=None), limits.RICH_SECONDS)
        if isinstance(found, tuple) and found:
            found = found[0]
        if problem is None and isinstance(found, dict) and found:
            return found
    result: dict[str, Any] = {}
    for mime, method in _METHODS:
        if hasattr(kind, method):
            found, problem = guarded(lambda method=method: getattr(value, method)(), limits.RICH_SECONDS)
            if isinstance(found, tuple) and found:  # (data, metadata)
                found = found[0]
            if problem is None and found is not None:
                result[mime] = found
                break
    return result


def _as_image(data: Any) -> Image | None:
    if isinstance(data, str):
        if data.lstrip().startswith("<"):
            data = data.encode("utf-8", "replace")
        else:
            try:
                data = base64.b64decode(data, validate=False)
            except ValueError:
                return None
    if not isinstance(data, bytes | bytearray | memoryview) or len(data) > limits.IMAGE_BYTES:
        return None
    return image_of(bytes(data))
