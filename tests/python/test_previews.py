"""Previews of every kind, bounded, and of values that mean harm."""

import base64
import json
import struct
import unittest
import zlib

from conversation import KernelTest

from pythonflows_kernel import limits


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x7f" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\x00\x11\x00\x21\x01\x01\x11\x00\xff\xd9"


class PreviewTest(KernelTest):
    def preview_of(self, expression: str, prelude: str = "", **page):
        self.ran = self.ok(f"{prelude}\ndef f(): return {expression}\n")
        return self.talk.preview(self.ran.key, **page)


class Text(PreviewTest):
    def test_scalars(self) -> None:
        for expression, text in (
            ("'漢字\\n2'", "漢字\n2"),
            ("12", "12"),
            ("1.5", "1.5"),
            ("True", "True"),
            ("None", "None"),
            ("1+2j", "(1+2j)"),
            ("float('nan')", "nan"),
            ("2**100", str(2**100)),
        ):
            self.assertEqual(self.preview_of(expression), {"kind": "text", "text": text})

    def test_long_text_is_cut(self) -> None:
        preview = self.preview_of("'x' * 10_000_000")
        self.assertEqual((len(preview["text"]), preview["truncated"]), (limits.TEXT_CHARACTERS, True))

    def test_huge_integer(self) -> None:
        self.assertIn("bits", self.preview_of("10 ** 1_000_000")["text"])

    def test_objects(self) -> None:
        self.assertEqual(
            self.preview_of("P(1, 'a')", "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: str\n")["text"],
            "P(x=1, y='a')",
        )
        self.assertEqual(self.preview_of("f")["text"].split(" at ")[0], "<function f")
        self.assertEqual(self.preview_of("range(10**9)")["text"], "range(0, 1000000000)")

    def test_hostile_reprs(self) -> None:
        cases = {
            "raise ValueError": "raises ValueError",
            "raise SystemExit": "raises SystemExit",
            "while True: pass": "takes too long",
            "import time; time.sleep(3600)": "takes too long",
            "from time import sleep; sleep(3600)": "takes too long",
            "return 5": "raises TypeError",
            "return repr(self)": "raises RecursionError",
            "return 'x' * 100_000_000": "xxxx",
        }
        for body, expected in cases.items():
            with self.subTest(body):
                preview = self.preview_of("A()", f"class A:\n    def __repr__(self):\n        {body}\n")
                self.assertIn(expected, preview["text"])
                self.assertLess(len(preview["text"]), limits.REPR_CHARACTERS + 100)

    def test_other_hostile_methods(self) -> None:
        for method in (
            "__getattribute__",
            "__getattr__",
            "__len__",
            "__iter__",
            "__bool__",
            "__eq__",
            "__hash__",
            "__str__",
            "_repr_html_",
            "_repr_mimebundle_",
            "_repr_png_",
            "__dataframe__",
            "shape",
            "iloc",
        ):
            with self.subTest(method):
                prelude = f"class A:\n    def {method}(self, *a, **k): raise SystemError('no')\n"
                self.assertEqual(self.preview_of("[A(), 1]", prelude)["kind"], "json")
                self.assertEqual(self.preview_of("A()", prelude)["kind"], "text")

    def test_hostile_inside_containers(self) -> None:
        prelude = "class A:\n    def __repr__(self): raise ValueError\n"
        self.assertEqual(self.preview_of("[{'a': A()}, {'a': 1}]", prelude)["rows"], [["<A object: its __repr__ raises ValueError>"], [1]])
        self.assertIn("raises ValueError", self.preview_of("{'k': {'l': [A()]}}", prelude)["value"]["k"]["l"][0])

    def test_hostile_frames_and_dataclasses(self) -> None:
        frame = "class A:\n    columns = ['a']\n    index = None\n    def __len__(self): return 1\n    @property\n    def iloc(self):\n        while True: pass\n    def __repr__(self): return 'me'\n"
        self.assertEqual(self.preview_of("A()", frame)["text"], "me")
        late = "class I:\n    name = None\n    nlevels = 1\n    dtype = type('D', (), {'kind': 'i'})\nclass A:\n    columns = []\n    index = I()\n    def __len__(self): return 5\n    iloc = None\n"
        self.assertEqual(self.preview_of("A()", late)["kind"], "table")
        fields = "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    def __getattribute__(self, name):\n        if name == 'x':\n            while True: pass\n        return object.__getattribute__(self, name)\n"
        self.assertEqual(self.preview_of("[P(1)]", fields)["kind"], "json")

    def test_class_that_claims_everything(self) -> None:
        preview = self.preview_of(
            "A()",
            "class A:\n    def __getattr__(self, name): return self\n    def __call__(self, *a, **k): return self\n    def __repr__(self): return 'me'\n",
        )
        self.assertEqual(preview, {"kind": "text", "text": "me"})

    def test_repr_of_a_huge_container_is_not_called(self) -> None:
        prelude = "import collections\nclass A(collections.deque):\n    def __repr__(self): raise KeyError\n"
        self.assertEqual(self.preview_of("A(range(200_000))", prelude)["text"], "<A of 200000 items>")


