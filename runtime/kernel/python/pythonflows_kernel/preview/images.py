"""Pictures: which bytes are one, and its size in pixels."""

import re
import struct
from dataclasses import dataclass

_SVG_START = re.compile(
    rb"^\xef\xbb\xbf?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]", re.DOTALL | re.IGNORECASE
)
_SVG_TAG = re.compile(rb"<svg\b[^>]*>", re.DOTALL | re.IGNORECASE)
_LENGTH = re.compile(r"^\s*([0-9.]+)\s*(px|pt|mm|cm|in)?\s*$")
_PIXELS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True)
class Image:
    """An encoded picture. The size is 0 × 0 if the file does not say."""

    mime: str
    width: int
    height: int
    data: bytes


def image_of(data: bytes) -> Image | None:
    """The picture that these bytes are, or None."""
    head = data[:4096]
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 33:
        width, height = struct.unpack(">II", data[16:24])
        return Image("image/png", width, height, data)
    if head.startswith(b"\xff\xd8\xff"):
        return Image("image/jpeg", *_jpeg_size(data), data)
    if head.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        return Image("image/gif", *struct.unpack("<HH", data[6:10]), data)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Image("image/webp", *_webp_size(data), data)
    if _SVG_START.match(head.lstrip() if not head.startswith(b"\xef\xbb\xbf") else head) or _SVG_START.match(
        b"\xef\xbb\xbf" + head.lstrip()
    ):
        return Image("image/svg+xml", *_svg_size(data), data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X" and len(data) >= 30:
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return 0, 0


def _svg_size(data: bytes) -> tuple[int, int]:
    found = _SVG_TAG.search(data[:65536])
    if found is None:
        return 0, 0
    tag = found.group().decode("utf-8", "replace")
    width, height = _svg_length(tag, "width"), _svg_length(tag, "height")
    if width and height:
        return width, height
    box = re.search(r"\bviewBox\s*=\s*[\"']([^\"']*)[\"']", tag)
    numbers = re.split(r"[\s,]+", box.group(1).strip()) if box else []
    try:
        return (round(float(numbers[2])), round(float(numbers[3]))) if len(numbers) == 4 else (0, 0)
    except (ValueError, OverflowError):
        return 0, 0


def _svg_length(tag: str, name: str) -> int:
    found = re.search(rf"\s{name}\s*=\s*[\"']([^\"']*)[\"']", tag)
    length = _LENGTH.match(found.group(1)) if found else None
    if length is None:
        return 0
    try:
        return round(float(length.group(1)) * _PIXELS[length.group(2)])
    except (ValueError, OverflowError):
        return 0
