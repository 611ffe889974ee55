"""The shipped nodes that work on tables, against values computed in other ways."""

import datetime
import math
import random
import sqlite3
import statistics
import unittest

from library_nodes import LibraryTest, node

NAN = float("nan")
SALES = [
    {"region": "East", "kind": "tea", "amount": 10, "price": 1.5},
    {"region": "West", "kind": "tea", "amount": 20, "price": 2.0},
    {"region": "East", "kind": "rice", "amount": 5, "price": None},
    {"region": None, "kind": "rice", "amount": 7, "price": 4.25},
]


def random_table(rng: random.Random, rows: int) -> list[dict]:
    return [
        {
            "k": rng.choice(["a", "b", "c", None]),
            "n": rng.choice([None, 1, 2, 3, -4]),
            "x": rng.choice([None, 0.5, 1.25, -3.75]),
            "t": rng.choice("pqr"),
        }
        for _ in range(rows)
    ]


def sqlite(query: str, **tables: list[dict]) -> list[dict]:
    connection = sqlite3.connect(":memory:")
    try:
        for name, rows in tables.items():
            columns = list(dict.fromkeys(key for row in rows for key in row))
            connection.execute(f"create table {name} ({', '.join(columns)})")
            connection.executemany(
                f"insert into {name} values ({', '.join('?' * len(columns))})", [[row.get(column) for column in columns] for row in rows]
            )
        cursor = connection.execute(query)
        return [dict(zip([item[0] for item in cursor.description], row, strict=True)) for row in cursor]
    finally:
        connection.close()


class FilterRows(LibraryTest):
    def test_conditions(self) -> None:
        keep = node("core.filter_rows")
        self.assertEqual(keep(SALES, "amount >= 7 and region == 'East'"), SALES[:1])
        self.assertEqual(keep(SALES, "region is None"), SALES[3:])
        self.assertEqual(keep(SALES, "price > 1.9"), [SALES[1], SALES[3]])
        self.assertEqual(keep(SALES, "number % 2 == 0"), [SALES[1], SALES[3]])
        self.assertEqual(keep(SALES, "row['amount'] in {5, 7}"), SALES[2:])
        self.assertEqual(keep(SALES, "re.match('t', kind) and len(region) == 4 and math.sqrt(amount) > 4"), SALES[1:2])
        self.assertEqual(keep(SALES, "any(c == 'e' for c in kind)"), SALES)
        self.assertEqual(keep([{"unit price": 1}, {"unit price": 3}], "row['unit price'] > 2"), [{"unit price": 3}])
        self.assertEqual(
            keep([{"d": datetime.date(2026, 1, 2)}], "d >= date(2026, 1, 1) and d.year == 2026"), [{"d": datetime.date(2026, 1, 2)}]
        )
        self.assertEqual(keep([{"合計": 1}, {"合計": 2}], "合計 > 1"), [{"合計": 2}])
        self.assertEqual(keep([], "gone > 1"), [])

    def test_empty_cells(self) -> None:
        self.assertEqual(node("core.filter_rows")(SALES, "price > 0"), [SALES[0], SALES[1], SALES[3]])
        self.refused("Row 3: the condition cannot be computed: TypeError", "core.filter_rows", SALES, "price > 0", empty="error")

    def test_refused(self) -> None:
        self.refused("no column “amuont”. Its columns are: region, kind, amount, price", "core.filter_rows", SALES, "amuont > 1")
        self.refused("cannot be read", "core.filter_rows", SALES, "amount >")
        self.refused("Write the condition", "core.filter_rows", SALES, "  ")
        self.refused("Row 1: the condition cannot be computed: ZeroDivisionError", "core.filter_rows", SALES, "1 / 0 > amount")
        self.refused("Row 1", "core.filter_rows", SALES, "kind > 3")
        for escape in ("().__class__", "region._x", "__import__('os')", "open('x')", "eval('1')", "lambda: 1", "kind.format.__globals__"):
            self.refused("", "core.filter_rows", SALES, escape)

    def test_against_sqlite(self) -> None:
        for seed in range(30):
            rows = random_table(random.Random(seed), 40)
            self.assertEqual(
                node("core.filter_rows")(rows, "n > 1 and k != 'a'"),
                sqlite("select * from t where n > 1 and (k != 'a' or k is null)", t=rows),
            )