class Tree(PreviewTest):
    def test_lists_and_dicts(self) -> None:
        preview = self.preview_of("{'a': [1, 2.5, None, True, 'x', (1,)], 'b': {'c': {}}, 3: 'k'}")
        self.assertEqual(
            preview, {"kind": "json", "value": {"a": [1, 2.5, None, True, "x", [1]], "b": {"c": {}}, "3": "k"}, "truncated": False}
        )

    def test_leaves_follow_the_cell_rules(self) -> None:
        preview = self.preview_of(
            "[float('nan'), float('inf'), -float('inf'), 2**53, 2**53 - 1, datetime.date(2026, 1, 2), b'x']", "import datetime"
        )
        self.assertEqual(preview["value"], [None, "inf", "-inf", str(2**53), 2**53 - 1, "2026-01-02", "b'x'"])

    def test_bounds(self) -> None:
        wide = self.preview_of("list(range(100_000))")
        self.assertEqual((len(wide["value"]), wide["value"][-1], wide["truncated"]), (limits.TREE_ITEMS + 1, "…", True))
        deep = self.preview_of("x", "x = 1\nfor _ in range(500): x = [x]\n")
        self.assertTrue(deep["truncated"])
        bushy = self.preview_of("x", "x = [1] * 100\nfor _ in range(6): x = [x] * 100\n")
        self.assertLess(len(json.dumps(bushy)), 200_000)
        self.assertTrue(bushy["truncated"])
        cyclic = self.preview_of("x", "x = [1]\nx.append(x)\n")
        self.assertEqual(cyclic, {"kind": "json", "value": [1, "…"], "truncated": True})
        long = self.preview_of("['y' * 100_000]")
        self.assertTrue(long["truncated"])

    def test_collections(self) -> None:
        self.assertEqual(self.preview_of("collections.Counter('aab')", "import collections")["value"], {"a": 2, "b": 1})
        self.assertEqual(sorted(self.preview_of("{3, 1}")["value"]), [1, 3])
        self.assertEqual(self.preview_of("[]"), {"kind": "json", "value": [], "truncated": False})


