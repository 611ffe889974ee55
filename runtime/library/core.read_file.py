"""Fetches a file of the flow as bytes."""


def read_file(path: File = ""):
    """Fetches a file of the flow as it is, as bytes.

    A picture (PNG, JPEG, SVG, GIF, WebP) is shown as one.

    path: the file. Add it to the flow first.
    """
    if not path:
        raise ValueError("Choose the file to fetch (path).")
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file “{path}” here. Add it, or choose another.") from None
