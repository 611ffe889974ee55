"""Joins two tables by a column that both have."""


def _key(row, names):
    """The cells that must be equal, or None if one of them is empty: what is unknown equals nothing."""
    cells = []
    for name in names:
        value = row.get(name)
        if value is None or value != value:
            return None
        cells.append(value if not isinstance(value, bool) else ("bool", value))
    try:
        hash(tuple(cells))
    except TypeError:
        return tuple(map(repr, cells))
    return tuple(cells)


def _columns(table):
    return list(dict.fromkeys(name for row in table for name in row))


def _names(text, known, side):
    names = [text.strip()] if text.strip() in known else [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if known and name not in known:
            raise ValueError(f"The {side} table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
    return names


def join_tables(
    left,
    right,
    on: Column = "",
    right_on: str = "",
    how: Literal["inner", "left", "right", "outer"] = "inner",
    suffix: str = "_right",
):
    """Joins each row of the left table with the rows of the right table that have the same cells in some columns.

    Rows keep the left table's order. Empty cells match nothing.

    on: the column to compare, or several with commas between them; empty takes the columns that both tables have.
    right_on: their names in the right table, if they are others there.
    how: inner keeps only rows with a partner; left also the other rows of the left table, right those of the right, outer both.
    suffix: stands behind the names of right columns that the left table has too.
    """
    left_columns, right_columns = _columns(left), _columns(right)
    left_on = _names(on, left_columns, "left") or [name for name in left_columns if name in right_columns]
    others = _names(right_on, right_columns, "right") or _names(
        ",".join(left_on) if left_on != [on.strip()] else on, right_columns, "right"
    )
    if not left_on and left and right:
        raise ValueError("The tables have no column in common: choose the columns to compare (on, right_on).")
    if len(left_on) != len(others):
        raise ValueError(f"There are {len(left_on)} columns to compare in the left table, but {len(others)} in the right one.")
    compared = dict(zip(others, left_on))
    renamed = {}
    for name in right_columns:
        if name in compared:
            renamed[name] = compared[name]
            continue
        new = name
        while new in left_columns or new in renamed.values():
            if not suffix:
                raise ValueError(f"Both tables have a column “{name}”: give a suffix for the right one.")
            new += suffix
        renamed[name] = new
    kept = [name for name in right_columns if name not in compared]
    partners = {}
    for position, row in enumerate(right):
        key = _key(row, others)
        if key is not None:
            partners.setdefault(key, []).append(position)
    empty_right = {renamed[name]: None for name in kept}
    matched = set()
    result = []
    for row in left:
        base = {name: row.get(name) for name in left_columns}
        found = partners.get(_key(row, left_on), [])
        for position in found:
            matched.add(position)
            result.append(base | {renamed[name]: right[position].get(name) for name in kept})
        if not found and how in ("left", "outer"):
            result.append(base | empty_right)
    if how in ("right", "outer"):
        for position, row in enumerate(right):
            if position not in matched:
                result.append(dict.fromkeys(left_columns) | {renamed[name]: row.get(name) for name in right_columns})
    return result
