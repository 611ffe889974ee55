"""Asks tables with SQL."""

import datetime
import decimal
import json
import sqlite3


def _stored(value):
    """A cell as SQLite keeps it: dates as ISO text, so that its date functions work; lists and objects as JSON."""
    if value is None or isinstance(value, (str, float, bytes)):
        return value
    if isinstance(value, int):
        return int(value) if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _quoted(name):
    return '"' + str(name).replace('"', '""') + '"'


def _statements(text):
    """The statements of a script; semicolons in quotes and comments divide nothing."""
    found, start = [], 0
    for place, letter in enumerate(text):
        if letter == ";" and sqlite3.complete_statement(text[start : place + 1]):
            found.append(text[start : place + 1])
            start = place + 1
    found.append(text[start:])
    return [
        statement
        for statement in found
        if any(line.strip() and not line.strip().startswith("--") for line in statement.strip(" \n\t;").splitlines())
    ]


def sql(*tables, query: Text = "SELECT * FROM t1"):
    """Asks any number of tables with SQL (SQLite).

    The first table is `t1`, the second `t2` and so on, in the order of their links. The result is the table that the last statement gives.
    Dates are texts like 2026-01-31 in SQL. Names with spaces or in other scripts may be quoted: "unit price".

    tables: the first one is t1 in the SQL, the second t2 and so on. The inspector changes their order.
    query: the SQL. Several statements with semicolons between them are possible.
    """
    described = []
    with sqlite3.connect(":memory:") as connection:
        for number, table in enumerate(tables, 1):
            rows = [row if isinstance(row, dict) else dict(row) for row in table]
            names = list(dict.fromkeys(name for row in rows for name in row))
            described.append(f"t{number} ({', '.join(map(str, names[:12]))}{', …' if len(names) > 12 else ''})")
            folded = {}
            for name in names:
                if str(name).lower() in folded:
                    raise ValueError(
                        f"t{number} has the columns “{folded[str(name).lower()]}” and “{name}”, which are the same to SQL: rename one."
                    )
                folded[str(name).lower()] = name
            columns = ", ".join(map(_quoted, names)) or '"(no columns)"'
            connection.execute(f"CREATE TABLE t{number} ({columns})")
            if names:
                marks = ", ".join("?" * len(names))
                connection.executemany(
                    f"INSERT INTO t{number} VALUES ({marks})", ([_stored(row.get(name)) for name in names] for row in rows)
                )
        statements = _statements(query)
        if not statements:
            raise ValueError("Write the SQL to run, such as SELECT * FROM t1.")
        try:
            for statement in statements:
                cursor = connection.execute(statement)
                found = cursor.fetchall()
        except sqlite3.Error as error:
            there = ", ".join(described) or "none: connect a table"
            is_about_names = any(words in str(error) for words in ("no such table", "no such column", "ambiguous column"))
            hint = f" The tables here are: {there}." if is_about_names else ""
            raise ValueError(f"SQL: {error}.{hint}") from None
        if cursor.description is None:
            return []
        names = []
        for item in cursor.description:
            name, copy = item[0], 2
            while name in names:
                name, copy = f"{item[0]}_{copy}", copy + 1
            names.append(name)
        result = [dict(zip(names, row)) for row in found]
    connection.close()
    return result
