"""Tables of libraries, known by what they can do rather than by name: pandas' frames and series (2 and 3), polars, Arrow, numpy arrays."""

from collections.abc import Sequence
from typing import Any

from .. import limits
from .cells import cell, column_type
from .guard import is_of_library
from .tables import Column, TableView

_NUMPY_KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float", "M": "datetime", "m": "duration", "U": "text", "S": "bytes"}


class PandasView:
    """A frame with `columns` and `iloc`. Its index is shown when it says something: named, or no plain numbers."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.is_foreign = not is_of_library(frame)
        self._index_columns = _index_columns(frame.index)
        self.total = len(frame)
        self.columns: list[Column] = [(name, _column_type(values)) for name, values in self._index_columns]
        for position, name in enumerate(frame.columns):
            self.columns.append((_label(name), _column_type(frame.iloc[:, position])))

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        extra = len(self._index_columns)
        lists: list[list[Any]] = []
        for index in indexes:
            if index < extra:
                values = self._index_columns[index][1][offset : offset + limit]
            else:
                values = self._frame.iloc[offset : offset + limit, index - extra]
            lists.append([cell(value) for value in values.tolist()])
        return [list(row) for row in zip(*lists, strict=True)]


class SlicedView:
    """A frame with `columns` (names), `slice(offset, length)` and `to_dict`/`to_pydict` of lists: polars, Arrow."""

    def __init__(self, frame: Any, names: Sequence[str], read: Any) -> None:
        self._frame = frame
        self.is_foreign = not is_of_library(frame)
        self._names = [str(name) for name in names]
        self._read = read
        self.total = int(len(frame))
        sample = self._page(0, min(self.total, limits.PAGE_ROWS))
        self.columns: list[Column] = [(name, column_type(sample[name])) for name in self._names]

    def _page(self, offset: int, limit: int) -> dict[str, list[Any]]:
        return self._read(self._frame.slice(offset, limit))

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        found = self._page(offset, min(limit, max(self.total - offset, 0)))
        lists = [[cell(value) for value in found[self._names[index]]] for index in indexes]
        return [list(row) for row in zip(*lists, strict=True)]


class ArrayView:
    """A numpy array of one or two dimensions, or a structured one."""

    def __init__(self, array: Any) -> None:
        self._array = array
        self.is_foreign = not is_of_library(array)
        self._names = array.dtype.names
        self.total = int(array.shape[0])
        if self._names:
            self.columns: list[Column] = [(name, _array_type(array[name])) for name in self._names]
        elif array.ndim == 1:
            self.columns = [("value", _array_type(array))]
        else:
            kind = _array_type(array)
            self.columns = [(str(index), kind) for index in range(array.shape[1])]

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        part = self._array[offset : offset + limit]
        if self._names:
            lists = [_array_cells(part[self._names[index]]) for index in indexes]
        elif self._array.ndim == 1:
            lists = [_array_cells(part) for _index in indexes]
        else:
            lists = [_array_cells(part[:, index]) for index in indexes]
        return [list(row) for row in zip(*lists, strict=True)]


def foreign_table(value: Any) -> TableView | None:
    """A view of a library's table, or None. Calls the library's code: under guard."""
    kind = type(value)
    if hasattr(kind, "iloc") and hasattr(value, "index"):
        if hasattr(value, "columns"):
            return PandasView(value)
        if hasattr(kind, "to_frame"):
            name = getattr(value, "name", None)
            return PandasView(value.to_frame("value" if name is None else name))
    if hasattr(kind, "slice") and hasattr(kind, "to_pydict") and hasattr(value, "column_names"):
        return SlicedView(value, value.column_names, lambda part: part.to_pydict())
    if hasattr(kind, "slice") and hasattr(kind, "to_dict") and hasattr(kind, "columns") and hasattr(kind, "dtypes"):
        return SlicedView(value, value.columns, lambda part: part.to_dict(as_series=False))
    if _is_array(kind) and value.ndim in (1, 2) and (value.dtype.names is None or value.ndim == 1):
        return ArrayView(value) if value.ndim == 1 or 0 < value.shape[1] <= limits.TABLE_COLUMNS else None
    if hasattr(kind, "__dataframe__"):
        return _interchanged(value)
    return None


def _interchanged(value: Any) -> TableView | None:
    """Anything with the interchange protocol, through whichever library is there to read it."""
    try:
        from pandas.api.interchange import from_dataframe  # pyright: ignore[reportMissingImports]
    except ImportError:
        return None
    return PandasView(from_dataframe(value))


def _is_array(kind: type) -> bool:
    return any(base.__name__ == "ndarray" and base.__module__.partition(".")[0] == "numpy" for base in kind.__mro__)


def _index_columns(index: Any) -> list[tuple[str, Any]]:
    levels = getattr(index, "nlevels", 1)
    if levels > 1:
        return [
            (_label(name) if name is not None else f"level_{number}", index.get_level_values(number))
            for number, name in enumerate(index.names)
        ]
    if index.name is not None:
        return [(_label(index.name), index)]
    return [] if getattr(index.dtype, "kind", "O") in "iu" else [("index", index)]


def _label(name: Any) -> str:
    if isinstance(name, tuple):
        return " / ".join(str(part) for part in name if str(part) != "")
    return name if isinstance(name, str) else str(cell(name))


def _column_type(values: Any) -> str:
    """The type of a pandas column or index, by its dtype, or by its values if that says nothing."""
    dtype = values.dtype
    name = str(dtype).lower()
    if hasattr(dtype, "categories"):
        return _column_type(dtype.categories)
    if name.startswith(("string", "str")):
        return "text"
    if name.startswith("boolean"):
        return "bool"
    if name.startswith("datetime64"):
        return "datetime"
    if name.startswith("timedelta64"):
        return "duration"
    known = _NUMPY_KINDS.get(getattr(dtype, "kind", "O"))
    if known is not None:
        return known
    return column_type(list(values[: limits.TYPED_ROWS].tolist()))


def _array_type(array: Any) -> str:
    known = _NUMPY_KINDS.get(array.dtype.kind)
    return known if known is not None else column_type(list(array.reshape(-1)[: limits.TYPED_ROWS].tolist()))


def _array_cells(array: Any) -> list[Any]:
    if array.dtype.kind in "Mm":  # tolist() gives integers for nanoseconds
        return [None if text == "NaT" else text for text in array.astype(str).tolist()]
    return [cell(value) for value in array.tolist()]
