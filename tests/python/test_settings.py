"""Settings are coerced by their annotation; what does not fit is refused with a sentence that names the setting."""

import datetime
import decimal
import unittest
from typing import Any

from conversation import KernelTest


class Settings(KernelTest):
    def coerce(self, annotation: str, value: Any, default: str = "None", prelude: str = "") -> Any:
        return self.result_of(f"{prelude}\ndef f(x: {annotation} = {default}): return [x]\n", None, {"x": value})[0]

    def refuse(self, annotation: str, value: Any, default: str = "1", prelude: str = "") -> str:
        error = self.failed(f"{prelude}\ndef f(x: {annotation} = {default}): return [x]\n", None, {"x": value})
        self.assertEqual(error["kind"], "input")
        self.assertIn("“x”", error["message"])
        return error["message"]

    def same(self, result: Any, expected: Any) -> None:
        self.assertEqual((type(result), result), (type(expected), expected))

    def test_accepted(self) -> None:
        for annotation, value, expected in (
            ("float", 1, 1.0), ("float", 2.5, 2.5), ("float", "nan", None), ("float", "-inf", float("-inf")),
            ("int", 3, 3), ("int", 3.0, 3), ("int", 2**70, 2**70), ("bool", True, True), ("str", "a", "a"),
            ("Text", "a\nb", "a\nb"), ("Column", "c", "c"), ("File", "x.csv", "x.csv"), ("Secret", "s", "s"), ("Any", [1], [1]),
            ("Literal['a', 'b']", "b", "b"), ("Literal[1, 2]", 2.0, 2), ("Annotated[int, range(3)]", 7, 7), ("Annotated[float, range(3)]", 7, 7.0),
            ("int | None", None, None), ("int | None", 4, 4), ("float | int", 1, 1), ("int | float", 1.5, 1.5), ("float | None", 2, 2.0), ("int | str", "x", "x"),
            ("list[float]", [1, 2.5], [1.0, 2.5]), ("list", [1], [1]), ("dict[str, float]", {"a": 1}, {"a": 1.0}), ("tuple[int, str]", [1, "a"], (1, "a")), ("tuple[int, ...]", [1, 2], (1, 2)), ("tuple", [1], (1,)), ("set[int]", [1, 1], {1}),
            ("'float'", 1, 1.0), ("Unknown", 5, 5),
        ):  # fmt: skip
            with self.subTest(annotation=annotation, value=value):
                prelude = "from __future__ import annotations" if annotation == "Unknown" else ""
                result = self.coerce(annotation, value, prelude=prelude)
                if expected is None and value == "nan":
                    self.assertNotEqual(result, result)
                else:
                    self.same(result, expected)

    def test_richer_types(self) -> None:
        self.same(self.coerce("datetime.date", "2026-01-31", prelude="import datetime"), datetime.date(2026, 1, 31))
        self.same(self.coerce("datetime.datetime", "2026-01-31T08:30", prelude="import datetime"), datetime.datetime(2026, 1, 31, 8, 30))
        self.same(self.coerce("Decimal", "1.10", prelude="from decimal import Decimal"), decimal.Decimal("1.10"))
        self.assertEqual(
            self.result_of(
                "import enum\nclass C(enum.Enum):\n    RED = 'r'\n    BLUE = 'b'\ndef f(x: C = C.RED): return x.name", None, {"x": "BLUE"}
            ),
            "BLUE",
        )

    def test_refused(self) -> None:
        for annotation, value, wanted in (
            ("int", 1.5, "a whole number"), ("int", "1", "a whole number"), ("int", True, "a whole number"), ("int", None, "a whole number"),
            ("float", "1", "a number"), ("float", True, "a number"), ("float", 10**400, "not that large"), ("bool", 1, "true or false"), ("bool", "true", "true or false"),
            ("str", 1, "a text"), ("File", None, "a text"), ("Literal['a', 'b']", "c", "one of 'a', 'b'"), ("Literal[1]", True, "one of 1"), ("Literal[True]", 1, "one of True"),
            ("int | None", "x", "a whole number or null"), ("list[int]", 5, "a list"), ("list[int]", ["a"], "a whole number"), ("dict[str, int]", [1], "an object"), ("tuple[int, int]", [1], "a list of 2 values"),
        ):  # fmt: skip
            with self.subTest(annotation=annotation, value=value):
                self.assertIn(wanted, self.refuse(annotation, value))

    def test_without_annotation_the_default_tells(self) -> None:
        for default, value, expected in (
            ("1.5", 2, 2.0),
            ("1", 2, 2),
            ("1", 2.5, 2.5),
            ("'a'", 5, 5),
            ("None", 5, 5),
            ("len", 5, 5),
            ("-0.5", 1, 1.0),
        ):
            self.same(self.result_of(f"def f(x={default}): return x", None, {"x": value}), expected)

    def test_null_where_the_default_is_none(self) -> None:
        self.assertIsNone(self.coerce("int", None))

    def test_unknown_setting(self) -> None:
        self.assertIn("no setting “y”", self.failed("def f(x=1): return x", None, {"y": 1})["message"])

    def test_long_values_are_cut_in_the_sentence(self) -> None:
        self.assertLess(len(self.refuse("int", "x" * 100_000)), 200)


if __name__ == "__main__":
    unittest.main()
