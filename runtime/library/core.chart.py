"""Draws a chart of a table."""

import datetime
import math

_MAXIMUM_ROWS = 20_000


def _json(value):
    """A cell as JSON."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _kind(values):
    """How Vega-Lite should take a column."""
    filled = [value for value in values if value is not None]
    if filled and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in filled):
        return "quantitative"
    if filled and all(isinstance(value, datetime.date) for value in filled):
        return "temporal"
    return "nominal"


def _field(name):
    """A column's name as a Vega-Lite field: dots and brackets would be read as a path."""
    return "".join("\\" + letter if letter in ".[]\\'\"" else letter for letter in name)


def chart(
    table,
    kind: Literal["bar", "line", "scatter", "histogram", "area"] = "bar",
    x: Column = "",
    y: Column = "",
    color: Column = "",
    aggregate: Literal["none", "sum", "mean", "median", "min", "max", "count"] = "none",
    title: str = "",
    width: int = 480,
    height: int = 300,
):
    """Draws a chart of a table.

    The result is a Vega-Lite specification with the data in it. Without columns chosen, the first that fit are taken.

    kind: bar, line, scatter, histogram (how often the values of x occur) or area.
    x, y: the columns of the two axes.
    color: a column whose values are told apart by colour.
    aggregate: what to do with the rows that share an x.
    title: stands above the chart.
    width, height: in pixels.
    """
    if not table:
        raise ValueError("There is nothing to draw: the table has no rows.")
    if len(table) > _MAXIMUM_ROWS:
        raise ValueError(f"A chart of {len(table)} rows would be too much: group or sample them to at most {_MAXIMUM_ROWS} first.")
    names = list(dict.fromkeys(name for row in table for name in row))
    kinds = {name: _kind([row.get(name) for row in table]) for name in names}
    for name in (x, y, color):
        if name and name not in kinds:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, names[:30]))}.")
    numbers = [name for name in names if kinds[name] == "quantitative"]
    others = [name for name in names if kinds[name] != "quantitative"]
    if not x:
        choices = numbers if kind in ("scatter", "histogram") else others + numbers
        x = next((name for name in choices if name != y), names[0])
    if not y and kind != "histogram" and aggregate != "count":
        y = next((name for name in numbers if name != x), "")
        if not y:
            raise ValueError("There is no column of numbers for the y axis: choose aggregate = count, or another table.")

    encoding = {"x": {"field": _field(x), "type": kinds[x], "title": x}}
    if kind == "histogram":
        encoding["x"]["bin"] = kinds[x] == "quantitative"
        encoding["y"] = {"aggregate": "count", "type": "quantitative"}
    elif aggregate == "count":
        encoding["y"] = {"aggregate": "count", "type": "quantitative"}
    else:
        encoding["y"] = {"field": _field(y), "type": kinds[y], "title": y}
        if aggregate != "none":
            encoding["y"] |= {"aggregate": aggregate, "title": f"{aggregate} of {y}"}
    if kind == "bar" and kinds[x] == "nominal":
        encoding["x"]["sort"] = None  # as the rows come
    if color:
        encoding["color"] = {"field": _field(color), "type": kinds[color], "title": color}

    used = [name for name in names if name in (x, y, color)]
    mark = {"bar": "bar", "line": "line", "scatter": "point", "histogram": "bar", "area": "area"}[kind]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{name: _json(row.get(name)) for name in used} for row in table]},
        "mark": {"type": mark, "tooltip": True},
        "encoding": encoding,
        "width": width,
        "height": height,
    }
    if title:
        spec["title"] = title
    return spec
