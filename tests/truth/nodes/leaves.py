# leaves something behind
import decimal
import gc
import json
import logging
import os
import random
import sys
import warnings

VERSION = 0


def node(a=None, s=1):
    if s == 1:
        os.environ["LEFT_BEHIND"] = str(VERSION)
        os.chdir("..")
        sys.path.insert(0, "/left/behind")
        sys.setrecursionlimit(500)
    elif s == 2:
        random.seed(VERSION)
        decimal.getcontext().prec = 5
        warnings.simplefilter("error")
        logging.getLogger().setLevel(5)
        logging.getLogger("left").disabled = True
        gc.disable()
    else:
        json.dumps = lambda value: "patched"
        json.left_behind = VERSION
        random.random = lambda: 0.5
        sys.modules["left_behind"] = json
        os.environ.pop("HOME", None)
    return [VERSION, s == 1, a is None]
