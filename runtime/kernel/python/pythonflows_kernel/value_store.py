"""Keeps the results of calls by (key, port). What it keeps is its own: nobody else holds it, so nobody can change it.

A key stands for one call and is never used twice. Values of one call may share parts (aliases between two outputs); values of different
calls never do, as far as anyone can tell: copies are made with one memo for each key, so parts that a trusted node passed on
without a copy come out apart, as they would had it been given a copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .copying import Memo, deep_copy, is_plain


@dataclass
class StoredValue:
    """One output or display. `page_plan` is kept by the table preview."""

    value: Any
    page_plan: Any = None
    is_own: bool = True
    """False for a value that could not be copied: whoever made it may hold on to parts of it."""
    is_plain: bool = False
    """Whether it is known to be plain data, as far as its type and parts go (`copying.is_plain`)."""


class MissingValue(Exception):
    """The value was dropped, or never was."""


class ValueStore:
    """The values of this kernel."""

    def __init__(self) -> None:
        self._calls: dict[str, dict[str, StoredValue]] = {}

    def put(self, key: str, values: Mapping[str, Any], is_private: bool) -> None:
        """Stores the outputs of a call, with copies of its own unless `is_private` (nobody else will ever change them).

        A value that cannot be copied is stored as it is: it can be looked at, but no node can take it.
        """
        memo: Memo = {}
        call = self._calls.setdefault(key, {})
        for port, value in values.items():
            call[port] = StoredValue(value) if is_private else _copied_if_possible(value, memo)

    def get(self, key: str, port: str) -> StoredValue:
        """The stored value itself, to look at. Raises MissingValue."""
        try:
            return self._calls[key][port]
        except KeyError:
            raise MissingValue(f"{key}.{port}") from None

    def holds(self, key: str) -> bool:
        """Whether anything of this call is here."""
        return key in self._calls

    def is_plain(self, key: str, port: str) -> bool:
        """Whether this value is here and known to be plain data."""
        stored = self._calls.get(key, {}).get(port)
        return stored is not None and stored.is_plain

    def of_call(self, key: str) -> dict[str, Any]:
        """All values of a call by port, its displays among them: to look at."""
        return {port: stored.value for port, stored in self._calls.get(key, {}).items()}

    def uncopied(self, key: str) -> list[Any]:
        """Those of them that could not be copied."""
        return [stored.value for stored in self._calls.get(key, {}).values() if not stored.is_own]

    def drop(self, keys: Iterable[str]) -> None:
        """Forgets these calls; keys that are not held are no error."""
        for key in keys:
            self._calls.pop(key, None)

    def drop_ports(self, key: str, ports: Iterable[str]) -> None:
        """Forgets these values of a call and keeps its others."""
        call = self._calls.get(key, {})
        for port in ports:
            call.pop(port, None)

    def __len__(self) -> int:
        return sum(map(len, self._calls.values()))


def _copied_if_possible(value: Any, memo: Memo) -> StoredValue:
    before = dict(memo) if memo else None
    try:
        copied = deep_copy(value, memo)
        return StoredValue(copied, is_plain=is_plain(memo))
    except Exception:  # what cannot be copied says so when a node wants it
        memo.clear()
        if before is not None:
            memo.update(before)
        return StoredValue(value, is_own=False)