class Table(PreviewTest):
    def test_records(self) -> None:
        preview = self.preview_of("[{'a': 1, 'b': 'x'}, {'b': None, 'c': 2.5}]")
        self.assertEqual(
            preview,
            {
                "kind": "table",
                "columns": [{"name": "a", "type": "int"}, {"name": "b", "type": "text"}, {"name": "c", "type": "float"}],
                "rows": [[1, "x", None], [None, None, 2.5]],
                "offset": 0,
                "total": 2,
                "width": 3,
            },
        )
        summary = self.ran.outputs[0]
        self.assertEqual((summary["shape"], summary["summary"], summary["type"]), ("2 × 3", "a, b, c", "list"))

    def test_every_column_type(self) -> None:
        prelude = "from datetime import *\nfrom decimal import Decimal\n"
        row = "{'int': 1, 'float': 1.5, 'bool': True, 'text': 't', 'datetime': datetime(2026, 1, 2, 3, 4, 5), 'date': date(2026, 1, 2), 'time': time(3, 4), 'duration': timedelta(days=1, seconds=3661, microseconds=500000), 'bytes': b'ab', 'object': [1, 2], 'object2': Decimal('1.10')}"
        preview = self.preview_of(f"[{row}]", prelude)
        self.assertEqual(
            [column["type"] for column in preview["columns"]],
            ["int", "float", "bool", "text", "datetime", "date", "time", "duration", "bytes", "object", "object"],
        )
        self.assertEqual(
            preview["rows"],
            [[1, 1.5, True, "t", "2026-01-02T03:04:05", "2026-01-02", "03:04:00", "P1DT1H1M1.5S", "b'ab'", "[1, 2]", "1.10"]],
        )

    def test_mixed_columns(self) -> None:
        preview = self.preview_of(
            "[{'a': 1, 'b': 1, 'c': None, 'd': True, 'e': float('nan'), 'f': float('nan')}, {'a': 2.5, 'b': 'x', 'c': None, 'd': 1, 'e': 1, 'f': 2.0}]"
        )
        self.assertEqual([column["type"] for column in preview["columns"]], ["float", "object", "object", "object", "int", "float"])
        self.assertEqual(preview["rows"][0], [1, 1, None, True, None, None])

    def test_cell_rules(self) -> None:
        preview = self.preview_of("[{'a': float('inf'), 'b': 2**60, 'c': 'x' * 100_000, 'd': list(range(100_000))}]")
        row = preview["rows"][0]
        self.assertEqual(row[:2], ["inf", str(2**60)])
        self.assertEqual(len(row[2]), limits.CELL_CHARACTERS + 1)
        self.assertLessEqual(len(row[3]), limits.CELL_NESTED_CHARACTERS)

    def test_pages(self) -> None:
        source = "[{'n': n, 'm': -n} for n in range(2500)]"
        preview = self.preview_of(source, offset=2490, limit=100)
        self.assertEqual((preview["rows"], preview["offset"], preview["total"]), ([[n, -n] for n in range(2490, 2500)], 2490, 2500))
        key = self.ran.key
        self.assertEqual(len(self.talk.preview(key, limit=10**9)["rows"]), limits.PAGE_ROWS)
        self.assertEqual(self.talk.preview(key, offset=10**9)["rows"], [])
        self.assertEqual(self.talk.preview(key, offset=-5, limit=-5)["rows"], [])
        self.assertEqual(
            self.talk.preview(key, limit=1, columns=["m", "gone", "n"]),
            {
                "kind": "table",
                "columns": [{"name": "m", "type": "int"}, {"name": "n", "type": "int"}],
                "rows": [[0, 0]],
                "offset": 0,
                "total": 2500,
                "width": 2,
            },
        )

    def test_many_columns(self) -> None:
        preview = self.preview_of("[{f'c{n}': n for n in range(3000)}] * 2000", limit=1000)
        self.assertEqual((len(preview["columns"]), preview["width"]), (limits.PAGE_COLUMNS, 3000))
        self.assertLessEqual(len(preview["rows"]) * len(preview["columns"]), limits.PAGE_CELLS)
        self.assertEqual(self.talk.preview(self.ran.key, columns=["c2999"], limit=1)["rows"], [[2999]])

    def test_dict_of_lists(self) -> None:
        preview = self.preview_of("{'a': [1, 2], 'b': ('x', None)}")
        self.assertEqual((preview["kind"], preview["rows"]), ("table", [[1, "x"], [2, None]]))
        self.assertEqual(self.preview_of("{'a': [1, 2], 'b': [1]}")["kind"], "json")
        self.assertEqual(self.preview_of("{'items': [{'a': 1}]}")["kind"], "json")

    def test_sqlite_rows_named_tuples_and_dataclasses(self) -> None:
        preview = self.preview_of(
            "rows()",
            "import sqlite3\ndef rows():\n    db = sqlite3.connect(':memory:')\n    db.row_factory = sqlite3.Row\n    return db.execute(\"select 1 as a, 'x' as b union select 2, null\").fetchall()\n",
        )
        self.assertEqual(
            (preview["columns"], preview["rows"]), ([{"name": "a", "type": "int"}, {"name": "b", "type": "text"}], [[1, "x"], [2, None]])
        )
        preview = self.preview_of("[P(1, 2), P(3, 4)]", "import collections\nP = collections.namedtuple('P', 'x y')\n")
        self.assertEqual((preview["columns"][1], preview["rows"]), ({"name": "y", "type": "int"}, [[1, 2], [3, 4]]))
        preview = self.preview_of("[P(1), P(2)]", "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n")
        self.assertEqual((preview["columns"], preview["rows"]), ([{"name": "x", "type": "int"}], [[1], [2]]))

    def test_frames_by_what_they_can_do(self) -> None:
        prelude = """
class Values(list):
    dtype = 'object'
    def tolist(self): return list(self)
    def __getitem__(self, key): return Values(list.__getitem__(self, key)) if isinstance(key, slice) else list.__getitem__(self, key)
class Locator:
    def __init__(self, frame): self.frame = frame
    def __getitem__(self, key):
        rows, column = key
        return Values(self.frame.data[column])[rows]
class Frame:
    def __init__(self, data): self.data = data; self.columns = ['a', 'b']
    index = type('Index', (), {'name': None, 'nlevels': 1, 'dtype': type('D', (), {'kind': 'i'})()})()
    def __len__(self): return len(self.data[0])
    @property
    def iloc(self): return Locator(self)
    def _repr_html_(self): return '<table>'
"""
        preview = self.preview_of("Frame([[1, 2, 3], ['x', 'y', None]])", prelude, offset=1)
        self.assertEqual(
            (preview["columns"], preview["rows"], preview["total"]),
            ([{"name": "a", "type": "int"}, {"name": "b", "type": "text"}], [[2, "y"], [3, None]], 3),
        )

    def test_polars_like_frames(self) -> None:
        prelude = """
class Frame:
    dtypes = []
    def __init__(self, data): self.data = data
    @property
    def columns(self): return list(self.data)
    def __len__(self): return 3
    def slice(self, offset, length): return Frame({name: items[offset:offset + length] for name, items in self.data.items()})
    def to_dict(self, as_series=True): return self.data
"""
        preview = self.preview_of("Frame({'a': [1, 2, 3], 'b': ['x', None, 'z']})", prelude, offset=1, limit=1)
        self.assertEqual(
            (preview["columns"], preview["rows"], preview["total"]),
            ([{"name": "a", "type": "int"}, {"name": "b", "type": "text"}], [[2, None]], 3),
        )


