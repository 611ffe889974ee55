"""Reads a table from a CSV file."""

import csv
import datetime
import re

_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_TRUTH = {"true": True, "false": False}
_NOT_A_NUMBER = {"nan", "na", "n/a", "null", "none"}


def _decode(data, encoding, path):
    if encoding == "auto":
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        for name in ("utf-8-sig", "cp932"):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
        return data.decode("latin-1")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"“{path}” is not written in {encoding} (byte {error.start}): choose another encoding, or auto.") from None


def _guess_delimiter(text):
    lines = [line for line in text[:65536].splitlines()[:20] if line.strip()]
    if not lines:
        return ","

    def score(delimiter):
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(set(counts), key=counts.count)
        return (counts.count(common) if common > 1 else 0, common)

    return max((",", "\t", ";", "|"), key=score)


def _is_datetime(text):
    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return _DATETIME.fullmatch(text) is not None


def _is_date(text):
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None


def _reader_of(texts):
    """The function that turns the texts of one column into values."""
    filled = [text for text in texts if text]
    if not filled:
        return str
    if all(_INTEGER.fullmatch(text) for text in filled):
        return int
    if all(_FLOAT.fullmatch(text) or _INTEGER.fullmatch(text) or text.lower() in _NOT_A_NUMBER for text in filled) and any(
        _FLOAT.fullmatch(text) for text in filled
    ):
        # a number with zeros in front is a code, such as a postal code or a telephone number
        if any(re.fullmatch(r"[+-]?0[0-9]+", text) for text in filled):
            return str
        return lambda text: (
            None if text.lower() in _NOT_A_NUMBER else int(text) if _INTEGER.fullmatch(text) and not _has_fraction(filled) else float(text)
        )
    if all(text.lower() in _TRUTH for text in filled):
        return lambda text: _TRUTH[text.lower()]
    if all(_is_date(text) for text in filled):
        return datetime.date.fromisoformat
    if all(_is_datetime(text) for text in filled):
        return lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return str


def _has_fraction(texts):
    return any(not _INTEGER.fullmatch(text) and text.lower() not in _NOT_A_NUMBER for text in texts)


def _column_names(first):
    names = []
    for number, name in enumerate(first, 1):
        name = name.strip() or f"column_{number}"
        base, copy = name, 2
        while name in names:
            name, copy = f"{base}_{copy}", copy + 1
        names.append(name)
    return names


def read_csv(
    path: File = "",
    delimiter: Literal["auto", ",", "\t", ";", "|"] = "auto",
    encoding: Literal["auto", "utf-8", "utf-8-sig", "cp932", "euc_jp", "latin-1", "utf-16"] = "auto",
    header: bool = True,
    types: bool = True,
):
    """Reads a table from a CSV file.

    The result is a list of rows, each a dict by column name. Whole numbers, numbers, dates (2026-01-31), times and true/false are
    recognised when a whole column holds nothing else; empty cells become None. Numbers with zeros in front (codes) stay text.

    path: the file. Add it to the flow first.
    delimiter: what stands between two cells; auto looks at the first lines.
    encoding: how the letters are stored; auto knows UTF-8, UTF-16 and Shift_JIS (cp932, as Excel in Japan writes it).
    header: whether the first line holds the columns' names.
    types: turn it off to keep every cell as text.
    """
    if not path:
        raise ValueError("Choose the CSV file to read (path).")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise FileNotFoundError(f"The flow has no file “{path}”. Add it to the flow's files, or choose another.") from None
    text = _decode(data, encoding, path).removeprefix("\ufeff")
    if delimiter == "auto":
        delimiter = _guess_delimiter(text)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    lines = []
    try:
        for cells in reader:
            if cells:
                lines.append((reader.line_num, cells))
    except csv.Error as error:
        raise ValueError(f"“{path}”, line {reader.line_num}: {error}") from None
    if not lines:
        return []
    if header:
        names = _column_names(lines[0][1])
        lines = lines[1:]
    else:
        names = [f"column_{number}" for number in range(1, max(len(cells) for _line, cells in lines) + 1)]
    for line, cells in lines:
        if len(cells) > len(names):
            raise ValueError(
                f"“{path}”, line {line} has {len(cells)} cells, but there are {len(names)} columns. Is “{delimiter}” the delimiter?"
            )
    columns = []
    for index in range(len(names)):
        texts = [
            cells[index].strip() if types and index < len(cells) else cells[index] if index < len(cells) else "" for _line, cells in lines
        ]
        read = _reader_of(texts) if types else str
        if read is str and types:
            columns.append([cells[index] if index < len(cells) and cells[index] else None for _line, cells in lines])
        else:
            columns.append([read(text) if text else None for text in texts])
    return [dict(zip(names, row)) for row in zip(*columns)]
