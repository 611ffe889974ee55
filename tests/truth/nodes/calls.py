# may be refused
VERSION = 0


def node(a, s=1):
    if not isinstance(a, dict) or "add" not in a:
        return [s]
    return [a["peek"](), a["add"](VERSION) if s == 2 else a["peek"](), a["n"]]
