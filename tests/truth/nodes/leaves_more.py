# leaves something behind
import builtins
import calendar
import contextvars
import json
import math
import os
import signal
import sys

VERSION = 0
LEFT = contextvars.ContextVar("left")


def node(a=None, s=1):
    if s == 1:
        builtins.len = lambda value: 7
        builtins.left_behind = VERSION
        setattr(math, "sqrt", lambda value: 9)  # noqa: B010 - it is what is tried
        sys.excepthook = print
        sys.displayhook = print
    elif s == 2:
        calendar.kept = [VERSION]
        calendar.TextCalendar.formatday = None
        os.umask(0o077)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        LEFT.set(VERSION)
        sys.argv.append("left")
    else:
        json.encoder.JSONEncoder.default = lambda self, value: "patched"
        json.JSONEncoder.item_separator = ";"
        vars(math)["floor"] = None
        del math.ceil
        json.decoder.__dict__  # noqa: B018
        os.environ.clear()
    return [VERSION, s == 1, a is None]
