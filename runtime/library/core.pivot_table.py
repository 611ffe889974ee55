"""Turns the values of one column into columns."""

import math
import statistics

_FUNCTIONS = {
    "sum": lambda values: math.fsum(values) if any(isinstance(value, float) for value in values) else sum(values),
    "mean": lambda values: math.fsum(values) / len(values),
    "median": statistics.median,
    "min": min,
    "max": max,
    "count": len,
    "first": lambda values: values[0],
}


def _label(value):
    return "(empty)" if value is None or value != value else value if isinstance(value, str) else str(value)


def pivot_table(
    table,
    rows: Column = "",
    columns: Column = "",
    values: Column = "",
    aggregate: Literal["sum", "mean", "median", "min", "max", "count", "first"] = "sum",
    fill: Literal["empty", "zero"] = "empty",
):
    """Turns the values of one column into columns: one row for each value of `rows`, one column for each value of `columns`.

    rows: the column whose values become the rows.
    columns: the column whose values become the columns.
    values: the column that fills the cells; not needed to count.
    aggregate: what to do where several rows meet in a cell.
    fill: what stands in cells where none do.
    """
    if not table:
        return []
    known = list(dict.fromkeys(name for row in table for name in row))
    wanted = {"rows": rows, "columns": columns} | ({} if aggregate == "count" and not values else {"values": values})
    for setting, name in wanted.items():
        if not name:
            raise ValueError(f"Choose the column for “{setting}”.")
        if name not in known:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
    lines, heads, cells = {}, {}, {}
    for number, row in enumerate(table, 1):
        line, head = _label(row.get(rows)), _label(row.get(columns))
        lines.setdefault(line, row.get(rows))
        heads.setdefault(head)
        value = row.get(values) if values else 1
        if value is None or value != value:
            continue
        if aggregate in ("sum", "mean", "median") and not isinstance(value, (int, float)):
            raise ValueError(f"Row {number}: {aggregate} needs numbers, but {values} is {value!r:.60}.")
        cells.setdefault((line, head), []).append(value)
    if rows in heads:
        raise ValueError(f"A value of “{columns}” is “{rows}”, like the column of the rows: rename that column first.")
    nothing = 0 if fill == "zero" else None
    return [
        {rows: value} | {head: _FUNCTIONS[aggregate](cells[line, head]) if (line, head) in cells else nothing for head in heads}
        for line, value in lines.items()
    ]
