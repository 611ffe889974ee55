"""Values as bytes and back: one pickle (protocol 5) for all values of a call, large arrays beside it as they lie in memory.

    "PFV1" | length of the header | header (JSON) | pickle | array | array ...      each part begins at a multiple of 16

What a pickle may name is bounded on both sides: plain classes of the standard library, classes and functions of installed packages, and the
kernel's own drawn displays. Never anything of a node's source or of the flow's own modules: to take such an object in, a person's code would
have to run before a run was asked for. The bound is no fence (packages can do a lot), it is what keeps a restore from doing more than making
values; that the bytes are the ones that were saved is told by their hash, which the caller has checked.

Must not know: where the bytes are kept, keys, messages.
"""

import builtins
import importlib.util
import json
import math
import pickle
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType
from typing import Any

from . import limits
from .copying import deep_copy

Buffer = bytes | bytearray | memoryview

_MAGIC = b"PFV1"
_ALIGNMENT = 16
_ENCODER = json.JSONEncoder(separators=(",", ":"))
_SCALARS = frozenset({type(None), bool, int, float})
_NANS = (b"G\x7f\xf8\0\0\0\0\0\0", b"G\xff\xf8\0\0\0\0\0\0")

_STANDARD: Mapping[str, frozenset[str] | None] = {
    "builtins": frozenset({
        "bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "object", "range", "set", "slice", "str", "tuple",
    }),
    "functools": frozenset({"partial"}),
    "types": frozenset({"GenericAlias", "SimpleNamespace"}),
    **dict.fromkeys((
        "array", "calendar", "collections", "copyreg", "datetime", "decimal", "enum", "fractions", "ipaddress", "numbers", "pathlib", "random",
        "re", "statistics", "string", "time", "urllib.parse", "uuid", "xml.etree.ElementTree", "zoneinfo",
    )),
}  # fmt: skip
"""Modules of the standard library whose classes may be named, and which of them (None: all)."""

_FUNCTIONS = frozenset({
    ("array", "_array_reconstructor"), ("copyreg", "_reconstructor"), ("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__"), ("re", "_compile"),
})  # fmt: skip
"""Functions of the standard library with which its own classes are made again."""

_OWN = frozenset({"pythonflows_kernel.preview.Rendered", *(f"pythonflows_kernel.vocabulary.{name}" for name in ("Text", "Column", "File"))})
"""Of this package what can be a value. No Secret: what is saved may be written down."""
_CLOSED = frozenset(
    {"__main__", "_pyodide", "flow", "js", "micropip", "pyodide", "pyodide_js", "pythonflows_interpreter", "pythonflows_kernel"}
)


class CannotSave(Exception):
    """The value has no bytes that another kernel could take in. The argument names the type that stands in the way."""


class TooLarge(Exception):
    """More bytes than one call may have saved. The argument is how many they are at least."""


class CannotLoad(Exception):
    """These bytes do not become a value here."""


@dataclass
class Packed:
    """The bytes of a call's values in pieces, and the modules that must be there to take them in."""

    pieces: list[Buffer]
    size: int
    modules: list[str]


@dataclass(frozen=True)
class Most:
    """How many bytes one call may have, and how many of them may be objects that are pickled one by one."""

    bytes: int
    plain_bytes: int


SAVED = Most(limits.SAVED_BYTES, limits.SAVED_PLAIN_BYTES)


@dataclass
class _Found:
    """What a pickler meets on its way."""

    most: Most = SAVED
    pieces: list[Buffer] = field(default_factory=list)
    arrays: list[memoryview] = field(default_factory=list)
    modules: set[str] = field(default_factory=set)
    kinds: set[type] = field(default_factory=set)
    size: int = 0
    plain_size: int = 0

    def write(self, piece: Buffer) -> int:
        size = len(piece)
        self.pieces.append(piece)
        self._count(size)
        if size < limits.SAVED_BULK_BYTES:
            self.plain_size += size
            if self.plain_size > self.most.plain_bytes:
                raise TooLarge(self.plain_size)
        return size

    def take(self, buffer: pickle.PickleBuffer) -> None:
        array = buffer.raw()
        self.arrays.append(array)
        self._count(array.nbytes)

    def _count(self, size: int) -> None:
        self.size += size
        if self.size > self.most.bytes:
            raise TooLarge(self.size)


