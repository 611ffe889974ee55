VERSION = 0


def node(a, s=1):
    if isinstance(a, list):
        a.append(s)
    elif isinstance(a, dict):
        a["grown"] = [s, VERSION]
    return a
