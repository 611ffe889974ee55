VERSION = 0


def node(a, b, t: float = 2):
    same = a is b
    if isinstance(a, list):
        a.append(t)
    return [a, b, same, t, VERSION]
