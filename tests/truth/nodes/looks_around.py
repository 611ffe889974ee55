import glob
import os
import pathlib

VERSION = 0


def node(s=1):
    if s == 2:
        return sorted(os.listdir("."))
    if s == 3:
        return [sorted(glob.glob("data/*")), [path.name for path in sorted(pathlib.Path(".").iterdir())]]
    if VERSION == 0:
        return [os.path.exists("f1"), pathlib.Path("data/f2").is_file()]
    if VERSION == 1:
        return [os.path.getsize("f0") if os.path.isfile("f0") else None]
    return sorted((folder, tuple(sorted(files))) for folder, _folders, files in os.walk("."))
