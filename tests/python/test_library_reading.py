"""The shipped nodes that read and write files."""

import csv
import datetime
import io
import json
import random
import unittest
from pathlib import Path

from library_nodes import LibraryTest, node


class ReadCsv(LibraryTest):
    def read(self, text: str | bytes, **settings):
        return node("core.read_csv")(self.put("t.csv", text), **settings)

    def test_types(self) -> None:
        text = "i,f,b,d,t,s,code,e,m\n1,1.5,true,2026-01-02,2026-01-02T03:04:05Z,x,007,,1\n-2,2,False,2026-02-28,2026-01-02 03:04,y,012,,2.5\n,,,,,,,,\n"
        rows = self.read(text)
        self.assertEqual(
            rows[0],
            {
                "i": 1,
                "f": 1.5,
                "b": True,
                "d": datetime.date(2026, 1, 2),
                "t": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
                "s": "x",
                "code": "007",
                "e": None,
                "m": 1.0,
            },
        )
        self.assertEqual(
            [type(value) for value in rows[1].values()], [int, float, bool, datetime.date, datetime.datetime, str, str, type(None), float]
        )
        self.assertEqual(set(rows[2].values()), {None})

    def test_what_only_looks_like_a_type(self) -> None:
        self.assertEqual(
            self.read("a,b,c,d\n1_000,2026-13-01,nan,1e5\n2,2026-01-01,x,+3\n"),
            [{"a": "1_000", "b": "2026-13-01", "c": "nan", "d": 1e5}, {"a": "2", "b": "2026-01-01", "c": "x", "d": 3.0}],
        )
        self.assertEqual(self.read("a\n１２\n"), [{"a": "１２"}])
        self.assertEqual(self.read("a\nNaN\n1.5\n"), [{"a": None}, {"a": 1.5}])
        self.assertEqual(self.read("a\n99999999999999999999\n"), [{"a": 99999999999999999999}])

    def test_types_off(self) -> None:
        self.assertEqual(self.read("a,b\n1, x\n,2\n", types=False), [{"a": "1", "b": " x"}, {"a": None, "b": "2"}])

    def test_delimiters(self) -> None:
        for delimiter in ",\t;|":
            text = f'a{delimiter}b\n1{delimiter}"x{delimiter}y"\n'
            self.assertEqual(self.read(text), [{"a": 1, "b": f"x{delimiter}y"}])
            self.assertEqual(self.read(text, delimiter=delimiter), [{"a": 1, "b": f"x{delimiter}y"}])
        self.assertEqual(self.read("a;b\n1,5;2,5\n"), [{"a": "1,5", "b": "2,5"}])
        self.assertEqual(self.read("only\nx\n"), [{"only": "x"}])

    def test_encodings(self) -> None:
        text = "名前,都市\n花子,東京\n"
        wanted = [{"名前": "花子", "都市": "東京"}]
        for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
            self.assertEqual(self.read(text.encode(encoding)), wanted, encoding)
            self.assertEqual(self.read(text.encode(encoding), encoding=encoding), wanted, encoding)
        self.assertEqual(self.read(text.encode("euc_jp"), encoding="euc_jp"), wanted)
        self.put("j.csv", text.encode("cp932"))
        self.refused("is not written in utf-8", "core.read_csv", "j.csv", encoding="utf-8")

    def test_quoted_line_ends_and_commas(self) -> None:
        self.assertEqual(self.read('a,b\r\n"x, ""y""","line 1\nline 2"\r\n'), [{"a": 'x, "y"', "b": "line 1\nline 2"}])

    def test_header(self) -> None:
        self.assertEqual(self.read("1,2\n3,4\n", header=False), [{"column_1": 1, "column_2": 2}, {"column_1": 3, "column_2": 4}])
        self.assertEqual(list(self.read("a,,a\n1,2,3\n")[0]), ["a", "column_2", "a_2"])

    def test_ragged_lines(self) -> None:
        self.assertEqual(self.read("a,b\n1\n2,3\n"), [{"a": 1, "b": None}, {"a": 2, "b": 3}])
        self.put("r.csv", "a,b\n1,2\n1,2,3\n")
        self.refused("line 3 has 3 cells", "core.read_csv", "r.csv")

    def test_empty_files(self) -> None:
        self.assertEqual(self.read(""), [])
        self.assertEqual(self.read("a,b\n"), [])
        self.assertEqual(self.read("\n\n"), [])

    def test_missing_file(self) -> None:
        self.refused("no file “gone.csv”", "core.read_csv", "gone.csv")
        self.refused("Choose", "core.read_csv")

    def test_against_the_csv_module(self) -> None:
        for seed in range(50):
            rng = random.Random(seed)
            names = [f"n{index}" for index in range(rng.randrange(1, 6))]
            rows = [
                {name: "".join(rng.choice('ab,"; \n|漢') for _ in range(rng.randrange(1, 8))) + "z" for name in names}
                for _ in range(rng.randrange(1, 9))
            ]
            buffer = io.StringIO(newline="")
            writer = csv.DictWriter(buffer, names)
            writer.writeheader()
            writer.writerows(rows)
            self.assertEqual(self.read(buffer.getvalue(), delimiter=","), rows, seed)