class _Pickler(pickle.Pickler):
    """Refuses what another kernel could not name. The plain types never come here, so a table of them costs nothing."""

    def __init__(self, found: _Found, owns: Callable[[str], bool]) -> None:
        super().__init__(found, 5, buffer_callback=found.take)
        self._found = found
        self._owns = owns

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if kind is FunctionType or kind is BuiltinFunctionType or issubclass(kind, type):
            self._check(obj.__module__, obj.__qualname__, obj)
        elif kind not in self._found.kinds:
            self._check(kind.__module__, kind.__qualname__, kind)
            self._found.kinds.add(kind)
        if kind.__module__.startswith("numpy") and getattr(getattr(obj, "dtype", None), "hasobject", False):
            self._check_cells(obj)
        if kind.__module__ == "zoneinfo" and obj.key is not None:
            return kind, (obj.key,)  # its own way goes through getattr
        return NotImplemented

    def _check(self, module: str | None, name: str, obj: Any) -> None:
        is_known = module is not None and module in sys.modules and may_name(module, name, obj)
        if not is_known or self._owns(getattr(sys.modules[str(module)], "__file__", None) or ""):
            raise CannotSave(name if isinstance(obj, type) else f"{type(obj).__name__} {name}")
        top = str(module).partition(".")[0]
        if top not in sys.stdlib_module_names and top != "pythonflows_kernel":
            self._found.modules.add(top)

    def _check_cells(self, array: Any) -> None:
        """Deep copies share such cells, so nobody has seen yet how deep they are nested, and in wasm the pickler would be the end of Python."""
        cells = array.ravel().tolist()
        for kind in set(map(type, cells)):
            if kind.__module__ != "builtins":
                self._check(kind.__module__, kind.__qualname__, kind)
        deep_copy(cells, {})


class _NanPickler(_Pickler):
    """Each NaN stays the object that it is: `x in rows` and `rows == rows` look at identity first. Slow, since it looks at every object."""

    def __init__(self, found: _Found, owns: Callable[[str], bool]) -> None:
        super().__init__(found, owns)
        self._numbers: dict[int, int] = {}
        self._kept: list[float] = []
        self._well_known = {id(nan): name for name, nan in well_known_nans().items()}

    def persistent_id(self, obj: Any) -> Any:
        if type(obj) is not float or obj == obj:
            return None
        if id(obj) in self._well_known:
            return self._well_known[id(obj)]
        if id(obj) not in self._numbers:
            self._numbers[id(obj)] = len(self._kept)
            self._kept.append(obj)
        return self._numbers[id(obj)]


class _Reader:
    """The bytes of a pickle where they lie: io.BytesIO would copy them first, and with them each large value once more."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size < 0 else min(len(self._data), self._at + size)
        piece = bytes(self._data[self._at : end])
        self._at = end
        return piece

    def readinto(self, target: Any) -> int:
        size = min(len(target), len(self._data) - self._at)
        target[:size] = self._data[self._at : self._at + size]
        self._at += size
        return size

    def readline(self) -> bytes:
        raise CannotLoad("a pickle of an early protocol")


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: _Reader, buffers: list[memoryview], owns: Callable[[str], bool]) -> None:
        super().__init__(file, buffers=buffers)
        self._owns = owns
        self._nans: dict[Any, float] = dict(well_known_nans())

    def persistent_load(self, pid: Any) -> Any:
        return self._nans.setdefault(pid, float("nan"))

    def find_class(self, module_name: str, global_name: str) -> Any:
        known = sys.modules.get(module_name)
        if known is None:
            spec = importlib.util.find_spec(module_name.partition(".")[0])
            origin = spec.origin if spec is not None else None
        else:
            origin = getattr(known, "__file__", None)
        if self._owns(origin or ""):
            raise CannotLoad(f"{module_name}.{global_name} is of the flow itself")
        if not may_name(module_name, global_name, None):
            raise CannotLoad(f"{module_name}.{global_name} may not be named")
        found = super().find_class(module_name, global_name)
        if not may_name(module_name, global_name, found):
            raise CannotLoad(f"{module_name}.{global_name} may not be named")
        return found


def may_name(module: str, name: str, obj: Any) -> bool:
    """Whether a pickle may name this; `obj` is what the name stands for, None while it is not known."""
    top = module.partition(".")[0]
    if top == "pythonflows_kernel":
        return f"{module}.{name}" in _OWN
    if top in _CLOSED:
        return False
    if top not in sys.stdlib_module_names:
        return True
    if (module, name) in _FUNCTIONS:
        return True
    if module == "builtins" and is_exception(name):
        return True
    if obj is not None and getattr(sys.modules.get(module), name, None) is not obj:
        return False  # it only says that it is from there
    place = next((known for known in (module, top) if known in _STANDARD), None)
    if place is None:
        return False
    names = _STANDARD[place]
    return (names is None or name in names) and (obj is None or isinstance(obj, type))


def is_exception(name: str) -> bool:
    """Whether this is the name of one of Python's own exceptions."""
    known = getattr(builtins, name, None)
    return isinstance(known, type) and issubclass(known, BaseException)


