VERSION = 0


def node(s=1):
    return [{"n": number * s, "name": "abcdef"[number % 6], "part": VERSION} for number in range(6)]
