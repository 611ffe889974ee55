"""Adds a column computed by an expression."""

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
        raise ValueError("Write the expression that gives the new column's value, such as price * amount.")
    try:
        tree = ast.parse(text, "<expression>", "eval")
    except SyntaxError as error:
        raise ValueError(f"The expression cannot be read: {error.msg} at “{text[max((error.offset or 1) - 1, 0) :][:20]}”.") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            raise ValueError(f"The expression may not use “{node.attr}”.")
        if isinstance(node, (ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom)):
            raise ValueError("The expression may be a plain expression only.")
    return compile(tree, "<expression>", "eval"), {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _own(value):
    """The value, or a copy if the expression could change it."""
    return value if type(value) in _SHARED else copy.deepcopy(value)


def _is_bound(condition, name):
    """Whether the expression itself gives the name a value, as in a comprehension."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(ast.parse(condition.strip(), mode="eval"))
    )


def add_column(table, name: str = "new", expression: str = "", empty: Literal["keep", "error"] = "keep"):
    """Adds a column whose value is computed from the row's other cells.

    The expression is Python over the columns' names, such as `price * amount` or `name.upper()`. A column whose name is no Python name is
    reached as `row["unit price"]`; `number` is the row's number, from 1. A column of that name that is already there gets the new values.

    name: the new column.
    expression: what it holds. abs, round, len, min, max, str, math, re, datetime and the like can be used.
    empty: what to do with a row whose empty cells (None) make the expression impossible: leave the new cell empty, or stop with an error.
    """
    if not name.strip():
        raise ValueError("The new column needs a name.")
    code, names = _compiled(expression)
    known = {column for row in table for column in row}
    missing = sorted(
        item
        for item in names
        if item not in known and item not in _FUNCTIONS and item not in ("row", "number") and not _is_bound(expression, item)
    )
    if missing and table:
        raise ValueError(f"The table has no column “{missing[0]}”. Its columns are: {', '.join(map(str, list(table[0])[:30]))}.")
    used = names & known
    result = []
    for number, row in enumerate(table, 1):
        scope = {"__builtins__": {}, **_FUNCTIONS, "number": number}
        scope.update((column, _own(row.get(column))) for column in used)
        if "row" in names and "row" not in known:
            scope["row"] = {column: _own(value) for column, value in row.items()}
        try:
            value = eval(code, scope)
        except Exception as error:
            is_empty = isinstance(error, (TypeError, AttributeError)) and any(row.get(column) is None for column in (used or row))
            if not (is_empty and empty == "keep"):
                hint = " (a cell that it uses is empty)" if is_empty else ""
                raise ValueError(f"Row {number}: the expression cannot be computed: {type(error).__name__}: {error}{hint}") from None
            value = None
        result.append({**row, name: value})
    return result
