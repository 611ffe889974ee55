"""Reads a JSON file."""

import json


def read_json(path: File = "", part: str = "", lines: bool = False):
    """Reads a JSON file.

    The result is what the file holds: a list of objects is a table.

    path: the file. Add it to the flow first.
    part: where in the file the wanted part is, such as data.items or results.0.rows; empty for the whole.
    lines: for files with one JSON value on each line (JSON Lines).
    """
    if not path:
        raise ValueError("Choose the JSON file to read (path).")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file “{path}” here. Add it, or choose another.") from None
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        value = [json.loads(line) for line in text.splitlines() if line.strip()] if lines else json.loads(text)
    except json.JSONDecodeError as error:
        hint = " Does it hold one value on each line? Then turn on “lines”." if error.msg == "Extra data" and not lines else ""
        raise ValueError(f"“{path}” is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.{hint}") from None
    except UnicodeDecodeError:
        raise ValueError(f"“{path}” is no JSON: it is not written in UTF-8.") from None
    walked = []
    for step in part.split(".") if part else []:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            place = ".".join(walked) or "The file"
            there = (
                f" It has: {', '.join(list(value)[:20])}."
                if isinstance(value, dict)
                else f" It is a list of {len(value)}."
                if isinstance(value, list)
                else ""
            )
            raise ValueError(f"{place} has no “{step}”.{there}")
        walked.append(step)
    return value
