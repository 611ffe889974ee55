"""Reads a table from a CSV file."""

import csv
import datetime
import re

# Each pattern takes all filled cells of a column at once, a line each.
_INTEGERS = re.compile(r"(?:[+-]?(?:0|[1-9][0-9]*)\n)++")
_NUMBERS = re.compile(r"(?:[+-]?(?:[0-9]++\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\n)++")
_CODE = re.compile(r"^[+-]?0[0-9]+$", re.MULTILINE)
_TRUTHS = re.compile(r"(?:(?i:true|false)\n)++")
_DATES = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\n)++")
_TIMES = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?\n)++")
_NO_NUMBER = re.compile(r"^(?i:nan|na|n/a|null|none)$", re.MULTILINE)
_NO_NUMBERS = {"nan", "na", "n/a", "null", "none"}


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


def _read_time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def _reader_of(texts):
    """The function that turns each filled cell of a column into its value, or None if they are plain texts."""
    lines = "".join(f"{text}\n" for text in texts if text)
    if not lines or lines.count("\n") != sum(map(bool, texts)):
        return None
    if _TRUTHS.fullmatch(lines):
        return lambda text: text.lower() == "true"
    if _DATES.fullmatch(lines):
        return datetime.date.fromisoformat
    if _TIMES.fullmatch(lines):
        return _read_time
    has_gaps = _NO_NUMBER.search(lines) is not None
    if has_gaps:
        lines = re.sub("\n+", "\n", _NO_NUMBER.sub("", lines)).lstrip("\n")
    if _INTEGERS.fullmatch(lines):
        read = int
    elif _NUMBERS.fullmatch(lines) and not _CODE.search(lines):  # with zeros in front it is a code, such as a telephone number
        read = float
    else:
        return None
    return (lambda text: None if text.lower() in _NO_NUMBERS else read(text)) if has_gaps else read


def _values(cells, has_types):
    """The cells of one column as values; empty ones are None."""
    texts = [cell.strip() for cell in cells] if has_types else cells
    read = _reader_of(texts) if has_types else None
    if read is not None:
        try:
            return [read(text) if text else None for text in texts]
        except ValueError:  # a date that there is not, such as 2026-02-30, or more digits than Python takes
            pass
    return [cell if cell else None for cell in cells]


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
        raise FileNotFoundError(f"There is no file “{path}” here. Add it, or choose another.") from None
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
    width = len(names)
    full = [cells if len(cells) == width else cells + [""] * (width - len(cells)) for _line, cells in lines]
    columns = [_values(cells, types) for cells in zip(*full)] if full else []
    return [dict(zip(names, row)) for row in zip(*columns)]
