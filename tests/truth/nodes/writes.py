# leaves something behind
VERSION = 0


def node(a=None, s=1):
    with open("f1" if s == 2 else "out", "w") as file:
        file.write(f"written {VERSION}")
    return [s == 2, VERSION]
