VERSION = 0


def node(s=1):
    return [VERSION, s, {"k": [VERSION, s], "t": (1, [s])}]
