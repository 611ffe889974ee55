"""Keeps the rows of a DataFrame for which an expression is true."""

import pandas as pd


def query(table, condition: str = ""):
    """Keeps the rows of a DataFrame for which a condition is true.

    condition: as pandas' `query` takes it, such as `amount >= 100 and region == "East"`. Names with spaces stand in backquotes: `unit price` > 3.
    """
    if not condition.strip():
        raise ValueError("Write the condition that a row must meet, such as amount >= 100.")
    frame = table if hasattr(table, "columns") else pd.DataFrame(table)
    try:
        return frame.query(condition)
    except pd.errors.UndefinedVariableError as error:
        raise ValueError(f"{error}. The columns are: {', '.join(map(str, frame.columns[:30]))}.") from None
    except SyntaxError as error:
        raise ValueError(f"The condition cannot be read: {error.msg}.") from None
