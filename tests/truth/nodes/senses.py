import builtins
import calendar
import decimal
import gc
import json
import logging
import math
import os
import random
import signal
import sys
import warnings

VERSION = 0


def node(a=None, s=1):
    mask = os.umask(0)
    os.umask(mask)
    return [
        os.environ.get("LEFT_BEHIND"), "HOME" in os.environ, "/left/behind" in sys.path, sys.getrecursionlimit() > 900, random.random(),
        str(decimal.Decimal(1) / 3), any(each[0] == "error" for each in warnings.filters), logging.getLogger().level, logging.getLogger("left").disabled,
        gc.isenabled(), json.dumps([1, 2]), hasattr(json, "left_behind"), "left_behind" in sys.modules, len("abc"), hasattr(builtins, "left_behind"),
        math.sqrt(16), math.floor(2.5), math.ceil(2.5), sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__,
        hasattr(calendar, "kept"), calendar.TextCalendar().formatday(3, 0, 2), mask, signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
        "left" in sys.argv, os.path.isfile("f0") == os.path.isfile(os.path.join(os.getcwd(), "f0")), s, VERSION, a,
    ]  # fmt: skip
