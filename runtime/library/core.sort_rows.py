"""Puts the rows in order."""

import datetime


def _rank(value):
    """A key by which cells of any kinds can be compared: numbers, then dates, then texts, then the rest."""
    if isinstance(value, (bool, int, float)):
        return (0, value)
    if isinstance(value, datetime.datetime):
        return (1, value.replace(tzinfo=None) if value.tzinfo is None else value.astimezone(datetime.UTC).replace(tzinfo=None))
    if isinstance(value, datetime.date):
        return (1, datetime.datetime(value.year, value.month, value.day))
    return (2, value) if isinstance(value, str) else (3, str(value))


def _is_empty(value):
    return value is None or value != value


def sort_rows(
    table,
    by: Column = "",
    descending: bool = False,
    then_by: Column = "",
    then_descending: bool = False,
    empty: Literal["last", "first"] = "last",
):
    """Puts the rows in order.

    Rows that are equal keep their order. Capital and small letters are told apart.

    by: the column to sort by.
    descending: largest first.
    then_by, then_descending: the column that decides between rows that are equal in the first, and its order.
    empty: where rows with an empty cell go.
    """
    if not table:
        return []
    if not by.strip():
        raise ValueError("Choose the column to sort by.")
    known = list(dict.fromkeys(name for row in table for name in row))
    rows = list(table)
    for wanted, is_descending in ((then_by, then_descending), (by, descending)):
        name = wanted if wanted in known else wanted.strip()
        if not name:
            continue
        if name not in known:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
        filled = [row for row in rows if not _is_empty(row.get(name))]
        without = [row for row in rows if _is_empty(row.get(name))]
        filled.sort(key=lambda row: _rank(row[name]), reverse=is_descending)
        rows = without + filled if empty == "first" else filled + without
    return rows