class ReadOthers(LibraryTest):
    def test_json(self) -> None:
        read = node("core.read_json")
        value = {"data": {"items": [{"a": 1}, {"a": "漢"}]}}
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            self.assertEqual(read(self.put("a.json", json.dumps(value, ensure_ascii=False).encode(encoding))), value)
        self.assertEqual(read("a.json", part="data.items"), value["data"]["items"])
        self.assertEqual(read("a.json", part="data.items.1.a"), "漢")
        self.assertEqual(read(self.put("l.json", '{"a": 1}\n\n{"a": 2}\n'), lines=True), [{"a": 1}, {"a": 2}])
        self.refused("has no “gone”", "core.read_json", "a.json", part="data.gone")
        self.refused("It is a list of 2", "core.read_json", "a.json", part="data.items.7")
        self.put("bad.json", '{"a": 1,\n "b" 2}')
        self.refused("line 2, column 6", "core.read_json", "bad.json")
        self.refused("turn on “lines”", "core.read_json", "l.json")
        self.put("binary.json", b"\xff\xfe\xff")
        self.refused("is no JSON", "core.read_json", "binary.json")
        self.refused("no file", "core.read_json", "gone.json")

    def test_text(self) -> None:
        read = node("core.read_text")
        self.assertEqual(read(self.put("a.txt", "一\r\n二\n".encode("cp932"))), "一\n二\n")
        self.assertEqual(read("a.txt", lines=True), [{"number": 1, "text": "一"}, {"number": 2, "text": "二"}])
        self.assertEqual(read(self.put("b.txt", "\ufeffé".encode())), "é")
        self.assertEqual(read(self.put("c.txt", "x".encode("utf-16"))), "x")
        self.refused("is not written in utf-8", "core.read_text", "a.txt", encoding="utf-8")
        self.refused("no file", "core.read_text", "gone.txt")

    def test_file(self) -> None:
        self.assertEqual(node("core.read_file")(self.put("a.bin", b"\0\xff")), b"\0\xff")
        self.refused("no file", "core.read_file", "gone.bin")
        self.refused("Choose", "core.read_file")

    def test_table(self) -> None:
        table = node("core.table")
        self.assertEqual(table(), [{"name": "apple", "amount": 3}, {"name": "orange", "amount": 5}])
        self.assertEqual(table("a\tb\n1\tx y\n\n\tfalse\n"), [{"a": 1, "b": "x y"}, {"a": None, "b": False}])
        self.assertEqual(table("a, b\n007, 1.5\n-0.5, '1\n"), [{"a": "007", "b": 1.5}, {"a": -0.5, "b": "'1"}])
        self.assertEqual(table('[{"a": 1}, {"b": null}]'), [{"a": 1}, {"b": None}])
        self.assertEqual(table('{"a": [1, 2], "b": ["x", "y"]}'), [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])
        self.assertEqual(table('{"a": 1}'), [{"a": 1}])
        self.assertEqual(table("  \n"), [])
        self.assertEqual(table("[x],b\n1,2", format="csv"), [{"[x]": 1, "b": 2}])
        self.assertEqual(table("a\nnan\ninf\n1e3\n"), [{"a": "nan"}, {"a": "inf"}, {"a": 1000.0}])
        self.refused("named twice", "core.table", "a,a\n1,2")
        self.refused("Line 2 has 3 cells", "core.table", "a,b\n1,2,3")
        self.refused("is no JSON", "core.table", "[1,")
        self.refused("list of objects", "core.table", "[1, 2]")
        self.refused("one length", "core.table", '{"a": [1], "b": []}')


class WriteCsv(LibraryTest):
    def test_what_is_written_can_be_read(self) -> None:
        rows = [
            {"a": 1, "b": 1.25, "c": 'x,\n"y"', "d": datetime.date(2026, 1, 2), "e": True, "f": None},
            {"a": 2, "b": 0.1, "c": "漢", "d": datetime.date(2026, 1, 3), "e": False, "f": None},
        ]
        for settings in (
            {},
            {"delimiter": ";"},
            {"encoding": "utf-8-sig"},
            {"encoding": "cp932", "delimiter": "\t"},
            {"encoding": "utf-16"},
        ):
            with self.subTest(settings):
                self.assertIs(node("core.write_csv")(rows, "o.csv", **settings), rows)
                self.assertEqual(node("core.read_csv")("o.csv"), rows)

    def test_other_cells(self) -> None:
        node("core.write_csv")([{"a": [1, "x"], "b": float("nan")}, {"c": 1e300}], "o.csv", header=False)
        self.assertEqual(Path("o.csv").read_bytes(), b'"[1, ""x""]",,\r\n,,1e+300\r\n')
        node("core.write_csv")([], "o.csv")
        self.assertEqual(Path("o.csv").read_bytes(), b"")

    def test_refused(self) -> None:
        self.refused("“😀” cannot be written in cp932", "core.write_csv", [{"a": "😀"}], "o.csv", encoding="cp932")
        self.refused("a name", "core.write_csv", [], " ")


if __name__ == "__main__":
    unittest.main()
