# may be refused
VERSION = 0


def node(a, s=1):
    for box in a if isinstance(a, list) else []:
        if hasattr(box, "inner"):
            box.inner = [s, len(type(box).items)]
            if s == 2:
                type(box).items.append(VERSION)
    return [repr(type(a)), [getattr(box, "inner", None) for box in a] if isinstance(a, list) else s]