class AddColumn(LibraryTest):
    def test_expressions(self) -> None:
        add = node("core.add_column")
        self.assertEqual([row["total"] for row in add(SALES, "total", "amount * price")], [15.0, 40.0, None, 29.75])
        self.assertEqual([row["amount"] for row in add(SALES, "amount", "amount + number")], [11, 22, 8, 11])
        self.assertEqual(
            [row["label"] for row in add(SALES, "label", "f'{kind.upper()}-{amount:03d}'")], ["TEA-010", "TEA-020", "RICE-005", "RICE-007"]
        )
        self.assertEqual([row["a b"] for row in add([{"x y": 2}], "a b", "row['x y'] ** 2")], [4])

    def test_refused(self) -> None:
        self.refused("Row 3", "core.add_column", SALES, "t", "amount * price", empty="error")
        self.refused("no column", "core.add_column", SALES, "t", "gone")
        self.refused("needs a name", "core.add_column", SALES, " ", "1")


class SortRows(LibraryTest):
    def test_order(self) -> None:
        sort = node("core.sort_rows")
        self.assertEqual([row["amount"] for row in sort(SALES, "amount")], [5, 7, 10, 20])
        self.assertEqual([row["amount"] for row in sort(SALES, "region", True)], [20, 10, 5, 7])
        self.assertEqual([row["amount"] for row in sort(SALES, "region", empty="first")], [7, 10, 5, 20])
        self.assertEqual([row["amount"] for row in sort(SALES, "kind", then_by="amount", then_descending=True)], [7, 5, 20, 10])
        self.assertEqual(
            [row["v"] for row in sort([{"v": value} for value in ("b", 2, None, datetime.date(2026, 1, 1), 1.5, NAN, "a", True)], "v")[:6]],
            [True, 1.5, 2, datetime.date(2026, 1, 1), "a", "b"],
        )
        self.assertEqual(sort([], ""), [])

    def test_stable_against_sorted(self) -> None:
        for seed in range(30):
            rows = [row | {"id": index} for index, row in enumerate(random_table(random.Random(seed), 50))]
            wanted = sorted((row for row in rows if row["n"] is not None), key=lambda row: -row["n"]) + [
                row for row in rows if row["n"] is None
            ]
            self.assertEqual(node("core.sort_rows")(rows, "n", True), wanted)

    def test_refused(self) -> None:
        self.refused("Choose", "core.sort_rows", SALES)
        self.refused("no column “x”", "core.sort_rows", SALES, "x")


class TakeRows(LibraryTest):
    def test_limit(self) -> None:
        limit = node("core.limit_rows")
        rows = [{"n": n} for n in range(10)]
        self.assertEqual([row["n"] for row in limit(rows, 3)], [0, 1, 2])
        self.assertEqual([row["n"] for row in limit(rows, 3, skip=8)], [8, 9])
        self.assertEqual([row["n"] for row in limit(rows, 3, "last")], [7, 8, 9])
        self.assertEqual([row["n"] for row in limit(rows, 3, "last", 2)], [5, 6, 7])
        self.assertEqual(limit(rows, 3, "last", 20), [])
        sample = [row["n"] for row in limit(rows, 4, "random", 5)]
        self.assertEqual((sample, len(sample)), (sorted(set(sample)), 4))
        self.assertTrue(all(number >= 5 for number in sample))
        self.assertEqual(len(limit(rows, 99, "random")), 10)
        self.refused("negative", "core.limit_rows", rows, -1)

    def test_unique(self) -> None:
        unique = node("core.unique_rows")
        rows = [
            {"a": 1, "b": "x"},
            {"a": 1.0, "b": "x"},
            {"a": True, "b": "x"},
            {"a": NAN, "b": [1]},
            {"a": NAN, "b": [1]},
            {"b": "x", "a": 1},
        ]
        self.assertEqual(unique(rows), [rows[0], rows[2], rows[3]])
        self.assertEqual(unique(SALES, "region"), [SALES[0], SALES[1], SALES[3]])
        self.assertEqual(unique(SALES, "region", "last"), SALES[1:])
        self.assertEqual(unique(SALES, "region, kind"), SALES)
        self.refused("no column", "core.unique_rows", SALES, "x")

    def test_fill_empty(self) -> None:
        fill = node("core.fill_empty")
        rows = [{"a": None, "b": 1}, {"a": 4}, {"a": NAN, "b": None}, {"a": 8, "b": 2}]
        self.assertEqual([row["a"] for row in fill(rows, "a", value="-1")], [-1, 4, -1, 8])
        self.assertEqual([row["a"] for row in fill(rows, "a", "previous")], [None, 4, 4, 8])
        self.assertEqual([row["a"] for row in fill(rows, "a", "next")], [4, 4, 8, 8])
        self.assertEqual([row["a"] for row in fill(rows, "a", "mean")], [6.0, 4, 6.0, 8])
        self.assertEqual([row["b"] for row in fill(rows, "", "median")], [1, 1.5, 1.5, 2])
        self.assertEqual(fill(rows, "", "drop row"), [rows[3]])
        self.assertEqual(fill(rows, "a", value="n/a")[0], {"a": "n/a", "b": 1})


