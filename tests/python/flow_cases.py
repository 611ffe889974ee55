"""Random flows for the tests of exported code: sources that are hard to put into one module, wired and set at random. The same seed makes the same flow."""

import json
import random
from typing import Any

# Each source takes and gives rows; @NAME@ is the function's name, @N@ a number. Several share the names of helpers, constants and imports on purpose.
SOURCES = [
    'import json as tool\n\nFACTOR = @N@\n\n\ndef helper(row):\n    return {**row, "a": row["a"] * FACTOR}\n\n\ndef @NAME@(rows):\n    """Multiplies."""\n    return json_of([helper(row) for row in rows])\n\n\ndef json_of(rows):\n    return tool.loads(tool.dumps(rows))\n\n\ndef @NAME@(rows):\n    """Multiplies."""\n    return json_of([helper(row) for row in rows])\n',
    'import math as tool\n\nFACTOR = @N@\n\n\ndef helper(row):\n    return {**row, "a": tool.floor(row["a"] / 2) + FACTOR}\n\n\ndef @NAME@(rows, times: int = 1, *, label: str = "x"):\n    """Halves."""\n    for _ in range(times):\n        rows = [helper(row) for row in rows]\n    return [{**row, "t": row["t"] + label} for row in rows]\n',
    'def @NAME@(rows):\n    """Changes what it gets."""\n    for row in rows:\n        row["a"] += @N@\n    rows.append({"a": @N@, "t": "new"})\n    return rows\n',
    'def @NAME@(rows, other):\n    """Changes one of two."""\n    rows.extend(other)\n    if other:\n        other[0]["t"] = "taken"\n    return [{"a": len(rows), "t": str(rows is other)}, *rows[:5], *other[:2]]\n',
    '@outputs("few", "many")\ndef @NAME@(rows, limit: int = @N@):\n    """Two outputs that share their rows."""\n    return rows[:limit], rows\n',
    '@outputs("only")\ndef @NAME@(rows):\n    return (sorted(rows, key=lambda row: (row["a"], row["t"])),)\n',
    'def @NAME@(*tables, start: float = 0):\n    """Any number."""\n    result = [{"a": len(tables), "t": repr(start)}]\n    for table in tables:\n        result += table[:3]\n    return result\n',
    'def @NAME@(*tables):\n    """Changes all that it gets."""\n    for table in tables:\n        table.reverse()\n        for row in table:\n            row["t"] = row["t"][::-1]\n    return [row for table in tables for row in table[:4]]\n',
    'import functools\n\n\ndef twice(function):\n    @functools.wraps(function)\n    def wrapper(*args, **named):\n        return function(*args, **named) * 2\n\n    return wrapper\n\n\n@twice\ndef @NAME@(rows, *, name: str = "日本"):\n    return [{"a": row["a"], "t": name} for row in rows[:3]]\n',
    'import random\n\n\ndef @NAME@(rows):\n    """By chance."""\n    return [{"a": random.randint(0, 99), "t": row["t"]} for row in random.sample(rows, min(3, len(rows)))]\n',
    'from dataclasses import dataclass\n\n\n@dataclass\nclass Point:\n    a: int\n    t: str = "p"\n\n    def row(self):\n        return {"a": self.a, "t": self.t}\n\n\ndef @NAME@(rows):\n    points = [Point(row["a"]) for row in rows]\n    return [point.row() for point in points if point == Point(point.a)]\n',
    'import enum\n\n\nclass Color(enum.Enum):\n    red = @N@\n    blue = 2000\n\n\ndef @NAME@(rows, color: Color = Color.red, choice: Literal["x", "y"] | None = None):\n    return [{"a": color.value, "t": str(choice)}, *rows[:2]]\n',
    'from __future__ import annotations\n\n\ndef @NAME@(rows: list[Unknown], scale: float = 1):\n    return [{"a": row["a"], "t": f"{row[\'t\']}{scale!r}"} for row in rows]\n',
    'count = 0\n\n\ndef step():\n    global count\n    count += 1\n    return count\n\n\ndef @NAME@(rows):\n    return [{"a": step(), "t": row["t"]} for row in rows]\n',
    'seen = []\n\n\ndef @NAME@(rows, keep=[]):\n    seen.append(len(rows))\n    keep.append(1)\n    return [{"a": len(seen) + len(keep), "t": "seen"}, *rows[:2]]\n',
    'TEXT = """first\n    second @N@\n# no comment\n"""\n\n\ndef @NAME@(rows, query: Text = "a\\nb"):\n    """Texts of\n    several lines."""\n    text = \'\'\'x\n  y\'\'\'\n    return [{"a": len(TEXT), "t": TEXT.split()[1] + text + query}, *rows[:2]]\n',
    'if True:\n    FACTOR = @N@\ntry:\n    import nowhere_to_be_found as tool\nexcept ImportError:\n    tool = None\n\n\ndef @NAME@(rows):\n    return [{"a": FACTOR, "t": __name__[:5] + str(tool)}, *rows[:2]]\n',
    'import asyncio\n\n\nasync def @NAME@(rows):\n    await asyncio.sleep(0)\n    return [*rows[:3], {"a": @N@, "t": "async"}]\n',
    'from datetime import date, datetime as tool\nfrom decimal import Decimal\n\n\ndef @NAME@(rows, day: date = date(2026, 1, 2), price: Decimal = Decimal("1.5")):\n    return [{"a": day.toordinal(), "t": str(price) + str(tool(2026, 1, 1))}, *rows[:1]]\n',
    'def @NAME@(a, b, /, c, d=4, *, e=5):\n    """Places."""\n    return [*a[:1], *b[:1], *c[:1], {"a": d, "t": repr(e)}]\n',
    'def @NAME@(separator=", ", *parts, tail: str = ""):\n    """A setting before the variadic port."""\n    return [{"a": len(parts), "t": separator + tail}, *(row for part in parts for row in part[:2])]\n',
    'def outer(value):\n    def inner(more):\n        nonlocal value\n        value += more\n        return value\n\n    return inner\n\n\ndef @NAME@(rows):\n    add = outer(@N@)\n    return [{"a": add(row["a"]), "t": row["t"]} for row in rows]\n',
    'def @NAME@(rows):\n    total = 0\n    groups = {}\n    for row in rows:\n        total += row["a"]\n        groups.setdefault(row["t"], []).append(row)\n    return [{"a": total, "t": key + str(len(each))} for key, each in groups.items()]\n',
    'def @NAME@(rows):\n    groups = {}\n    for row in rows:\n        groups.setdefault(row["t"], []).append(row)\n    for each in groups.values():\n        each[0]["a"] = @N@\n    return [row for each in groups.values() for row in each]\n',
    'import os.path\nimport xml.dom\n\nhelper = os.path.join\n\n\ndef @NAME@(rows, flags: set[int] = {1}, pair: tuple[int, str] = (1, "a")):\n    return [{"a": len(flags), "t": helper("x", str(pair[0]))}, *rows[:2]]\n',
    'def sum(values):\n    return @N@\n\n\ndef @NAME@(rows):\n    return [{"a": sum([1]), "t": "own sum"}, *rows[:2]]\n',
    'def @NAME@(rows):\n    return [{"a": sum(row["a"] for row in rows), "t": "sum"}]\n',
    'def @NAME@(rows):\n    class Local:\n        helper = @N@\n        rows = helper + 1\n\n    return [{"a": Local.rows, "t": Local.__name__}, *rows[:2]]\n',
    'FACTOR: int = @N@\n(x := FACTOR)\n\n\ndef @NAME@(rows, *, deep: dict[str, list[float]] = {}):\n    return [{"a": x, "t": repr(deep)}, *[row for row in rows if (y := row["a"]) is not None and y >= 0][:2]]\n',
    'print("loaded")\n\n\ndef @NAME@(rows):\n    display(rows[:1])\n    progress(1, 2)\n    print(f"{len(rows)=} {rows[0]!r:>10}" if rows else "none")\n    return rows\n',
]  # fmt: skip
BEGIN = 'def @NAME@(count: int = @N@, *, word: str = "w"):\n    """Begins."""\n    return [{"a": (number * 7) % 5, "t": word[number % len(word) :] if word else ""} for number in range(count)]\n'
FUNCTIONS = [
    "clean",
    "helper_of",
    "sum",
    "filter",
    "main",
    "show",
    "copy",
    "transform",
    "transform",
    "clean",
    "random",
    "集計",
    "seed",
    "display_all",
]
IDS = [
    *(name for name in FUNCTIONS if name.isascii()),
    "float",
    "print",
    "memo",
    "tool",
    "FACTOR",
    "Color",
    "helper",
    "datetime",
    "_read",
    "result",
]
TITLES = ["", "Title", "天気の集計", 'Quotes "and" \\ more', "Long " * 30, "多い " * 40, "# no code", "'''"]
PARAMS: dict[str, list[Any]] = {
    "times": [0, 2, 2.0],
    "label": ["", 'a"b', "it's", "x\ny", "\\", "日本語"],
    "limit": [0, 1, 5],
    "start": [1, -2.5, "inf", 1e300],
    "name": ["n", "both ' and \""],
    "color": ["red", "blue", 2000],
    "choice": ["x", None],
    "scale": [2, 0.5],
    "query": ["SELECT *\nFROM t1\n  WHERE x = 'y'", ""],
    "day": ["2024-02-29"],
    "price": ["10.50", 3],
    "d": [None, True, [1, "a"]],
    "e": [{"k": [1, 2.5, None]}, "text " * 40],
    "separator": ["; "],
    "tail": ["end"],
    "flags": [[3, 1, 2], []],
    "pair": [[2, "b"]],
    "deep": [{"x": [1, 2.5], "日": []}],
    "keep": [[5]],
    "count": [0, 1, 6],
    "word": ["abc", ""],
    "unknown": [1],
}
LIBRARY_NODES = [
    ("core.limit_rows", "table"),
    ("core.describe", "table"),
    ("core.unique_rows", "table"),
    ("core.concat_tables", "tables"),
    ("core.sort_rows", "table"),
]


