VERSION = 0


@outputs("x", "y")
def node(a, s=1):
    inner = [s, VERSION, a]
    return [inner, inner], {"inner": inner}
