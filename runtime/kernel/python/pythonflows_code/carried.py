"""The flow itself in a script that was made of it, so that it comes back as it was: packed, in comments at the end, with the hash of what stands above."""

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass

from . import bounds

_HEAD = "# The flow, for PythonFlows to open again; nothing else reads it."
_LINE = 86
_BLOCK = re.compile(r"\n" + re.escape(_HEAD) + r"\n# pythonflows-flow ([0-9a-f]{64})\n((?:# [A-Za-z0-9+/=]{1,100}\n)+)\s*\Z")


@dataclass(frozen=True)
class CarriedFlow:
    """A flow that came in a script."""

    text: str
    is_as_written: bool
    """Nobody has changed the script since."""


def carried_lines(flow: str, script: str) -> str:
    """What is put behind `script`; nothing for a flow that is too large to be carried."""
    packed = base64.b64encode(zlib.compress(flow.encode(), 9)).decode()
    if not flow or len(packed) > bounds.CARRIED_CHARACTERS:
        return ""
    lines = [f"# {packed[start : start + _LINE]}" for start in range(0, len(packed), _LINE)]
    return "\n".join(["", _HEAD, f"# pythonflows-flow {_hash(script)}", *lines, ""])


def carried_flow(script: str) -> CarriedFlow | None:
    """The flow that `script` carries, if it does."""
    text = script.replace("\r\n", "\n")
    found = _BLOCK.search(text, max(0, text.rfind("\n" + _HEAD + "\n")))
    if found is None:
        return None
    try:
        packed = base64.b64decode("".join(line[2:] for line in found[2].splitlines()), validate=True)
        unpacking = zlib.decompressobj()
        flow = unpacking.decompress(packed, bounds.UNPACKED_CHARACTERS)
        if not unpacking.eof:
            return None
        return CarriedFlow(flow.decode(), _hash(text[: found.start()]) == found[1])
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return None


def _hash(script: str) -> str:
    return hashlib.sha256(script.encode("utf-8", "replace")).hexdigest()
