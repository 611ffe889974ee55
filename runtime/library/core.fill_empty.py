"""Fills empty cells."""

import statistics


def _filled(values, method, constant):
    empty = [value is None or value != value for value in values]
    if method in ("previous", "next"):
        ordered = list(values) if method == "previous" else list(reversed(values))
        flags = empty if method == "previous" else list(reversed(empty))
        last = None
        for place, is_empty in enumerate(flags):
            if is_empty:
                ordered[place] = last
            else:
                last = ordered[place]
        return ordered if method == "previous" else list(reversed(ordered))
    fill = constant
    if method in ("mean", "median"):
        numbers = [
            value
            for value, is_empty in zip(values, empty)
            if not is_empty and isinstance(value, (int, float)) and not isinstance(value, bool)
        ]
        fill = (statistics.fmean(numbers) if method == "mean" else statistics.median(numbers)) if numbers else None
    return [fill if is_empty else value for value, is_empty in zip(values, empty)]


def _constant(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def fill_empty(
    table, columns: Column = "", method: Literal["value", "previous", "next", "mean", "median", "drop row"] = "value", value: str = "0"
):
    """Fills empty cells, or leaves out the rows that have some.

    columns: the columns to fill, with commas between them; empty for all.
    method: a value, the previous or next filled cell, the column's mean or median, or drop the row.
    value: what to fill in (a number if it looks like one).
    """
    known = list(dict.fromkeys(name for row in table for name in row))
    names = [columns.strip()] if columns.strip() in known else [name.strip() for name in columns.split(",") if name.strip()] or known
    for name in names:
        if table and name not in known:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
    if method == "drop row":
        return [row for row in table if all(row.get(name) is not None and row[name] == row[name] for name in names)]
    filled = {name: _filled([row.get(name) for row in table], method, _constant(value)) for name in names}
    return [{name: filled[name][place] if name in filled else row.get(name) for name in known} for place, row in enumerate(table)]
