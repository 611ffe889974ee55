"""The library as a whole: its list, its signatures, and the promise of its trusted nodes never to change an input."""

import ast
import copy
import inspect
import json
import re
import sys
import unittest

from conversation import KernelTest
from kernel_path import LIBRARY
from library_nodes import ENTRIES, LibraryTest, node, signature_of, source_of

from pythonflows_kernel.signature import Setting

ROWS = [{"k": "a", "n": 1, "x": 1.5, "l": [1]}, {"k": "b", "n": 2, "x": None, "l": [2]}, {"k": "a", "n": 3, "x": 2.5, "l": [3]}]
OTHER = [{"k": "a", "name": "Anna", "l": [9]}, {"k": "c", "name": "Carl", "l": []}]

CALLS = {
    "core.filter_rows": [([ROWS], {"condition": "n > 1 and (l.append(5) or True)"}), ([ROWS], {"condition": "row['l'].append(1) is None"})],
    "core.add_column": [
        ([ROWS], {"name": "new", "expression": "l.pop() + n"}),
        ([ROWS], {"name": "n", "expression": "sorted(row, reverse=True)"}),
    ],
    "core.sort_rows": [([ROWS], {"by": "n", "descending": True, "then_by": "k"})],
    "core.limit_rows": [([ROWS], {"count": 2}), ([ROWS], {"count": 1, "take": "last"}), ([ROWS], {"count": 2, "take": "random"})],
    "core.unique_rows": [([ROWS], {"by": "k"}), ([ROWS], {})],
    "core.fill_empty": [([ROWS], {"columns": "x", "method": "mean"}), ([ROWS], {"method": "drop row"}), ([ROWS], {"method": "previous"})],
    "core.select_columns": [
        ([ROWS], {"columns": "b = n\nk"}),
        ([ROWS], {"columns": "l", "mode": "remove"}),
        ([ROWS], {"columns": "m = n", "mode": "rename"}),
        ([ROWS], {}),
    ],
    "core.group_rows": [([ROWS], {"by": "k", "aggregations": "count\nsum(n)\nall = list(l)\nfirst(l)"})],
    "core.join_tables": [([ROWS, OTHER], {"on": "k", "how": "outer"}), ([ROWS, OTHER], {"on": "k", "how": "right"})],
    "core.concat_tables": [([ROWS, OTHER], {"source": "from"})],
    "core.pivot_table": [([ROWS], {"rows": "k", "columns": "n", "values": "x", "aggregate": "first"})],
    "core.sql": [([ROWS, OTHER], {"query": "DELETE FROM t2; UPDATE t1 SET n = 0; SELECT * FROM t1"})],
    "core.describe": [([ROWS], {})],
    "core.chart": [([ROWS], {"x": "k", "y": "n", "color": "x"})],
    "core.write_csv": [([ROWS], {"path": "out.csv"})],
}


def docstring_of(name: str) -> str:
    """What the node's function says of itself."""
    functions = [each for each in ast.parse(source_of(name)).body if isinstance(each, ast.FunctionDef)]
    return ast.get_docstring(functions[-1]) or ""


def choices_of(setting: Setting) -> str:
    """What a choice may be, as the guide says it: as JSON, the standard first, and no bar that would end the cell of a table."""
    if not setting.annotation.startswith("Literal["):
        return ""
    values = [json.dumps(value) for value in ast.literal_eval(setting.annotation.removeprefix("Literal"))]
    values.sort(key=lambda value: value != setting.standard)
    return f" ({' '.join(f'`{value}`' for value in values)})".replace("|", "\\|")