class Pictures(PreviewTest):
    def image_of(self, expression: str, prelude: str = ""):
        preview = self.preview_of(expression, prelude)
        self.assertEqual(preview["kind"], "image", preview)
        return preview["mime"], preview["width"], preview["height"], self.talk.buffers[-1][preview["bytes"]["$buffer"]]

    def test_bytes_of_pictures(self) -> None:
        data = png(7, 5)
        self.assertEqual(self.image_of(repr(data)), ("image/png", 7, 5, data))
        self.assertEqual(self.ran.outputs[0]["glimpse"]["width"], 7)
        self.assertEqual(self.image_of(repr(JPEG)), ("image/jpeg", 33, 17, JPEG))
        for text, size in (
            ("<svg width='30' height=\"20px\">", (30, 20)),
            ("<?xml version='1.0'?>\n<!-- c -->\n<svg viewBox='0 0 12 34'>", (12, 34)),
            ("<svg>", (0, 0)),
            ("<svg width='1in' height='72pt'>", (96, 96)),
            ("<svg width='x' height='1.2.3'>", (0, 0)),
        ):
            svg = text.encode()
            self.assertEqual(self.image_of(repr(svg)), ("image/svg+xml", *size, svg))
        gif = b"GIF89a\x03\x00\x04\x00" + b"\0" * 20
        self.assertEqual(self.image_of(f"bytearray({gif!r})"), ("image/gif", 3, 4, gif))

    def test_cut_pictures_do_no_harm(self) -> None:
        for data in (png(3, 3), JPEG, b"GIF89a\x03\x00\x04\x00", b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 20, b"<svg width='"):
            for length in range(len(data)):
                with self.subTest(data=data[:4], length=length):
                    self.assertIn(self.preview_of(repr(data[:length]))["kind"], ("image", "bytes"))

    def test_objects_with_pictures(self) -> None:
        data = png(2, 2)
        self.assertEqual(self.image_of("A()", f"class A:\n    def _repr_png_(self): return {data!r}\n")[0], "image/png")
        self.assertEqual(self.image_of("A()", f"class A:\n    def _repr_png_(self): return {base64.b64encode(data).decode()!r}\n")[3], data)
        self.assertEqual(
            self.image_of("A()", 'class A:\n    def _repr_svg_(self): return \'<svg width="4" height="5"/>\'\n')[:3],
            ("image/svg+xml", 4, 5),
        )
        self.assertEqual(self.image_of("A()", f"class A:\n    def _repr_jpeg_(self): return ({JPEG!r}, {{}})\n")[0], "image/jpeg")
        self.assertEqual(
            self.image_of(
                "A()",
                f"class A:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {{'text/html': 'x', 'image/png': {base64.b64encode(data).decode()!r}}}\n",
            )[3],
            data,
        )

    def test_a_displayed_picture(self) -> None:
        ran = self.ok(f"def f(): display({png(9, 8)!r})")
        self.assertEqual((ran.of("node_displayed")[0]["glimpse"]["width"], ran.of("node_displayed")[0]["glimpse"]["kind"]), (9, "image"))
        preview = self.talk.preview(ran.key, "display:0")
        self.assertEqual(self.talk.buffers[-1][preview["bytes"]["$buffer"]], png(9, 8))

    def test_plain_bytes(self) -> None:
        self.assertEqual(self.preview_of("b'\\x00\\xff' * 1000"), {"kind": "bytes", "size": 2000, "head": "00ff" * 128})
        self.assertEqual(self.preview_of("bytearray(b'ab')"), {"kind": "bytes", "size": 2, "head": "6162"})


