VERSION = 0


def node(a=None, s=1):
    if isinstance(a, list):
        a.clear()
    if s == 2 or VERSION == 2:
        raise ValueError("it fails")
    return [s, a]
