"""Deep copies as `copy.deepcopy` makes them, much faster for plain data: tables as lists of dicts are copied row by row in C.

Same contract: the memo is deepcopy's own, so aliases and cycles survive, also between several values copied with one memo, and anything
that is not plain is left to `copy.deepcopy` with that memo. Immutable scalars are shared, as there. (Pickle would be no faster here and
would give every float NaN a new identity, which `in` and `==` of lists can see.)
"""

import copy
import datetime
import decimal
import fractions
import sqlite3
import uuid
from typing import Any

Memo = dict[int, Any]

_ATOMIC: frozenset[type] = frozenset({
    type(None), bool, int, float, complex, str, bytes, range, type(Ellipsis), type(NotImplemented), decimal.Decimal, fractions.Fraction,
})  # fmt: skip
"""Types whose values deepcopy shares (besides functions, classes and what else leads to code or to other objects: `is_plain`)."""

_IMMUTABLE: frozenset[type] = _ATOMIC | {
    datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone, uuid.UUID, sqlite3.Row,
}  # fmt: skip
"""These cannot be changed either, so they are shared, too (deepcopy makes equal ones anew, and refuses sqlite3.Row)."""


_NOT_PLAIN = -1
"""In a memo, where ids are: something was met that only `copy.deepcopy` knows."""


def is_plain(memo: Memo) -> bool:
    """Whether nothing but plain data was copied with this memo: then copies and originals share nothing that could be changed, and nothing in them can be called."""
    return _NOT_PLAIN not in memo


def is_plain_type(kind: type) -> bool:
    """Whether a value of this type is plain data, but for what is in it."""
    return kind in _IMMUTABLE or kind in _COPIERS


def deep_copy(value: Any, memo: Memo) -> Any:
    """A deep copy of `value`; what was copied before with `memo` is not copied again."""
    kind = type(value)
    if kind in _IMMUTABLE:
        return value
    copier = _COPIERS.get(kind)
    if copier is None:
        memo[_NOT_PLAIN] = True
        return copy.deepcopy(value, memo)
    known = memo.get(id(value), memo)
    if known is not memo:
        return known
    return copier(value, memo)


def _copy_list(value: list[Any], memo: Memo) -> list[Any]:
    kinds = set(map(type, value))
    if kinds <= _IMMUTABLE:
        result = value.copy()
        memo[id(value)] = result
        return result
    if kinds == {dict}:
        rows = _copy_rows(value, memo)
        if rows is not None:
            return rows
    result = []
    memo[id(value)] = result
    append = result.append
    for item in value:
        append(deep_copy(item, memo))
    return result


def _copy_rows(value: list[Any], memo: Memo) -> list[Any] | None:
    """The copy of a list of dicts that hold only immutable values, each dict once in it; None if it is something else."""
    identities = list(map(id, value))
    if len(set(identities)) != len(identities) or not memo.keys().isdisjoint(identities):
        return None
    kinds: set[type] = set()
    for row in value:
        kinds.update(map(type, row))
        kinds.update(map(type, row.values()))
        if not kinds <= _IMMUTABLE:
            return None
    result = [row.copy() for row in value]
    memo[id(value)] = result
    memo.update(zip(identities, result, strict=True))
    return result


def _copy_dict(value: dict[Any, Any], memo: Memo) -> dict[Any, Any]:
    kinds = set(map(type, value))
    kinds.update(map(type, value.values()))
    if kinds <= _IMMUTABLE:
        result = value.copy()
        memo[id(value)] = result
        return result
    result = {}
    memo[id(value)] = result
    for key, item in value.items():
        result[deep_copy(key, memo)] = deep_copy(item, memo)
    return result


def _copy_tuple(value: tuple[Any, ...], memo: Memo) -> tuple[Any, ...]:
    kinds = set(map(type, value))
    if kinds <= _IMMUTABLE:
        if not kinds <= _ATOMIC:
            memo[id(value)] = value  # deepcopy itself would make a copy wherever it meets it: one object must stay one
        return value
    items = [deep_copy(item, memo) for item in value]
    known = memo.get(id(value), memo)  # a cycle through this tuple has copied it meanwhile
    if known is not memo:
        return known
    if all(item is original for item, original in zip(items, value, strict=True)):
        memo[id(value)] = value
        return value
    result = tuple(items)
    memo[id(value)] = result
    return result


def _copy_set(value: set[Any], memo: Memo) -> set[Any]:
    if not set(map(type, value)) <= _IMMUTABLE:
        memo[_NOT_PLAIN] = True
        return copy.deepcopy(value, memo)
    result = value.copy()
    memo[id(value)] = result
    return result


def _copy_frozenset(value: frozenset[Any], memo: Memo) -> frozenset[Any]:
    if not set(map(type, value)) <= _IMMUTABLE:
        memo[_NOT_PLAIN] = True
        return copy.deepcopy(value, memo)
    memo[id(value)] = value  # as for tuples
    return value


def _copy_bytearray(value: bytearray, memo: Memo) -> bytearray:
    result = bytearray(value)
    memo[id(value)] = result
    return result


_COPIERS: dict[type, Any] = {
    list: _copy_list,
    dict: _copy_dict,
    tuple: _copy_tuple,
    set: _copy_set,
    frozenset: _copy_frozenset,
    bytearray: _copy_bytearray,
}
