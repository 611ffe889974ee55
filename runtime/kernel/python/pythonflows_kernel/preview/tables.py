"""Tables: what counts as one, its columns with their types, and pages of it."""

import dataclasses
import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any, Protocol

from .. import limits
from .cells import cell, column_type

Column = tuple[str, str]


class TableView(Protocol):
    """A table seen through columns and pages. Made once for a value and kept beside it."""

    @property
    def columns(self) -> list[Column]:
        """Name and type of each column."""
        ...

    @property
    def total(self) -> int:
        """Rows."""
        ...

    @property
    def is_foreign(self) -> bool:
        """Whether looking at it runs code that is neither ours nor a well-known library's."""
        ...

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        """Cells of the rows from `offset`, of the columns at `indexes`."""
        ...


class RecordsView:
    """A list of dicts: the columns are all keys, in the order in which they first appear."""

    is_foreign = False

    def __init__(self, value: list[dict[Any, Any]]) -> None:
        self._value = value
        self._keys = list(dict.fromkeys(chain.from_iterable(value)))
        sample = value[: max(min(limits.TYPED_ROWS, limits.TYPED_CELLS // max(len(self._keys), 1)), 1)]
        self.columns: list[Column] = [(_name(key), column_type([row.get(key) for row in sample])) for key in self._keys]
        self.total = len(value)

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        keys = [self._keys[index] for index in indexes]
        return [[cell(row.get(key)) for key in keys] for row in self._value[offset : offset + limit]]


class SequencesView:
    """A list of sequences of one length with names: sqlite3 rows, named tuples."""

    is_foreign = False

    def __init__(self, value: list[Any], names: Sequence[str]) -> None:
        self._value = value
        sample = value[: limits.TYPED_ROWS]
        self.columns: list[Column] = [(_name(name), column_type([row[index] for row in sample])) for index, name in enumerate(names)]
        self.total = len(value)

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        return [[cell(row[index]) for index in indexes] for row in self._value[offset : offset + limit]]


class ObjectsView:
    """A list of objects of one dataclass."""

    is_foreign = True

    def __init__(self, value: list[Any], names: Sequence[str]) -> None:
        self._value = value
        self._names = names
        sample = value[: limits.TYPED_ROWS]
        self.columns: list[Column] = [(name, column_type([getattr(item, name, None) for item in sample])) for name in names]
        self.total = len(value)

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        names = [self._names[index] for index in indexes]
        return [[cell(getattr(item, name, None)) for name in names] for item in self._value[offset : offset + limit]]


class ColumnsView:
    """A dict of lists of one length."""

    is_foreign = False

    def __init__(self, value: dict[Any, Sequence[Any]]) -> None:
        self._lists = list(value.values())
        self.columns: list[Column] = [(_name(key), column_type(list(items[: limits.TYPED_ROWS]))) for key, items in value.items()]
        self.total = len(self._lists[0])

    def rows(self, offset: int, limit: int, indexes: Sequence[int]) -> list[list[Any]]:
        lists = [self._lists[index][offset : offset + limit] for index in indexes]
        return [[cell(value) for value in row] for row in zip(*lists, strict=True)] if lists else []


def plain_table(value: Any) -> TableView | None:
    """A view of a table made of plain Python data, or None."""
    if type(value) is list and value:
        return _list_table(value)
    if type(value) is dict and value:
        return _dict_table(value)
    return None


def _list_table(value: list[Any]) -> TableView | None:
    kinds = set(map(type, value))
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind is dict:
        view = RecordsView(value)
        return view if 0 < len(view.columns) <= limits.TABLE_COLUMNS else None
    if kind is sqlite3.Row:
        names = value[0].keys()
        return SequencesView(value, names) if all(len(row) == len(names) for row in value) else None
    fields = getattr(kind, "_fields", None)
    if issubclass(kind, tuple) and isinstance(fields, tuple) and fields and all(isinstance(name, str) for name in fields):
        return SequencesView(value, fields)
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
        return ObjectsView(value, names) if names else None
    return None


def _dict_table(value: dict[Any, Any]) -> TableView | None:
    if len(value) > limits.TABLE_COLUMNS or not all(type(items) in (list, tuple) for items in value.values()):
        return None
    lengths = {len(items) for items in value.values()}
    if len(lengths) != 1 or not all(type(key) is str for key in value):
        return None
    nested = (dict, list, tuple, set)
    if any(type(item) in nested for items in value.values() for item in items[:100]):
        return None
    return ColumnsView(value)


def page(view: TableView, offset: int, limit: int, columns: Sequence[str] | None) -> dict[str, Any]:
    """One page as the protocol's table preview. Of `columns` those that there are, in the order asked for."""
    all_columns = view.columns
    if columns is None:
        indexes = list(range(min(len(all_columns), limits.PAGE_COLUMNS)))
    else:
        places = {name: index for index, (name, _kind) in reversed(list(enumerate(all_columns)))}
        indexes = [places[name] for name in columns if name in places]
    offset = min(max(offset, 0), view.total)
    limit = max(0, min(limit, limits.PAGE_ROWS, limits.PAGE_CELLS // max(len(indexes), 1)))
    return {
        "kind": "table",
        "columns": [{"name": all_columns[index][0], "type": all_columns[index][1]} for index in indexes],
        "rows": view.rows(offset, limit, indexes),
        "offset": offset,
        "total": view.total,
        "width": len(all_columns),
    }


def _name(key: Any) -> str:
    return key if type(key) is str else str(cell(key))
