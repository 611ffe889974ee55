"""A table typed in."""

import csv
import json


def _value(text):
    """A cell as what it looks like: a number, true or false, nothing, or a text."""
    text = text.strip()
    if not text:
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    digits = text.lstrip("+-")
    is_code = len(digits) > 1 and digits[0] == "0" and digits[1].isdecimal()
    if is_code or not text.isascii() or "_" in text or not any(letter.isdecimal() for letter in text):
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _from_json(text):
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"The text is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    if isinstance(value, dict) and value and all(isinstance(items, list) for items in value.values()):
        lengths = {name: len(items) for name, items in value.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(
                f"The columns should be of one length, but they have {', '.join(f'{name} {length}' for name, length in lengths.items())}."
            )
        return [dict(zip(value, row)) for row in zip(*value.values())]
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("The JSON should be a list of objects, one for each row.")
    return rows


def table(
    text: Text = "name,amount\napple,3\norange,5\n",
    format: Literal["auto", "csv", "json"] = "auto",
):
    """A table typed in.

    The result is a list of rows, each a dict by column name.

    text: the table. As CSV the first line holds the columns' names and cells are divided by commas or tabs (as pasted from a spreadsheet);
        as JSON it is a list of objects.
    format: auto takes text that begins with [ or { as JSON.
    """
    content = text.strip("\n\r\ufeff")
    if not content.strip():
        return []
    if format == "json" or (format == "auto" and content.lstrip()[0] in "[{"):
        return _from_json(content)
    first = content.splitlines()[0]
    reader = csv.reader(content.splitlines(keepends=True), delimiter="\t" if "\t" in first else ",", skipinitialspace=True)
    names, rows = None, []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, 1)]
            if len(set(names)) < len(names):
                raise ValueError(f"The column “{next(name for name in names if names.count(name) > 1)}” is named twice.")
        elif len(cells) > len(names):
            raise ValueError(f"Line {reader.line_num} has {len(cells)} cells, but there are {len(names)} columns.")
        else:
            rows.append({name: _value(cells[index]) if index < len(cells) else None for index, name in enumerate(names)})
    return rows