class SelectColumns(LibraryTest):
    def test_modes(self) -> None:
        select = node("core.select_columns")
        self.assertEqual(select(SALES, "amount\nArea = region")[0], {"amount": 10, "Area": "East"})
        self.assertEqual(select(SALES, "price, kind", "remove")[0], {"region": "East", "amount": 10})
        self.assertEqual(list(select(SALES, "Area = region", "rename")[0]), ["Area", "kind", "amount", "price"])
        self.assertEqual(select([{"a=b": 1, "c": 2}], "a=b"), [{"a=b": 1}])
        self.assertEqual(select(SALES, ""), SALES)

    def test_refused(self) -> None:
        self.refused("no column “x”", "core.select_columns", SALES, "x")
        self.refused("Two columns", "core.select_columns", SALES, "kind\nkind = amount")
        self.refused("Two columns", "core.select_columns", SALES, "kind = amount", "rename")


class GroupRows(LibraryTest):
    def test_aggregations(self) -> None:
        result = node("core.group_rows")(
            SALES,
            "region",
            "count\nsum(amount)\nmean price = mean(price); max(amount)\nfirst(kind)\nlast(kind)\nunique(kind)\nlist(amount)\nmedian(amount)\nstd(amount)\ncount(price)\nmin(amount)",
        )
        self.assertEqual(
            result[0],
            {
                "region": "East",
                "count": 2,
                "sum_amount": 15,
                "mean price": 1.5,
                "max_amount": 10,
                "first_kind": "tea",
                "last_kind": "rice",
                "unique_kind": 2,
                "list_amount": [10, 5],
                "median_amount": 7.5,
                "std_amount": statistics.stdev([10, 5]),
                "count_price": 1,
                "min_amount": 5,
            },
        )
        self.assertEqual([row["region"] for row in result], ["East", "West", None])
        self.assertIsNone(result[1]["std_amount"])

    def test_one_group_of_all(self) -> None:
        self.assertEqual(node("core.group_rows")(SALES, "", "sum(amount)"), [{"sum_amount": 42}])
        self.assertEqual(node("core.group_rows")([], "", "count"), [])

    def test_against_sqlite(self) -> None:
        for seed in range(30):
            rows = random_table(random.Random(seed), 60)
            result = node("core.group_rows")(rows, "k, t", "count\ns = sum(x)\nm = mean(n)\nlo = min(x)\nd = unique(n)\nf = count(n)")
            wanted = sqlite(
                "select k, t, count(*) as count, sum(x) as s, avg(n) as m, min(x) as lo, count(distinct n) as d, count(n) as f from t group by k, t",
                t=rows,
            )
            wanted = {(row["k"], row["t"]): row for row in wanted}
            self.assertEqual(len(result), len(wanted))
            for row in result:
                other = wanted[row["k"], row["t"]]
                for name in ("count", "m", "lo", "d", "f"):
                    self.assertEqual(row[name], other[name], (seed, name))
                self.assertTrue(math.isclose(row["s"], other["s"] or 0, rel_tol=1e-12, abs_tol=1e-12))

    def test_sum_is_exact(self) -> None:
        self.assertEqual(node("core.group_rows")([{"x": 0.1}] * 10, "", "sum(x)"), [{"sum_x": 1.0}])
        self.assertEqual(node("core.group_rows")([{"x": 10**30}, {"x": 1}], "", "sum(x)"), [{"sum_x": 10**30 + 1}])

    def test_refused(self) -> None:
        self.refused("no column “x”", "core.group_rows", SALES, "x")
        self.refused("is no aggregation", "core.group_rows", SALES, "kind", "total")
        self.refused("needs a column", "core.group_rows", SALES, "kind", "sum")
        self.refused("needs numbers", "core.group_rows", SALES, "region", "sum(kind)")
        self.refused("no column “gone”", "core.group_rows", SALES, "kind", "sum(gone)")
        self.refused("Two columns", "core.group_rows", SALES, "kind", "kind = count")
        self.refused("cannot be computed", "core.group_rows", [{"a": 1}, {"a": "x"}], "", "max(a)")


