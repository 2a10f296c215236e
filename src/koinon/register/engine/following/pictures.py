"""Pictures without what is written beside them: where and when they were taken, by which device, by whom.

Nothing is painted anew: the parts of the file that make the picture are kept as they are, all others go.
JPEG: ITU-T T.81 with JFIF (ITU-T T.871). PNG: W3C, third edition.
"""

from __future__ import annotations

from koinon.kernel.refusals import Refused

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")
_SOI, _EOI, _SOS, _APP0, _ADOBE, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
_JFIF = b"JFIF\0"


def png_alone(data: bytes) -> bytes:
    """A PNG of which only the chunks that make the picture are left; what follows its end goes too."""
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise _broken()


def jpeg_alone(data: bytes) -> bytes:
    """A JPEG without application data, comments, previews, and what follows its end.

    Left are the tables, the frames and the scans, a JFIF head without its preview, and the mark by which
    four colours are told from three (Adobe, 12 bytes).
    """
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise _broken()
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*kept, data[at : at + 2]])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(data):
            raise _broken()
        kept.append(_segment(marker, data[at:end]))
        if marker == _SOS:
            end = _scan_end(data, end)
            kept.append(data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") : end])
        at = end
    if data[at : at + 2] == bytes((0xFF, _EOI)):
        return b"".join([*kept, data[at : at + 2]])
    raise _broken()


def _segment(marker: int, whole: bytes) -> bytes:
    """What is left of a segment."""
    if marker == _APP0 and whole[4:9] == _JFIF and len(whole) >= 18:
        return whole[:2] + (16).to_bytes(2, "big") + whole[4:16] + b"\0\0"
    if marker == _ADOBE and whole[4:9] == b"Adobe" and len(whole) >= 16:
        return whole[:2] + (14).to_bytes(2, "big") + whole[4:16]
    return b"" if 0xE0 <= marker <= 0xEF or marker == _COM else whole


def _scan_end(data: bytes, at: int) -> int:
    """Where the scan that begins there ends: at the next marker that is no stuffing and no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _broken()
        following = data[at + 1]
        if following == 0xFF:  # a fill byte
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


def _broken() -> Refused:
    return Refused(
        "register.evidence.broken_picture",
        "This picture is damaged, so that what is written beside it cannot be taken out: save it anew.",
    )
