"""Keeps the rows for which an expression is true."""

import ast
import copy
import datetime
import math
import re

_SHARED = (str, int, float, bool, type(None), datetime.date, datetime.datetime, datetime.time, datetime.timedelta)
_FUNCTIONS = {
    function.__name__: function
    for function in (
        abs,
        all,
        any,
        bool,
        dict,
        divmod,
        enumerate,
        float,
        frozenset,
        int,
        isinstance,
        len,
        list,
        map,
        max,
        min,
        pow,
        range,
        repr,
        reversed,
        round,
        set,
        sorted,
        str,
        sum,
        tuple,
        zip,
    )
} | {"math": math, "re": re, "datetime": datetime, "date": datetime.date}


def _compiled(expression):
    text = expression.strip()
    if not text:
        raise ValueError("Write the condition that a row must meet, such as amount >= 100.")
    try:
        tree = ast.parse(text, "<condition>", "eval")
    except SyntaxError as error:
        raise ValueError(f"The condition cannot be read: {error.msg} at “{text[max((error.offset or 1) - 1, 0) :][:20]}”.") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            raise ValueError(f"The condition may not use “{node.attr}”.")
        if isinstance(node, (ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom)):
            raise ValueError("The condition may be a plain expression only.")
    return compile(tree, "<condition>", "eval"), {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _own(value):
    """The value, or a copy if the expression could change it."""
    return value if type(value) in _SHARED else copy.deepcopy(value)


def _is_bound(condition, name):
    """Whether the expression itself gives the name a value, as in a comprehension."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(ast.parse(condition.strip(), mode="eval"))
    )


def filter_rows(table, condition: str = "", empty: Literal["drop", "error"] = "drop"):
    """Keeps the rows for which a condition is true.

    The condition is a Python expression over the columns' names, such as `amount >= 100 and region == "East"`. A column whose name is
    no Python name is reached as `row["unit price"]`; `number` is the row's number, from 1.

    condition: the expression. abs, round, len, min, max, str, math, re, datetime and the like can be used.
    empty: what to do with a row whose empty cells (None) make the condition impossible: drop it, or stop with an error.
    """
    code, names = _compiled(condition)
    known = {name for row in table for name in row}
    missing = sorted(
        name
        for name in names
        if name not in known and name not in _FUNCTIONS and name not in ("row", "number") and not _is_bound(condition, name)
    )
    if missing and table:
        raise ValueError(f"The table has no column “{missing[0]}”. Its columns are: {', '.join(map(str, list(table[0])[:30]))}.")
    used = names & known
    kept = []
    for number, row in enumerate(table, 1):
        scope = {"__builtins__": {}, **_FUNCTIONS, "number": number}
        scope.update((name, _own(row.get(name))) for name in used)
        if "row" in names and "row" not in known:
            scope["row"] = {name: _own(value) for name, value in row.items()}
        try:
            if eval(code, scope):
                kept.append(row)
        except Exception as error:
            is_empty = isinstance(error, (TypeError, AttributeError)) and any(row.get(name) is None for name in (used or row))
            if not (is_empty and empty == "drop"):
                hint = " (a cell that it uses is empty)" if is_empty else ""
                raise ValueError(f"Row {number}: the condition cannot be computed: {type(error).__name__}: {error}{hint}") from None
    return kept
