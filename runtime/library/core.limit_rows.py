"""Takes some rows: the first, the last or random ones."""

import random


def limit_rows(table, count: Annotated[int, range(0, 1001, 10)] = 100, take: Literal["first", "last", "random"] = "first", skip: int = 0):
    """Takes some of the rows, in their order.

    count: how many.
    take: the first, the last, or random ones (the same ones at each run).
    skip: rows to leave out first, at the start (or, for the last rows, at the end).
    """
    if count < 0 or skip < 0:
        raise ValueError("count and skip cannot be negative.")
    if take == "first":
        return table[skip : skip + count]
    end = len(table) - skip
    if take == "last":
        return table[max(end - count, 0) : max(end, 0)]
    rest = table[skip:]
    return [rest[place] for place in sorted(random.sample(range(len(rest)), min(count, len(rest))))]
