"""Groups the rows of a DataFrame and computes one row for each group."""

import pandas as pd


def group_by(
    table,
    by: Column = "",
    values: Column = "",
    aggregate: Literal["mean", "sum", "count", "median", "min", "max", "std", "first", "last", "nunique", "size"] = "mean",
    sort: bool = True,
):
    """Groups the rows of a DataFrame and computes one row for each group.

    by: the column to group by, or several with commas between them.
    values: the columns to compute, with commas between them; empty takes all columns of numbers (all columns for count, first, last, nunique).
    aggregate: what to compute; size is the number of rows.
    sort: whether the groups come in order, rather than as they first appear.
    """
    frame = table if hasattr(table, "columns") else pd.DataFrame(table)

    def columns(text):
        names = [text.strip()] if text.strip() in frame.columns else [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in frame.columns:
                raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, frame.columns[:30]))}.")
        return names

    keys = columns(by)
    if not keys:
        raise ValueError("Choose the columns to group by.")
    groups = frame.groupby(keys, sort=sort, as_index=False, observed=True, dropna=False)
    if aggregate == "size":
        return groups.size()
    wanted = columns(values)
    if not wanted:
        numeric = aggregate not in ("count", "first", "last", "nunique", "min", "max")
        candidates = frame.select_dtypes("number").columns if numeric else frame.columns
        wanted = [name for name in candidates if name not in keys]
    if not wanted:
        raise ValueError(f"There is no column of numbers to compute the {aggregate} of.")
    return groups[wanted].agg(aggregate)
