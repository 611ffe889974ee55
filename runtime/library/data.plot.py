"""Draws a DataFrame with matplotlib."""

import io

import matplotlib.pyplot as plt
import pandas as pd


def plot(
    table,
    kind: Literal["line", "bar", "barh", "scatter", "hist", "box", "area", "pie"] = "line",
    x: Column = "",
    y: Column = "",
    title: str = "",
    width: float = 6.4,
    height: float = 4.0,
    grid: bool = True,
):
    """Draws a DataFrame with matplotlib. The result is the picture, as the bytes of a PNG file.

    kind: how to draw it.
    x: the column of the horizontal axis; empty takes the index.
    y: the columns to draw, with commas between them; empty takes all columns of numbers.
    title: stands above the picture.
    width, height: in inches, of 100 dots each.
    grid: whether there are lines to read values by.
    """
    frame = table if hasattr(table, "columns") else table.to_frame() if hasattr(table, "to_frame") else pd.DataFrame(table)
    names = [y.strip()] if y.strip() in frame.columns else [name.strip() for name in y.split(",") if name.strip()]
    for name in [*names, *([x] if x else [])]:
        if name not in frame.columns:
            raise ValueError(f"The table has no column “{name}”. Its columns are: {', '.join(map(str, frame.columns[:30]))}.")
    numeric = [name for name in frame.select_dtypes("number").columns if name != x]
    names = names or numeric
    if not names:
        raise ValueError("There is no column of numbers to draw.")
    figure, axes = plt.subplots(figsize=(width, height), dpi=100)
    try:
        if kind == "scatter":
            horizontal = x or next((name for name in numeric if name not in names[:1]), None)
            if horizontal is None:
                raise ValueError("A scatter plot needs two columns of numbers.")
            for name in [name for name in names if name != horizontal] or names:
                axes.scatter(frame[horizontal], frame[name], s=14, label=name)
            axes.set_xlabel(horizontal)
            axes.legend()
        elif kind in ("hist", "box"):
            frame[names].plot(kind=kind, ax=axes, **({"alpha": 0.7, "bins": 20} if kind == "hist" else {}))
        elif kind == "pie":
            (frame.set_index(x) if x else frame)[names[0]].plot(kind="pie", ax=axes)
            axes.set_ylabel("")
        else:
            frame.plot(kind=kind, x=x or None, y=names, ax=axes)
        if kind != "pie":
            axes.grid(grid, alpha=0.3)
        if title:
            axes.set_title(title)
        figure.tight_layout()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        return buffer.getvalue()
    finally:
        plt.close(figure)
