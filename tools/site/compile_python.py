"""Turns Python sources into the zips that the kernel starts from; runs inside Pyodide under Node, so that the byte code fits the interpreter that will read it.

The caller puts the sources into /in (stdlib.zip and the tree kernel/) and takes the results from /out. Half of a cold start is compiling the standard library,
which the npm package brings as source only.
"""

import importlib.util
import io
import marshal
import os
import zipfile

# The file's date in every entry, so that the same sources make the same bytes.
_DATE = (2020, 1, 1, 0, 0, 0)


# PEP 552: bit 0 says that the hash of the source follows, bit 1 (not set) that it is to be checked.
_UNCHECKED_HASH = (1).to_bytes(4, "little")


def _compiled(source: bytes, filename: str) -> bytes:
    """An unchecked hash-based .pyc: valid whatever the date of the source beside it."""
    code = compile(source, filename, "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _DATE), data, compress_type=zipfile.ZIP_DEFLATED, compresslevel=6)


def repack(files: dict[str, bytes], prefix: str, keep_sources: bool) -> bytes:
    """A zip with a .pyc for each module of `files`; `prefix` is where the zip will lie, for tracebacks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            data = files[name]
            if not name.endswith(".py"):
                _add(archive, name, data)
                continue
            try:
                _add(archive, name + "c", _compiled(data, f"{prefix}/{name}"))
            except SyntaxError:
                # Templates and files for other versions: kept as they are.
                _add(archive, name, data)
                continue
            if keep_sources:
                _add(archive, name, data)
    return out.getvalue()


def _read_zip(path: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def _read_tree(root: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, root)] = file.read()
    return found


os.makedirs("/out", exist_ok=True)
with open("/out/stdlib.zip", "wb") as _file:
    _file.write(repack(_read_zip("/in/stdlib.zip"), "/lib/python314.zip", keep_sources=False))
with open("/out/kernel.zip", "wb") as _file:
    _file.write(repack(_read_tree("/in/kernel"), "/lib/pythonflows.zip", keep_sources=True))
