"""Joins two DataFrames by columns that both have."""

import pandas as pd


def merge(
    left,
    right,
    on: Column = "",
    right_on: str = "",
    how: Literal["inner", "left", "right", "outer", "cross"] = "inner",
    suffix: str = "_right",
):
    """Joins two DataFrames by columns that both have.

    on: the column to compare, or several with commas between them; empty takes the columns that both have.
    right_on: their names in the right table, if they are others there.
    how: inner keeps only rows with a partner; left also the other rows of the left table, right those of the right, outer both; cross joins all with all.
    suffix: stands behind the names of right columns that the left table has too.
    """
    left = left if hasattr(left, "columns") else pd.DataFrame(left)
    right = right if hasattr(right, "columns") else pd.DataFrame(right)

    def columns(text, frame, side):
        names = [text.strip()] if text.strip() in frame.columns else [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in frame.columns:
                raise ValueError(f"The {side} table has no column “{name}”. Its columns are: {', '.join(map(str, frame.columns[:30]))}.")
        return names

    if how == "cross":
        return left.merge(right, how="cross", suffixes=("", suffix))
    left_on = columns(on, left, "left") or [name for name in left.columns if name in right.columns]
    if not left_on:
        raise ValueError("The tables have no column in common: choose the columns to compare (on, right_on).")
    others = columns(right_on, right, "right") or columns(",".join(left_on), right, "right")
    if len(left_on) != len(others):
        raise ValueError(f"There are {len(left_on)} columns to compare in the left table, but {len(others)} in the right one.")
    if left_on == others:
        return left.merge(right, on=left_on, how=how, suffixes=("", suffix))
    return left.merge(right, left_on=left_on, right_on=others, how=how, suffixes=("", suffix))