class JoinTables(LibraryTest):
    def test_kinds_against_sqlite(self) -> None:
        queries = {
            "inner": "select l.*, r.y from l join r on l.k = r.k",
            "left": "select l.*, r.y from l left join r on l.k = r.k",
        }
        for seed in range(30):
            rng = random.Random(seed)
            left = [{"k": rng.choice("abc") if rng.random() < 0.8 else None, "i": index} for index in range(12)]
            right = [{"k": rng.choice("bcd") if rng.random() < 0.8 else None, "y": index} for index in range(8)]
            joined = {how: node("core.join_tables")(left, right, "k", how=how) for how in ("inner", "left", "right", "outer")}

            def key(row: dict) -> tuple:
                return (row["i"] is None, row["i"] or 0, row["y"] is None, row["y"] or 0)

            for how, query in queries.items():
                self.assertEqual(sorted(joined[how], key=key), sorted(sqlite(query, l=left, r=right), key=key), (seed, how))
            matched = {row["y"] for row in joined["inner"]}
            rest = [{"k": row["k"], "i": None, "y": row["y"]} for row in right if row["y"] not in matched]
            self.assertEqual(joined["right"], joined["inner"] + rest)
            self.assertEqual(joined["outer"], joined["left"] + rest)

    def test_names(self) -> None:
        join = node("core.join_tables")
        left, right = [{"id": 1, "name": "a"}], [{"key": 1, "name": "b", "id": 5}]
        self.assertEqual(join(left, right, "id", "key"), [{"id": 1, "name": "a", "name_right": "b", "id_right": 5}])
        self.assertEqual(join(left, right, "id", "key", suffix="2"), [{"id": 1, "name": "a", "name2": "b", "id2": 5}])
        self.assertEqual(join([{"a": 1, "b": 2}], [{"b": 2, "a": 1, "c": 3}]), [{"a": 1, "b": 2, "c": 3}])
        self.assertEqual(join([{"a": 1.0}], [{"a": 1, "c": 3}], "a"), [{"a": 1.0, "c": 3}])
        self.assertEqual(join([{"a": True}], [{"a": 1, "c": 3}], "a"), [])
        self.assertEqual(join([], [{"a": 1, "b": 2}], "a", how="right"), [{"a": 1, "b": 2}])
        self.assertEqual(join([{"a": 1, "b": 2}], [], "a", how="left"), [{"a": 1, "b": 2}])

    def test_refused(self) -> None:
        self.refused("no column in common", "core.join_tables", [{"a": 1}], [{"b": 1}])
        self.refused("The right table has no column “a”", "core.join_tables", [{"a": 1}], [{"b": 1}], "a")
        self.refused("1 columns to compare", "core.join_tables", [{"a": 1}], [{"b": 1, "c": 2}], "a", "b, c")
        self.refused("give a suffix", "core.join_tables", [{"a": 1, "x": 1}], [{"a": 1, "x": 2}], "a", suffix="")

    def test_concat(self) -> None:
        concat = node("core.concat_tables")
        self.assertEqual(concat([{"a": 1}], [{"b": 2}], source="t"), [{"t": 1, "a": 1, "b": None}, {"t": 2, "a": None, "b": 2}])
        self.assertEqual(concat(), [])
        self.refused("already a column", "core.concat_tables", [{"a": 1}], source="a")


