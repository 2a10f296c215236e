"""Bytes to text: byte-order marks, UTF-8/16/32, declared charsets, and the older code pages by plausibility.

charset-normalizer tells scripts apart reliably (Cyrillic, Greek, Arabic, Hebrew, CJK) but mixes up
the Latin code pages, in which one accented letter stands for another; among those the decoding
whose accented letters all belong to one written language wins.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from koinon.kernel.refusals import Refused
from koinon.register.engine.sources.latin_alphabets import best_latin

SAMPLE = 120_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that the web uses for a superset, https://encoding.spec.whatwg.org/#names-and-labels
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_FOREIGN = [
    *("cp1251", "koi8_r", "koi8_u", "iso8859_5", "mac_cyrillic", "cp866"),
    *("cp1253", "iso8859_7", "cp1255", "iso8859_8", "cp1256", "iso8859_6"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
]
_TURNS = (
    *(("\r\n", "\n"), ("\r", "\n"), ("\v", "\n"), ("\x85", "\n"), ("\u2028", "\n"), ("\u2029", "\n")),
    ("\0", ""),
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_DECLARED = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """The text of `data` without byte-order mark, and the encoding it was in.

    Refuses binary data ("binary_file") and bytes that no known encoding explains
    ("unknown_encoding").
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(name, data[len(mark) :], encoding)
    if b"\0" in data[:SAMPLE]:
        return _wide(name, data)
    seven_bit_japanese = b"\x1b$B" in data or b"\x1b$@" in data
    if not seven_bit_japanese and (found := _utf8(data)):
        _textual(name, data)
        return found
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _plausible(text):
            return text, encoding
    if data.translate(None, _CONTROLS) != data:
        raise _binary(name)
    raise Refused(
        "unknown_encoding",
        "{file} is in no character encoding that can be recognised: open it where it was "
        "written and save it as UTF-8.",
        file=name,
    )


def even_lines(text: str) -> str:
    """Every kind of line and page end as "\\n" (CR, CRLF, NEL, LS, PS, VT); form feeds stay."""
    for old, new in _TURNS:
        if old in text:
            text = text.replace(old, new)
    return text


def _strict(name: str, data: bytes, encoding: str) -> tuple[str, str]:
    """Decode what announced its encoding; a lost last byte is forgiven, anything else is not."""
    unit = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    try:
        return data[: len(data) - len(data) % unit].decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and (found := _utf8(data)):
            return found
        raise Refused(
            "unknown_encoding",
            "{file} announces {encoding} but breaks it at byte {byte}: save it again as UTF-8.",
            file=name,
            byte=error.start,
            encoding=encoding.upper(),
        ) from error


def _utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8, also when a few stray windows-1252 bytes were pasted into it."""
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    beyond = re.findall("[^\x00-\x7f]", _telling(data).decode("utf-8", "surrogateescape"))
    stray = sum("\udc80" <= c <= "\udcff" for c in beyond)
    if stray * 20 > len(beyond) - stray:
        return None
    return re.sub("[\udc80-\udcff]", _stray, data.decode("utf-8", "surrogateescape")), "utf-8"


def _stray(found: re.Match[str]) -> str:
    return bytes([ord(found.group()) - 0xDC00]).decode("cp1252", "replace")


def _wide(name: str, data: bytes) -> tuple[str, str]:
    """UTF-16 or UTF-32 without byte-order mark; anything else with NUL bytes is binary."""
    for encoding, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            text = data[: len(data) - len(data) % unit].decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and _one_script(text[:SAMPLE]):
            return text, encoding
    raise _binary(name)


def _one_script(text: str) -> bool:
    """Whether a decoding looks like writing: hardly a control, one or two Unicode blocks."""
    if not _plausible(text):
        return False
    blocks = Counter(ord(c) >> 8 for c in text)
    ideographs = sum(n for block, n in blocks.items() if 0x30 <= block <= 0x9F or 0xAC <= block <= 0xD7)
    ascii_letters = sum(c < "\x7f" for c in text)
    rest = Counter({b: n for b, n in blocks.items() if b and not 0x30 <= b <= 0xD7})
    main = rest.most_common(1)[0][1] if rest else 0
    written = blocks[0] + main >= 0.95 * len(text)
    cjk = ideographs + ascii_letters >= 0.95 * len(text) and any(c in text for c in "。、，.,\n ")
    return written or cjk


def _candidates(data: bytes) -> list[str]:
    """Encodings worth trying, best first."""
    if data.isascii():
        return ["iso2022_jp", "ascii"]
    found = []
    if declared := _DECLARED.search(data[:4096]):
        found.append(_superset(declared.group(1).decode("ascii")))
    from charset_normalizer import from_bytes  # most files are UTF-8 and never need it

    sample = _telling(data)
    guess = from_bytes(sample, cp_isolation=_FOREIGN).best()
    if guess and _foreign(str(guess)):
        found.append(_superset(guess.encoding))
    classic = b"\r" in data and b"\n" not in data
    if latin := best_latin(sample, classic_mac=classic):
        found.append(latin)
    return found


def _superset(label: str) -> str:
    try:
        known = codecs.lookup(label).name
    except LookupError:
        return label
    return _SUPERSETS.get(known, known)


def _telling(data: bytes) -> bytes:
    """The lines that hold bytes beyond ASCII, up to a sample: only they tell encodings apart."""
    if len(data) <= SAMPLE:
        return data
    lines, size = [], 0
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        if line.isascii():
            continue
        lines.append(line)
        size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(lines)[: 2 * SAMPLE]


def _foreign(text: str) -> bool:
    """Whether most letters beyond ASCII are of another script than Latin, in words of their own."""
    letters = [c for c in text if c > "\x7f" and c.isalpha()][:2000]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    grafted = sum(c.isalpha() for c in "".join(_GRAFTED.findall(text))[:2000])
    return bool(letters) and (latin + grafted) * 3 < len(letters)


# One letter or two between ASCII letters: an accented letter taken for another script's.
_GRAFTED = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]{1,2}(?=[A-Za-z\s,.])|(?<![^\s(])[^\x00-\x7f]{1,2}(?=[a-z])")


def _plausible(text: str) -> bool:
    """Whether hardly a character is a control, unassigned, private or a replacement."""
    sample = text[:SAMPLE]
    odd = sum(
        n for c, n in Counter(sample).items() if unicodedata.category(c) in _ODD and c not in "\t\n\r\f\x85"
    )
    return odd * 100 <= len(sample)


_ODD = frozenset({"Cc", "Cn", "Co", "Cs"})


def _textual(name: str, data: bytes) -> None:
    """Refuse UTF-8 or ASCII data in which controls are more than an accident."""
    sample = data[:SAMPLE]
    if (len(sample) - len(sample.translate(None, _CONTROLS))) * 100 > len(sample):
        raise _binary(name)


def _binary(name: str) -> Refused:
    return Refused(
        "binary_file",
        "{file} is binary data, not a document that can be read: save it as PDF, DOCX, ODT, "
        "HTML or plain text.",
        file=name,
    )
