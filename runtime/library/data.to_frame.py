"""Makes a DataFrame of a table."""

import pandas as pd


def to_frame(table, index: Column = ""):
    """Makes a pandas DataFrame of a table of the core nodes (a list of rows).

    index: the column to use as the index.
    """
    frame = pd.DataFrame(table)
    if index and index not in frame.columns:
        raise ValueError(f"The table has no column “{index}”. Its columns are: {', '.join(map(str, frame.columns[:30]))}.")
    return frame.set_index(index) if index else frame
