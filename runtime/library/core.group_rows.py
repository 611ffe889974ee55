"""Groups rows and computes one row for each group."""

import math
import statistics

_FUNCTIONS = {
    "count": len,
    "sum": lambda values: math.fsum(values) if any(isinstance(value, float) for value in values) else sum(values),
    "mean": lambda values: math.fsum(values) / len(values) if values else None,
    "median": lambda values: statistics.median(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "std": lambda values: statistics.stdev(values) if len(values) > 1 else None,
    "first": lambda values: values[0] if values else None,
    "last": lambda values: values[-1] if values else None,
    "unique": lambda values: len(set(map(_key, values))),
    "list": list,
}
_OF_NUMBERS = ("sum", "mean", "median", "std")


def _key(value):
    """A cell as part of a dict's key; 1 and True, and lists of the same items, are told apart or not as people would."""
    if isinstance(value, float) and value != value:
        return ("empty",)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ("number", value)
    try:
        hash(value)
    except TypeError:
        return (type(value).__name__, repr(value))
    return (type(value).__name__, value)


def _aggregations(text, known):
    found = []
    for item in text.replace(";", "\n").splitlines():
        item = item.strip()
        if not item:
            continue
        new, equals, call = (part.strip() for part in item.partition("="))
        if not equals:
            new, call = "", item
        function, bracket, column = call.partition("(")
        function, column = function.strip(), column.strip()
        if function not in _FUNCTIONS or (bracket and not column.endswith(")")):
            raise ValueError(f"“{item}” is no aggregation: write sum(amount), or total = sum(amount). There are: {', '.join(_FUNCTIONS)}.")
        column = column[:-1].strip() if bracket else ""
        if not column and function != "count":
            raise ValueError(f"“{item}” needs a column: {function}(amount).")
        if column and known and column not in known:
            raise ValueError(f"The table has no column “{column}”. Its columns are: {', '.join(map(str, known[:30]))}.")
        found.append((new or (f"{function}_{column}" if column else "count"), function, column))
    return found


def _computed(rows, function, column):
    if not column:
        return len(rows)
    values = [row.get(column) for row in rows]
    values = [value for value in values if value is not None and value == value]
    if function in _OF_NUMBERS:
        for value in values:
            if not isinstance(value, (int, float)):
                raise ValueError(f"{function}({column}) needs numbers, but there is {value!r:.60}.")
    try:
        return _FUNCTIONS[function](values)
    except TypeError as error:
        raise ValueError(f"{function}({column}) cannot be computed: {error}.") from None


def group_rows(table, by: Column = "", aggregations: Text = "count"):
    """Groups the rows that have the same cells in some columns, and computes one row for each group.

    Groups come in the order in which they first appear. Empty cells are left out of every computation but a plain count.

    by: the column to group by, or several with commas between them; empty makes one group of all rows.
    aggregations: one a line, such as `count`, `sum(amount)` or `total = sum(amount)`. There are count, sum, mean, median, min, max, std,
        first, last, unique (how many different ones) and list.
    """
    known = list(dict.fromkeys(name for row in table for name in row))
    columns = [by.strip()] if by.strip() in known else [name.strip() for name in by.split(",") if name.strip()]
    for name in columns:
        if table and name not in known:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
    wanted = _aggregations(aggregations, known)
    names = columns + [name for name, _function, _column in wanted]
    if len(set(names)) < len(names):
        raise ValueError(f"Two columns would be named “{next(name for name in names if names.count(name) > 1)}”.")
    groups = {}
    for row in table:
        groups.setdefault(tuple(_key(row.get(name)) for name in columns), []).append(row)
    result = []
    for rows in groups.values():
        line = {name: rows[0].get(name) for name in columns}
        line.update((name, _computed(rows, function, column)) for name, function, column in wanted)
        result.append(line)
    return result
