import array
import collections

VERSION = 0


def node(s=1):
    shared = [VERSION]
    return {
        "deque": collections.deque([shared, s]),
        "bytes": bytearray(b"abc"),
        "array": array.array("i", [1, s]),
        "set": {1, s},
        "default": collections.defaultdict(list, {"x": [shared]}),
        "order": collections.OrderedDict(b=1, a=[s]),
        "nan": [float("nan")] * 2,
        "count": collections.Counter("abca"),
        "again": shared,
    }
