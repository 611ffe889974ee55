"""Statistics of each column."""

import math
import statistics


def _quantile(ordered, share):
    """The quantile as spreadsheets and pandas compute it, between the two nearest values."""
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    if low + 1 >= len(ordered):
        return ordered[low]
    return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)


def _key(value):
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return (type(value).__name__ if isinstance(value, bool) else "", value)


def describe(table):
    """Statistics of each column of a table: one row for each column.

    count is how many cells are filled, empty how many are not, unique how many different ones there are, top the most frequent.
    For numbers there are the mean, the standard deviation (of a sample), the smallest, the quartiles and the largest;
    for dates and texts the smallest and the largest.
    """
    result = []
    for name in dict.fromkeys(name for row in table for name in row):
        cells = [row.get(name) for row in table]
        values = [value for value in cells if value is not None and value == value]
        kinds = {type(value).__name__ for value in values}
        line = {
            "column": name,
            "type": kinds.pop() if len(kinds) == 1 else "float" if kinds == {"int", "float"} else "mixed" if kinds else "empty",
        }
        counts, samples = {}, {}
        for value in values:
            key = _key(value)
            counts[key] = counts.get(key, 0) + 1
            samples.setdefault(key, value)
        top = max(counts, key=counts.get, default=None)
        line |= {
            "count": len(values),
            "empty": len(cells) - len(values),
            "unique": len(counts),
            "top": samples[top] if counts else None,
            "times": counts[top] if counts else None,
        }
        line |= dict.fromkeys(("mean", "std", "min", "q25", "median", "q75", "max"))
        numbers = line["type"] in ("int", "float")
        if numbers:
            ordered = sorted(values)
            line["mean"] = math.fsum(ordered) / len(ordered) if all(map(math.isfinite, ordered)) else sum(ordered) / len(ordered)
            line["std"] = statistics.stdev(ordered) if len(ordered) > 1 and all(map(math.isfinite, ordered)) else None
            line["q25"], line["median"], line["q75"] = (_quantile(ordered, share) for share in (0.25, 0.5, 0.75))
        if numbers or line["type"] in ("str", "date", "datetime", "time", "bool"):
            try:
                line["min"], line["max"] = min(values), max(values)
            except TypeError:  # times with and without a zone cannot be compared
                line["min"] = line["max"] = None
        result.append(line)
    return result
