"""Writes a table into a CSV file of the flow."""

import csv
import datetime
import io
import json


def _text(value):
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def write_csv(
    table,
    path: str = "table.csv",
    delimiter: Literal[",", "\t", ";"] = ",",
    encoding: Literal["utf-8", "utf-8-sig", "cp932", "utf-16"] = "utf-8",
    header: bool = True,
):
    """Writes a table into a CSV file of the flow, from where it can be downloaded. The result is the table itself.

    path: the file's name.
    delimiter: what stands between two cells.
    encoding: utf-8-sig and cp932 open in Excel without questions; cp932 has no letters beyond Japanese and English.
    header: whether the first line holds the columns' names.
    """
    if not path.strip():
        raise ValueError("Give the file a name, such as table.csv.")
    names = list(dict.fromkeys(name for row in table for name in row))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    if header and names:
        writer.writerow(names)
    for row in table:
        writer.writerow([_text(row.get(name)) for name in names])
    try:
        data = buffer.getvalue().encode(encoding)
    except UnicodeEncodeError as error:
        raise ValueError(f"“{error.object[error.start]}” cannot be written in {encoding}: choose utf-8 or utf-8-sig.") from None
    with open(path, "wb") as file:
        file.write(data)
    return table