class List(unittest.TestCase):
    def test_every_file_has_its_entry_and_every_entry_its_file(self) -> None:
        self.assertEqual(sorted(path.name for path in LIBRARY.glob("*.py")), sorted(entry["file"] for entry in ENTRIES))
        self.assertEqual(len({entry["type"] for entry in ENTRIES}), len(ENTRIES))
        self.assertGreaterEqual(sum(entry["type"].startswith("core.") for entry in ENTRIES), 16)

    def test_the_guide_lists_every_type_with_its_inputs_and_settings(self) -> None:
        lines = (LIBRARY.parents[1] / "docs" / "user" / "library.md").read_text("utf-8").splitlines()
        told = [line.rpartition(" | ")[0] for line in lines if line.startswith("| `")]
        meant = []
        for type_ in (entry["type"] for entry in ENTRIES if entry["type"] != "python"):
            signature = signature_of(type_)
            inputs = ", ".join(f"`{'*' * port.is_variadic}{port.name}`" for port in signature.ports)
            settings = ", ".join(f"`{setting.name}`{choices_of(setting)}" for setting in signature.settings)
            meant.append(f"| `{type_}` | {inputs} | {settings}")
            self.assertEqual(signature.outputs, ("result",))
        self.assertEqual(told, meant)

    def test_entries_are_whole(self) -> None:
        for entry in ENTRIES:
            with self.subTest(entry["type"]):
                self.assertEqual(entry["file"], entry["type"] + ".py")
                self.assertTrue(entry["category"])
                self.assertIsInstance(entry["trusted"], bool)
                for language in ("en", "ja"):
                    self.assertTrue(entry["name"][language] and entry["keywords"][language])
                self.assertTrue(entry["help"]["ja"])
                self.assertEqual("packages" in entry, entry["type"].startswith("data."))
        for language in ("en", "ja"):
            names = [entry["name"][language] for entry in ENTRIES]
            self.assertEqual(len(set(names)), len(names))

    def test_help_in_japanese_tells_of_the_same_settings(self) -> None:
        def told(text: str) -> set[str]:
            names = re.findall(r"^([a-z_]+(?:, [a-z_]+)*): ", text, re.MULTILINE)
            return {name for group in names for name in group.split(", ")}

        for entry in ENTRIES:
            english = inspect.cleandoc(docstring_of(entry["type"]))
            self.assertEqual(told(entry["help"]["ja"]), told(english), entry["type"])

    def test_signatures(self) -> None:
        for entry in ENTRIES:
            with self.subTest(entry["type"]):
                signature = signature_of(entry["type"])
                self.assertTrue(signature.doc)
                self.assertEqual(signature.function, entry["type"].rpartition(".")[2] if "." in entry["type"] else "transform")
                for setting in signature.settings:
                    self.assertTrue(setting.annotation, setting.name)
                    self.assertIsNotNone(setting.standard, setting.name)
                    if entry["type"] != "python":
                        self.assertIn(setting.name, signature.doc)

    def test_core_nodes_import_the_standard_library_only(self) -> None:
        for entry in ENTRIES:
            tree = ast.parse(source_of(entry["type"]))
            imported = {alias.name.partition(".")[0] for item in ast.walk(tree) if isinstance(item, ast.Import) for alias in item.names}
            foreign = imported - set(sys.stdlib_module_names)
            if entry["type"].startswith("core."):
                self.assertEqual(foreign, set(), entry["type"])
            elif entry["type"].startswith("data."):
                self.assertEqual(foreign, set(entry["packages"]), entry["type"])


class Trusted(LibraryTest):
    def test_no_trusted_node_changes_its_inputs(self) -> None:
        with_inputs = {
            entry["type"]
            for entry in ENTRIES
            if entry["trusted"] and entry["type"].startswith("core.") and signature_of(entry["type"]).ports
        }
        self.assertEqual(with_inputs, CALLS.keys())
        for type_, calls in CALLS.items():
            for inputs, settings in calls:
                with self.subTest(type_, settings=settings):
                    given = copy.deepcopy(inputs)
                    result = node(type_)(*given, **settings)
                    self.assertEqual(given, inputs)
                    self.assertTrue(result)


class InTheKernel(KernelTest):
    def test_a_flow_of_shipped_nodes(self) -> None:
        self.talk.kernel.write_file("sales.csv", b"region,amount,date\nEast,10,2026-01-02\nWest,20,2026-01-03\nEast,5,2026-01-04\n")
        read = self.ok(source_of("core.read_csv"), None, {"path": "sales.csv"}, trusted=True).key
        rows = self.ok(source_of("core.filter_rows"), {"table": read}, {"condition": "amount > 5"}, trusted=True).key
        grouped = self.ok(
            source_of("core.group_rows"), {"table": rows}, {"by": "region", "aggregations": "total = sum(amount)"}, trusted=True
        ).key
        asked = self.ok(
            source_of("core.sql"),
            {"tables": [rows, grouped]},
            {"query": "select t1.date, total from t1 join t2 using (region) order by 1"},
            trusted=True,
        ).key
        self.assertEqual(self.talk.value(asked), [{"date": "2026-01-02", "total": 10}, {"date": "2026-01-03", "total": 20}])
        chart = self.ok(source_of("core.chart"), {"table": grouped}, {"kind": "bar"}, trusted=True).key
        self.assertEqual(self.talk.preview(chart)["kind"], "chart")

    def test_errors_of_shipped_nodes_are_sentences(self) -> None:
        error = self.failed(source_of("core.read_csv"), None, {"path": "gone.csv"}, trusted=True)
        self.assertEqual(error["message"], "There is no file “gone.csv” here. Add it, or choose another.")

    def test_written_table_becomes_a_file_of_the_flow(self) -> None:
        rows = self.ok("def f(): return [{'名前': '花子', 'n': 1}]").key
        ran = self.ok(source_of("core.write_csv"), {"table": rows}, {"path": "出力.csv", "encoding": "cp932"}, trusted=True)
        (written,) = ran.of("file_written")
        self.assertEqual(written["file"]["name"], "出力.csv")
        self.assertEqual(self.talk.buffers[self.talk.sent.index(written)]["file:出力.csv"], "名前,n\r\n花子,1\r\n".encode("cp932"))


if __name__ == "__main__":
    unittest.main()
