"""Leaves out rows that occur more than once."""


def _key(value):
    if isinstance(value, float) and value != value:
        return ("empty",)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ("number", value)
    try:
        hash(value)
    except TypeError:
        return (type(value).__name__, repr(value))
    return (type(value).__name__, value)


def unique_rows(table, by: Column = "", keep: Literal["first", "last"] = "first"):
    """Leaves out rows that occur more than once.

    by: the column that tells rows apart, or several with commas between them; empty compares whole rows.
    keep: which of the equal rows stays.
    """
    known = list(dict.fromkeys(name for row in table for name in row))
    names = [by.strip()] if by.strip() in known else [name.strip() for name in by.split(",") if name.strip()]
    for name in names:
        if table and name not in known:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, known[:30]))}.")
    places = {}
    for place, row in enumerate(table):
        key = tuple(_key(row.get(name)) for name in names or known)
        if keep == "last" or key not in places:
            places[key] = place
    return [table[place] for place in sorted(places.values())]