class PivotTable(LibraryTest):
    def test_cells(self) -> None:
        pivot = node("core.pivot_table")
        self.assertEqual(
            pivot(SALES, "region", "kind", "amount"),
            [
                {"region": "East", "tea": 10, "rice": 5},
                {"region": "West", "tea": 20, "rice": None},
                {"region": None, "tea": None, "rice": 7},
            ],
        )
        self.assertEqual(
            pivot(SALES, "kind", "region", aggregate="count", fill="zero"),
            [{"kind": "tea", "East": 1, "West": 1, "(empty)": 0}, {"kind": "rice", "East": 1, "West": 0, "(empty)": 1}],
        )

    def test_against_sqlite(self) -> None:
        for seed in range(20):
            rows = random_table(random.Random(seed), 50)
            for aggregate, sql in (("sum", "sum"), ("mean", "avg"), ("min", "min"), ("max", "max"), ("count", "count")):
                result = node("core.pivot_table")(rows, "k", "t", "n", aggregate)
                wanted = {
                    (row["k"], row["t"]): row["v"]
                    for row in sqlite(f"select k, t, {sql}(n) as v from t where n is not null group by k, t", t=rows)
                }
                found = {(row["k"], name): value for row in result for name, value in row.items() if name != "k" and value is not None}
                self.assertEqual(found, wanted, (seed, aggregate))

    def test_refused(self) -> None:
        self.refused("Choose the column for “values”", "core.pivot_table", SALES, "region", "kind")
        self.refused("no column “x”", "core.pivot_table", SALES, "x", "kind", "amount")
        self.refused("needs numbers", "core.pivot_table", SALES, "region", "amount", "kind")


class Sql(LibraryTest):
    def test_queries(self) -> None:
        sql = node("core.sql")
        self.assertEqual(sql(SALES, query="select sum(amount) as s, count(price) c from t1"), [{"s": 42, "c": 3}])
        other = [{"region": "East", "boss": "Ito"}]
        self.assertEqual(
            sql(SALES, other, query="select boss, amount from t1 join t2 using (region) order by amount"),
            [{"boss": "Ito", "amount": 5}, {"boss": "Ito", "amount": 10}],
        )
        self.assertEqual(sql(SALES), SALES)
        self.assertEqual(
            sql(query="with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select i from n"),
            [{"i": 1}, {"i": 2}, {"i": 3}],
        )
        self.assertEqual(sql([{"a b": 1, "名": "x"}], query='select "a b" + 1 as v, 名 from t1'), [{"v": 2, "名": "x"}])
        self.assertEqual(
            sql([{"a": 1}], query="-- a; comment\ncreate view v as select a, 'x;y' as s from t1;\nselect * from v;\n"),
            [{"a": 1, "s": "x;y"}],
        )
        self.assertEqual(sql([{"a": 1}], query="select a, a from t1"), [{"a": 1, "a_2": 1}])
        self.assertEqual(sql([], query="select count(*) as n from t1"), [{"n": 0}])
        self.assertEqual(sql([{"a": 1}], query="delete from t1"), [])

    def test_cells(self) -> None:
        row = {
            "d": datetime.date(2026, 1, 2),
            "t": datetime.datetime(2026, 1, 2, 3, 4),
            "b": True,
            "big": 2**70,
            "l": [1, "漢"],
            "y": b"\0",
            "f": 0.1,
            "n": None,
        }
        self.assertEqual(
            node("core.sql")([row], query="select *, strftime('%Y', t) as year from t1"),
            [
                {
                    "d": "2026-01-02",
                    "t": "2026-01-02 03:04:00",
                    "b": 1,
                    "big": str(2**70),
                    "l": '[1, "漢"]',
                    "y": b"\0",
                    "f": 0.1,
                    "n": None,
                    "year": "2026",
                }
            ],
        )

    def test_refused(self) -> None:
        self.refused(
            "SQL: no such table: t3. The tables here are: t1 (region, kind, amount, price).", "core.sql", SALES, query="select * from t3"
        )
        self.refused("syntax error", "core.sql", SALES, query="selct 1")
        self.refused("the same to SQL", "core.sql", [{"a": 1, "A": 2}])
        self.refused("Write the SQL", "core.sql", SALES, query=" -- nothing\n")