def well_known_nans() -> dict[str, float]:
    """Those that are one object everywhere."""
    nans = {"math": math.nan}
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        nans["numpy"] = numpy.nan
    return nans


def pack(values: Mapping[str, Any], owns: Callable[[str], bool], most: Most = SAVED) -> Packed:
    """The values as bytes; what they share stays shared. `owns` tells the flow's own files by their path. Raises CannotSave and TooLarge."""
    found = _pickled_scalars(values, most) if all(map(_is_small_scalar, values.values())) else _pickled(_Pickler, values, owns, most)
    if any(nan in piece for piece in found.pieces if isinstance(piece, bytes) for nan in _NANS):
        found = _pickled(_NanPickler, values, owns, most)
    packed = _with_header(found)
    if packed.size > most.bytes:
        raise TooLarge(packed.size)
    return packed


def _pickled(
    pickler: Callable[[_Found, Callable[[str], bool]], pickle.Pickler], values: Mapping[str, Any], owns: Callable[[str], bool], most: Most
) -> _Found:
    found = _Found(most)
    try:
        pickler(found, owns).dump(values)
    except (CannotSave, TooLarge):
        raise
    except Exception as error:  # a value's own code, and whatever pickle says of it
        kinds = ", ".join(sorted({type(value).__qualname__ for value in values.values()}))
        raise CannotSave(kinds) from error
    return found


def _is_small_scalar(value: Any) -> bool:
    kind = type(value)
    return kind in _SCALARS or (kind is str or kind is bytes) and len(value) < limits.SAVED_BULK_BYTES


def _pickled_scalars(values: Mapping[str, Any], most: Most) -> _Found:
    """The bytes that `_pickled` would make, at a quarter of its cost: most quick nodes return one number or one text, and these name nothing that would have to be checked."""
    found = _Found(most)
    found.write(pickle.dumps(values, 5))
    return found


def _with_header(found: _Found) -> Packed:
    modules = sorted(found.modules)
    pickled = sum(map(len, found.pieces))
    header: dict[str, Any] = {"pickle": pickled, "modules": modules}
    if found.arrays:
        header["arrays"] = [[array.nbytes, array.readonly] for array in found.arrays]
    text = _ENCODER.encode(header).encode()
    pieces: list[Buffer] = [_MAGIC + struct.pack("<I", len(text)) + text]
    size = len(pieces[0])
    parts: list[tuple[list[Buffer], int]] = [(found.pieces, pickled), *(([array], array.nbytes) for array in found.arrays)]
    for part, part_size in parts:
        gap = -size % _ALIGNMENT
        if gap:
            pieces.append(bytes(gap))
        pieces.extend(part)
        size += gap + part_size
    return Packed(pieces, size, modules)


def modules_of(data: Buffer) -> list[str]:
    """The modules that must be there before `unpack`. Raises CannotLoad."""
    return _header_of(data)[0]["modules"]


def unpack(data: bytearray, owns: Callable[[str], bool]) -> dict[str, Any]:
    """The values; arrays lie in `data` from now on, which therefore is nobody else's. Raises CannotLoad."""
    header, at = _header_of(data)
    whole = memoryview(data)
    parts: list[memoryview] = []
    for size, is_readonly in [(header["pickle"], True), *header.get("arrays", [])]:
        at += -at % _ALIGNMENT
        part = whole[at : at + size]
        at += size
        parts.append(part.toreadonly() if is_readonly else part)
    if at != len(data):
        raise CannotLoad("the parts do not fit the header")
    try:
        values = _Unpickler(_Reader(parts[0]), parts[1:], owns).load()
    except CannotLoad:
        raise
    except Exception as error:  # another version of a package, a package that is not there, damaged bytes
        raise CannotLoad(f"{type(error).__name__}: {error}") from error
    if not isinstance(values, dict):
        raise CannotLoad("no values of a call")
    return values


def _header_of(data: Buffer) -> tuple[dict[str, Any], int]:
    start = len(_MAGIC) + 4
    if bytes(data[: len(_MAGIC)]) != _MAGIC or len(data) < start:
        raise CannotLoad("no saved values")
    (length,) = struct.unpack("<I", data[len(_MAGIC) : start])
    try:
        header = json.loads(bytes(data[start : start + length]))
    except ValueError as error:
        raise CannotLoad("a damaged header") from error
    return header, start + length
