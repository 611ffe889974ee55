VERSION = 0


class Box:
    items = []

    def __init__(self, inner):
        self.inner = inner


def node(s=1):
    Box.items.append(s)
    return [Box([s, VERSION]), Box({"s": s})]
