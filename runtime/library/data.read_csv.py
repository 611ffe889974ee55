"""Reads a CSV file as a pandas DataFrame."""

import pandas as pd


def read_csv(
    path: File = "",
    separator: Literal["auto", ",", "\t", ";", "|"] = "auto",
    encoding: Literal["utf-8", "utf-8-sig", "cp932", "euc_jp", "latin-1", "utf-16"] = "utf-8",
    header: bool = True,
    dates: str = "",
    index: Column = "",
):
    """Reads a CSV file as a pandas DataFrame.

    path: the file. Add it to the flow first. Compressed files (.gz, .zip) are read as they are.
    separator: what stands between two cells; auto finds it out.
    encoding: how the letters are stored.
    header: whether the first line holds the columns' names.
    dates: the columns to read as dates, with commas between them.
    index: the column to use as the index.
    """
    if not path:
        raise ValueError("Choose the CSV file to read (path).")
    options = {"sep": None, "engine": "python"} if separator == "auto" else {"sep": separator}
    try:
        frame = pd.read_csv(path, encoding=encoding, header=0 if header else None, **options)
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file “{path}” here. Add it, or choose another.") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"“{path}” is not written in {encoding} (byte {error.start}): choose another encoding.") from None
    if not header:
        frame.columns = [f"column_{number}" for number in range(1, len(frame.columns) + 1)]
    for name in [*filter(None, (name.strip() for name in dates.split(","))), *([index] if index else [])]:
        if name not in frame.columns:
            raise ValueError(f"The file has no column “{name}”. Its columns are: {', '.join(map(str, frame.columns[:30]))}.")
        if name in [item.strip() for item in dates.split(",")]:
            frame[name] = pd.to_datetime(frame[name])
    return frame.set_index(index) if index else frame