def random_flow(seed: int, signature_of: Any) -> dict[str, Any]:
    """A flow; `signature_of(source)` is the kernel's judgement."""
    chance = random.Random(seed)
    nodes: list[dict[str, Any]] = []
    links: list[dict[str, str]] = []
    outputs: list[str] = []
    earlier: list[str] = []
    for number in range(chance.randint(2, 12)):
        taken = {node["id"] for node in nodes}
        name = chance.choice(IDS)
        name = name if name not in taken else f"{name}_{number}"
        if outputs and chance.random() < 0.15:
            type_, port = chance.choice(LIBRARY_NODES)
            nodes.append({"id": name, "type": type_, "params": {}})
            links.append({"from": chance.choice(outputs), "to": f"{name}.{port}"})
            outputs.append(f"{name}.result")
            continue
        source = _source(chance, bool(outputs), earlier)
        signature = signature_of(source)
        node: dict[str, Any] = {"id": name, "type": "python", "source": source, "params": {}}
        if chance.random() < 0.5:
            node["title"] = chance.choice(TITLES)
        for setting in signature.settings:
            if chance.random() < 0.6 and setting.name in PARAMS:
                node["params"][setting.name] = chance.choice(PARAMS[setting.name])
        mode = chance.choices(["normal", "mute", "bypass", "volatile"], [12, 1, 1, 1])[0]
        if mode != "normal":
            node["mode"] = mode
        for port in signature.ports:
            if outputs and chance.random() < 0.97:
                for _ in range(chance.randint(0, 4) if port.is_variadic else 1):
                    links.append({"from": chance.choice(outputs), "to": f"{name}.{port.name}"})
        nodes.append(node)
        outputs.extend(f"{name}.{port}" for port in signature.outputs)
    view = {
        "nodes": {node["id"]: {"x": index * 100, "y": 0} for index, node in enumerate(nodes)},
        "frames": [{"title": "枠 \n" + chance.choice(TITLES), "color": "red", "x": 50, "y": -10, "width": 200, "height": 100}],
        "notes": [{"text": 'A note\nof two lines """', "x": 120, "y": 10, "width": 10, "height": 10}],
    }
    order = nodes if chance.random() < 0.5 else chance.sample(nodes, len(nodes))
    flow = {"format": "pythonflows", "version": 1, "title": chance.choice(TITLES), "nodes": order, "links": links, "view": view}
    return json.loads(json.dumps(flow))


def _source(chance: random.Random, has_inputs: bool, earlier: list[str]) -> str:
    if earlier and has_inputs and chance.random() < 0.25:
        return chance.choice(earlier)
    template = chance.choice(SOURCES) if has_inputs and chance.random() < 0.9 else BEGIN
    source = template.replace("@NAME@", chance.choice(FUNCTIONS)).replace("@N@", str(chance.randint(1, 9)))
    if has_inputs and template is not BEGIN:
        earlier.append(source)
    return source
