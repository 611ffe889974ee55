VERSION = 0


def node(a, /, *, b=None, s=1):
    if b is not None and isinstance(b, dict):
        b.pop("k", None)
    return {"a": a, "b": b, "s": s + VERSION}
