"""Makes a table for the core nodes of a DataFrame."""

import pandas as pd


def to_rows(frame, index: bool = False):
    """Makes a list of rows, as the core nodes take it, of a pandas DataFrame. Missing cells become None, times become datetime values.

    index: whether the index becomes a column, too.
    """
    if not hasattr(frame, "columns"):
        frame = frame.to_frame()
    if index:
        frame = frame.reset_index()
    names = [name if isinstance(name, str) else str(name) for name in frame.columns]
    columns = []
    for place in range(len(names)):
        values = frame.iloc[:, place]
        empty = values.isna().tolist()
        cells = [
            value.to_pydatetime()
            if isinstance(value, pd.Timestamp)
            else value.to_pytimedelta()
            if isinstance(value, pd.Timedelta)
            else value
            for value in values.astype(object).tolist()
        ]
        columns.append([None if is_empty else cell for cell, is_empty in zip(cells, empty)])
    return [dict(zip(names, row)) for row in zip(*columns)]
