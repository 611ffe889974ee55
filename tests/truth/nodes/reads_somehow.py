import csv
import io
import os
import pathlib

VERSION = 0


def node(a=None, s=1):
    try:
        if VERSION == 0:
            return [pathlib.Path("f0").read_text(), a]
        if VERSION == 1:
            descriptor = os.open("f1", os.O_RDONLY)
            try:
                return [os.read(descriptor, 100), a]
            finally:
                os.close(descriptor)
        with io.open("data/f2", newline="") as file:  # noqa: UP020 - it is what is tried
            return [list(csv.reader(file)), a]
    except OSError as error:
        return ["nothing there", type(error).__name__, s]
