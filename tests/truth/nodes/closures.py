VERSION = 0


def node(s=1):
    total = [s]

    def add(value=1):
        total.append(value)
        return list(total)

    return {"add": add, "peek": lambda: list(total), "n": VERSION}
