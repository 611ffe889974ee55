"""Reads a text file."""


def read_text(
    path: File = "",
    encoding: Literal["auto", "utf-8", "cp932", "euc_jp", "latin-1", "utf-16"] = "auto",
    lines: bool = False,
):
    """Reads a text file.

    path: the file. Add it to the flow first.
    encoding: how the letters are stored; auto knows UTF-8, UTF-16 and Shift_JIS (cp932).
    lines: gives a table with one row for each line (number, text) instead of one text.
    """
    if not path:
        raise ValueError("Choose the text file to read (path).")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file “{path}” here. Add it, or choose another.") from None
    names = [encoding]
    if encoding == "auto":
        names = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp932", "latin-1"]
    for name in names:
        try:
            text = data.decode(name)
            break
        except UnicodeDecodeError as error:
            place = error.start
    else:
        raise ValueError(f"“{path}” is not written in {encoding} (byte {place}): choose another encoding, or auto.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not lines:
        return text
    return [{"number": number, "text": line} for number, line in enumerate(text.splitlines(), 1)]
