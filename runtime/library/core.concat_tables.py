"""Puts tables under one another."""


def concat_tables(*tables, source: str = ""):
    """Puts any number of tables under one another, in the order of their links. Columns that a table lacks are empty in its rows.

    tables: the first one is on top; the inspector changes their order.
    source: the name of a column to add that holds the table's number (1, 2, …); empty adds none.
    """
    names = list(dict.fromkeys(name for table in tables for row in table for name in row))
    if source and source in names:
        raise ValueError(f"There is already a column “{source}”.")
    first = {source: None} if source else {}
    result = []
    for number, table in enumerate(tables, 1):
        for row in table:
            result.append((first and {source: number}) | {name: row.get(name) for name in names})
    return result
