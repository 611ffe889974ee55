"""Chooses, orders and renames columns."""


def select_columns(
    table,
    columns: Text = "",
    mode: Literal["keep", "remove", "rename"] = "keep",
):
    """Chooses, orders and renames columns.

    columns: one column a line (or with commas between them). `new name = old name` renames it.
    mode: keep only these, in this order; remove these; or keep all and rename these.
    """
    known = list(dict.fromkeys(name for row in table for name in row))
    wanted = {}
    for item in columns.replace(",", "\n").splitlines():
        item = item.strip()
        if not item:
            continue
        new, _equals, old = (part.strip() for part in item.partition("="))
        if item in known:
            new = old = item
        old = old or new
        if table and old not in known:
            raise ValueError(f"The table has no column “{old}”. Its columns are: {', '.join(map(str, known[:30]))}.")
        if new in wanted:
            raise ValueError(f"Two columns would be named “{new}”.")
        wanted[new] = old
    if not wanted:
        return table
    if mode == "keep":
        return [{new: row.get(old) for new, old in wanted.items()} for row in table]
    if mode == "remove":
        gone = set(wanted.values())
        return [{name: value for name, value in row.items() if name not in gone} for row in table]
    new_names = {old: new for new, old in wanted.items()}
    names = [new_names.get(name, name) for name in known]
    if len(set(names)) < len(names):
        raise ValueError(f"Two columns would be named “{next(name for name in names if names.count(name) > 1)}”.")
    return [{new_names.get(name, name): value for name, value in row.items()} for row in table]