class Rich(PreviewTest):
    def test_html(self) -> None:
        self.assertEqual(
            self.preview_of("A()", "class A:\n    def _repr_html_(self): return '<b>x</b>'\n"), {"kind": "html", "html": "<b>x</b>"}
        )
        self.assertEqual(self.preview_of("A()", "class A:\n    def _repr_html_(self): return None\n")["kind"], "text")
        self.assertEqual(self.preview_of("A()", "class A:\n    def _repr_html_(self): return 'x' * 100_000_000\n")["kind"], "text")
        self.assertEqual(self.preview_of("A", "class A:\n    def _repr_html_(self): return 'x'\n")["kind"], "text")

    def test_vega_lite(self) -> None:
        spec = "{'$schema': 'https://vega.github.io/schema/vega-lite/v%d.json', 'mark': 'bar', 'title': 'T', 'data': {'values': [{'a': float('nan'), 'b': datetime.date(2026, 1, 2)}]}}"
        preview = self.preview_of(spec % 6, "import datetime")
        self.assertEqual((preview["kind"], preview["mime"]), ("chart", "application/vnd.vegalite.v6+json"))
        self.assertEqual(preview["spec"]["data"]["values"], [{"a": None, "b": "2026-01-02"}])
        self.assertEqual(self.ran.outputs[0]["glimpse"]["text"], "bar, T")
        self.assertEqual(self.preview_of(spec % 5, "import datetime")["mime"], "application/vnd.vegalite.v5+json")
        altair = "class A:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'application/vnd.vegalite.v5+json': {'mark': 'line'}, 'text/plain': 'A'}\n"
        self.assertEqual(
            self.preview_of("A()", altair), {"kind": "chart", "mime": "application/vnd.vegalite.v5+json", "spec": {"mark": "line"}}
        )

    def test_other_schemas_are_trees(self) -> None:
        self.assertEqual(self.preview_of("{'$schema': 'https://json-schema.org/draft'}")["kind"], "json")

    def test_markdown(self) -> None:
        self.assertEqual(self.preview_of("A()", "class A:\n    def _repr_markdown_(self): return '# x'\n"), {"kind": "text", "text": "# x"})


class Summaries(PreviewTest):
    def test_glimpse_of_a_table_is_tiny(self) -> None:
        self.preview_of("[{f'column number {c} with a long name': 'y' * 1000 for c in range(50)}] * 1000")
        glimpse = self.ran.outputs[0]["glimpse"]
        self.assertEqual((len(glimpse["columns"]), len(glimpse["types"]), len(glimpse["rows"]), glimpse["total"]), (4, 4, 5, 1000))
        self.assertLess(len(json.dumps(self.ran.outputs)), 1500)

    def test_cells_of_a_glimpse_are_texts(self) -> None:
        self.preview_of("[{'a': None, 'b': True, 'c': 0.1 + 0.2, 'd': 12}]")
        self.assertEqual(self.ran.outputs[0]["glimpse"]["rows"], [["–", "true", "0.3", "12"]])

    def test_sizes_are_estimates_of_the_right_order(self) -> None:
        self.preview_of("[{'a': i, 'b': 'x' * 100} for i in range(10_000)]")
        self.assertTrue(2_000_000 < self.ran.outputs[0]["bytes"] < 6_000_000, self.ran.outputs[0]["bytes"])
        self.preview_of("b'x' * 1_000_000")
        self.assertTrue(1_000_000 <= self.ran.outputs[0]["bytes"] < 1_001_000)

    def test_shapes(self) -> None:
        for expression, shape in (
            ("[1, 2]", "2"),
            ("{'a': 1}", "1"),
            ("'abc'", "3"),
            ("5", ""),
            ("[{'a': 1}]", "1 × 1"),
            (repr(png(4, 3)), "4 × 3"),
            ("None", ""),
        ):
            self.preview_of(expression)
            self.assertEqual(self.ran.outputs[0]["shape"], shape, expression)

    def test_every_summary_is_one_line(self) -> None:
        for expression in ("'a\\nb'", "['a\\nb']", "A()", "{'a': 'b\\n'}"):
            self.preview_of(expression, "class A:\n    def __repr__(self): return 'x\\ny'\n")
            self.assertNotIn("\n", self.ran.outputs[0]["summary"])


if __name__ == "__main__":
    unittest.main()