class Describe(LibraryTest):
    def test_numbers(self) -> None:
        values = [3, 1, 4, 1, 5, 9, 2, 6]
        line = node("core.describe")([{"v": value} for value in values] + [{"v": None}, {"v": NAN}])[0]
        quartiles = statistics.quantiles(values, n=4, method="inclusive")
        self.assertEqual(
            (line["column"], line["type"], line["count"], line["empty"], line["unique"], line["top"], line["times"]),
            ("v", "int", 8, 2, 7, 1, 2),
        )
        self.assertEqual((line["min"], line["max"], line["median"]), (1, 9, statistics.median(values)))
        for name, wanted in (
            ("mean", statistics.fmean(values)),
            ("std", statistics.stdev(values)),
            ("q25", quartiles[0]),
            ("q75", quartiles[2]),
        ):
            self.assertTrue(math.isclose(line[name], wanted, rel_tol=1e-12), name)

    def test_other_columns(self) -> None:
        lines = node("core.describe")(
            [
                {"s": "b", "d": datetime.date(2026, 1, 2), "m": 1, "e": None, "l": [1]},
                {"s": "a", "d": datetime.date(2025, 1, 2), "m": "x", "e": None, "l": [1]},
            ]
        )
        self.assertEqual(
            [(line["column"], line["type"], line["min"], line["max"]) for line in lines],
            [
                ("s", "str", "a", "b"),
                ("d", "date", datetime.date(2025, 1, 2), datetime.date(2026, 1, 2)),
                ("m", "mixed", None, None),
                ("e", "empty", None, None),
                ("l", "list", None, None),
            ],
        )
        self.assertEqual(lines[4]["unique"], 1)
        self.assertEqual(node("core.describe")([]), [])

    def test_infinities(self) -> None:
        line = node("core.describe")([{"v": float("inf")}, {"v": 1.0}])[0]
        self.assertEqual((line["mean"], line["std"], line["max"]), (float("inf"), None, float("inf")))


class Chart(LibraryTest):
    def test_columns_are_chosen_by_what_they_hold(self) -> None:
        spec = node("core.chart")(SALES)
        self.assertEqual(
            (spec["mark"]["type"], spec["encoding"]["x"]["field"], spec["encoding"]["x"]["type"], spec["encoding"]["y"]["field"]),
            ("bar", "region", "nominal", "amount"),
        )
        self.assertEqual(spec["data"]["values"], [{"region": row["region"], "amount": row["amount"]} for row in SALES])
        spec = node("core.chart")(SALES, "scatter", color="kind")
        self.assertEqual(
            (spec["mark"]["type"], spec["encoding"]["x"]["field"], spec["encoding"]["y"]["field"], spec["encoding"]["color"]["field"]),
            ("point", "amount", "price", "kind"),
        )
        spec = node("core.chart")(SALES, "histogram")
        self.assertEqual((spec["encoding"]["x"]["bin"], spec["encoding"]["y"]["aggregate"]), (True, "count"))
        spec = node("core.chart")(SALES, "bar", "kind", "amount", aggregate="mean", title="T")
        self.assertEqual((spec["encoding"]["y"]["aggregate"], spec["title"]), ("mean", "T"))
        self.assertEqual(node("core.chart")(SALES, "bar", "kind", aggregate="count")["encoding"]["y"]["aggregate"], "count")

    def test_dates_and_odd_names(self) -> None:
        rows = [{"d": datetime.date(2026, 1, n), "a.b[c]": n, "f": float("inf")} for n in range(1, 4)]
        spec = node("core.chart")(rows, "line")
        self.assertEqual((spec["encoding"]["x"]["type"], spec["data"]["values"][0]), ("temporal", {"d": "2026-01-01", "a.b[c]": 1}))
        self.assertEqual((spec["encoding"]["y"]["field"], spec["encoding"]["y"]["title"]), ("a\\.b\\[c\\]", "a.b[c]"))
        self.assertEqual(node("core.chart")(rows, "area", "d", "f")["data"]["values"][0]["f"], None)

    def test_refused(self) -> None:
        self.refused("no rows", "core.chart", [])
        self.refused("no column “x”", "core.chart", SALES, x="x")
        self.refused("no column of numbers", "core.chart", [{"a": "x"}])
        self.refused("would be too much", "core.chart", [{"a": 1}] * 20_001)


if __name__ == "__main__":
    unittest.main()
