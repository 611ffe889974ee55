VERSION = 0


class Liar:
    def __init__(self, inner):
        self.inner = inner

    def __deepcopy__(self, memo):
        return self


class HalfLiar(Liar):
    def __deepcopy__(self, memo):
        new = HalfLiar(self.inner)
        new.__dict__.update(self.__dict__)
        return new


class Refuser(Liar):
    def __deepcopy__(self, memo):
        raise TypeError("no copies")


def node(s=1):
    return [[Liar, HalfLiar, Refuser][s % 3]([s, VERSION])]
