# may be refused
VERSION = 0


def spoil(value, s, depth=0):
    if isinstance(value, list):
        for item in value:
            spoil(item, s, depth + 1)
        value.sort(key=lambda item: type(item).__name__, reverse=True)
        value.append(VERSION)
        if s == 2:
            del value[0]
    elif isinstance(value, dict):
        for item in list(value.values()):
            spoil(item, s, depth + 1)
        value["spoiled"] = depth
    elif isinstance(value, tuple):
        for item in value:
            spoil(item, s, depth + 1)
    elif isinstance(value, (set, bytearray)):
        value.clear()
    elif hasattr(value, "append"):
        value.append(7)
    elif hasattr(value, "__dict__") and not callable(value):
        value.extra = [s]


def node(a, s=1):
    before = repr(a)[:40] if isinstance(a, (int, str)) else ""
    spoil(a, s)
    return [a, before]
