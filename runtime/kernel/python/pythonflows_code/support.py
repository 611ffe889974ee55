"""What an exported script has from us: each is a function or class whose text is taken over where the script needs it. Nothing here runs in the editor."""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202
# pyright: basic, reportMissingParameterType=false
import base64
import json
import pprint
import random
import sys
import types
import zlib


class Text(str):
    """A text of several lines."""


class Column(str):
    """The name of a column of the incoming table."""


class File(str):
    """The name of a file of the flow."""


class Secret(str):
    """A text that is shown as dots and masked in output."""


def outputs(*names):
    """Names the values of a function that returns a tuple."""
    return lambda function: function


def display(*values, **_options):
    """Shows values, as the editor does beside a node's result."""
    for value in values:
        print(shown(value))


def progress(done, total=1.0):
    """Moves the node's bar in the editor; here there is none."""
    if not float(total) > 0:
        raise ValueError("progress(done, total) takes two numbers, total above 0")


def show(title, value, name):
    """Prints a result under its title. A chart or a picture is written into a file of that name."""
    if value is not None:
        print(f"\n{title}\n{'-' * len(title)}\n{shown(value)}")
    if isinstance(value, dict) and "vega-lite" in str(value.get("$schema")):
        with open(f"{name}.vl.json", "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1, default=str)
        print(f"written into {file.name}: https://vega.github.io/editor draws it, and so do Jupyter and Visual Studio Code")
    elif isinstance(value, bytes) and value.startswith(b"\x89PNG"):
        with open(f"{name}.png", "wb") as file:
            file.write(value)
        print(f"written into {file.name}")


def shown(value, most=10):
    """A value as a few lines of text."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes"
    if isinstance(value, dict) and "vega-lite" in str(value.get("$schema")):
        return "a chart (a specification of Vega-Lite)"
    is_rows = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    if not is_rows or not value:
        return pprint.pformat(value, width=100, sort_dicts=False)
    names = list(dict.fromkeys(str(name) for row in value for name in row))
    table = [names]
    for row in value[:most]:
        cells = {str(name): cell for name, cell in row.items() if cell is not None}
        table.append([str(cells.get(name, "")) for name in names])
    widths = [max(map(len, column)) for column in zip(*table)]
    lines = []
    for cells in table:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths))
        lines.append("  ".join(padded).rstrip())
    if len(value) > most:
        lines.append(f"… {len(value) - most} more rows")
    return "\n".join(lines)


def present(value):
    """Shows a node's result in the notebook."""
    if isinstance(value, dict) and "vega-lite" in str(value.get("$schema")):
        chart = {"application/vnd.vegalite.v5+json": value, "text/plain": shown(value)}
        display(chart, raw=True)
    elif isinstance(value, bytes) and value.startswith(b"\x89PNG"):
        picture = base64.b64encode(value).decode()
        display({"image/png": picture, "text/plain": shown(value)}, raw=True)
    elif isinstance(value, (list, dict, str, bytes)):
        print(shown(value))
    elif value is not None:
        display(value)


def seed(node):
    """Random numbers start anew for each node, so that it always gives the same."""
    random.seed(node)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed(zlib.crc32(node.encode()))


def module_of(source, node):
    """A module of its own, made of `source` when its turn has come."""
    module = types.ModuleType(f"flow.{node}")
    module.__dict__.update(VOCABULARY)
    sys.modules[module.__name__] = module
    exec(compile(source, f"<{node}>", "exec", dont_inherit=True), module.__dict__)
    return module


VOCABULARY = {}
