"""The bounds that the page may set for a kernel: how much may be sent to it at once."""

from dataclasses import dataclass

from . import limits


@dataclass
class Sizes:
    """Of one kernel; what it holds is looked at anew each time."""

    preview_bytes: int = limits.PREVIEW_BYTES
    message_bytes: int = limits.MESSAGE_BYTES


def size_text(size: int) -> str:
    """A size as people read it."""
    return f"{size / limits.MIB:.0f} MB" if size >= 10 * limits.MIB else f"{size / limits.KIB:,.0f} KB"
