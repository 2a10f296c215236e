"""Enumerators: what marks a line as an item of a list, in every style that such papers use."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BULLETS = "•●○◦▪▫■□‣⁃∙·➢➤►▶▸✓✔✗★◆◇❖❑❒➔→⮚⦁\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf076\uf0a8\uf0e0¶"
_SOFT_BULLETS = "-–—*oO+>−"
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINALS_FR = [
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
]
_ORDINALS_ES = [
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "undécimo",
    "duodécimo",
]
_NUMBER_OF: dict[str, int] = {}
for _words in (_ORDINALS, _ORDINALS_FR, _ORDINALS_ES):
    for _number, _word in enumerate(_words, 1):
        _NUMBER_OF[_word] = _number
        _NUMBER_OF[_word.removesuffix("o") + "a"] = _number
_NUMBER_OF |= {"première": 1, "second": 2, "seconde": 2, "premièrement": 1, "secondement": 2}
_NUMBER_OF |= {f"{word}ly": n for word, n in list(_NUMBER_OF.items()) if word in _ORDINALS}
_NUMBER_OF |= {f"{word}ment": n for word, n in list(_NUMBER_OF.items()) if word in _ORDINALS_FR}
_LAST = {"lastly", "finally", "enfin", "finalement", "finalmente", "dernièrement"}
_ORDINAL_WORDS = "|".join(sorted([*_NUMBER_OF, *_LAST], key=len, reverse=True))

_NAMED = (
    "article|art\\.|artículo|rule|règle|regla|principle|principe|principio|recommendation|recommandation|"
    "recomendación|commitment|engagement|compromiso|action|acción|measure|mesure|medida|goal|objectif|"
    "objetivo|pledge|proposal|proposition|propuesta|guideline|point|paragraph|standard|clause|cláusula|"
    "demand|step|target"
)
_LETTER = "[a-zа-яα-ω\u0621-\u064a]"
_ENUMERATOR = re.compile(
    rf"""
    (?P<open>\*{{1,2}}|_{{2}})?
    (?:
      (?P<bullet>[{re.escape(BULLETS)}])\s*(?=\S)
    | (?P<soft>[{re.escape(_SOFT_BULLETS)}])(?P<gap>[ \t\xa0\u2002-\u200a]+)(?=\S)
    | (?P<circled>[\u2460-\u2473\u24d0-\u24e9\u2776-\u277f\u2780-\u2793\u3251-\u325f])\s*(?=\S)
    | (?P<numeral>[\u2160-\u216b\u2170-\u217b])[.)、]?\s*(?=\S)
    | (?P<path>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})(?P<pathclose>[.):]?)(?:[ \t\xa0]+(?=\S)|\Z)
    | (?P<lettered>[A-Z]{{1,3}}\.?\d{{1,3}}(?:\.\d{{1,3}}){{0,3}})(?P<letteredclose>[.):]?)
      \s+(?=[^\W\d_]|[“"«*])
    | (?P<row>\d{{1,3}})\t\s*(?=\S)
    | (?P<hyphen>\d{{1,2}}-\d{{1,3}})[.):](?:\s+(?=\S)|\Z)
    | \((?P<pdec>\d{{1,3}})\)\s*(?=\S)
    | \[(?P<bdec>\d{{1,3}})\]\s*(?=\S)
    | (?P<dec>\d{{1,3}})(?P<close>\.-|\.|\)|:|-\s|–\s|、|º\.?|°\.?)\**(?:\s+(?=\S)|(?=[^\W\d]{{2}}|[“"«*])|\Z)
    | \((?P<palpha>{_LETTER}{{1,5}}|[A-Z]{{1,4}})\)\s*(?=\S)
    | (?P<alpha>{_LETTER}{{1,5}}|[A-Z]{{1,5}})(?P<aclose>[.)])\**\s+(?=\S)
    | §\s*(?P<section>\d{{1,3}}(?:\.\d+)*)\.?\s*
    | (?P<named>(?i:{_NAMED}))\s+(?:no\.?\s*|n[°º]\s*)?
      (?P<nth>\d{{1,3}}(?:[.-]\d{{1,3}})*(?:bis|ter|er)?|premier|primero|[IVXLC]{{1,6}})
      (?:\s*[.:–—)-]+\s*|\s*\Z|\s+(?=[^\W\d_a-z]))
    | (?P<ordinal>(?i:{_ORDINAL_WORDS}))(?P<ordclose>\s*[,:.]|\s+[-–—])\s+(?=\S)
    | (?P<cjk>[一二三四五六七八九十]{{1,3}})[、.)]\s*(?=\S)
    )
    """,
    re.VERBOSE,
)
_STARTS = frozenset(
    BULLETS
    + _SOFT_BULLETS
    + "*_([§"
    + "一二三四五六七八九十"
    + "".join(map(chr, [*range(0x2460, 0x2474), *range(0x24D0, 0x24EA), *range(0x2776, 0x2794)]))
    + "".join(map(chr, [*range(0x3251, 0x3260), *range(0x2160, 0x216C), *range(0x2170, 0x217C)]))
)
_WORDY = re.compile(
    rf"(?i:{_NAMED})\s|(?i:{_ORDINAL_WORDS})\s*[,:.–—-]|{_LETTER}{{1,5}}[.)]|[A-Z]{{1,5}}[.)]|"
    rf"[A-Z]{{1,3}}\.?\d"
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")
_ABJAD = (
    "أ",
    "ب",
    "ج",
    "د",
    "هـ",
    "و",
    "ز",
    "ح",
    "ط",
    "ي",
    "ك",
    "ل",
)  # the order of lettered items in Arabic
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Marker:
    """One enumerator at the head of a line.

    `style` names the typographic family ("dec.", "(alpha)", "bullet•"), `label` is the enumerator as
    the document writes it without closing full stop, `number` its place (a path for 1.2.3; `()` for
    bullets), `length` the characters it takes. `other` is the second way to read a letter that is
    also a roman numeral.
    """

    style: str
    label: str
    number: tuple[int, ...]
    length: int
    other: Marker | None = None

    @property
    def is_bullet(self) -> bool:
        """Whether the mark carries no number."""
        return not self.number


def roman(word: str) -> int | None:
    """The value of a roman numeral (upper or lower case), else None."""
    low = word.lower()
    if not low or not _ROMAN.match(low):
        return None
    total = 0
    for one, after in zip(low, [*low[1:], ""], strict=True):
        value = _ROMAN_VALUES[one]
        total += -value if after and _ROMAN_VALUES[after] > value else value
    return total


def _letters(word: str) -> int | None:
    """a → 1, z → 26, aa → 27, bb → 28; None for a word that is no enumerator."""
    low = word.lower()
    if low in _ABJAD:
        return _ABJAD.index(low) + 1
    if len(set(low)) != 1 or len(low) > 2 or "\u0600" < low[0] < "\u06ff":
        return None
    base = "a" if low[0] <= "z" else ("а" if low[0] >= "а" else "α")
    return ord(low[0]) - ord(base) + 1 + 26 * (len(low) - 1)


def marker(line: str) -> Marker | None:
    """The enumerator that opens a line, or None."""
    first = line[:1]
    if "\\" in line[:8]:
        # Markdown guards an enumerator that is meant as written: "1\\. Text"
        plain = marker(line[:8].replace("\\", "", 1) + line[8:])
        return _moved(plain, 1) if plain else None
    if not (first in _STARTS or first.isdigit() or (first.isalpha() and _WORDY.match(line))):
        return None
    return _marker(line[:80])


@lru_cache(maxsize=4096)
def _marker(line: str) -> Marker | None:
    match = _ENUMERATOR.match(line)
    if not match:
        return None
    found = _of_match(match)
    if found and found.is_bullet:
        inner = _marker(line[found.length :])
        if inner and not inner.is_bullet and not inner.style.startswith("ordinal"):
            return _moved(inner, found.length)
    return found


def _moved(inner: Marker, by: int) -> Marker:
    other = _moved(inner.other, by) if inner.other else None
    return Marker(inner.style, inner.label, inner.number, inner.length + by, other)


def _of_match(match: re.Match[str]) -> Marker | None:
    kind = match.lastgroup or ""
    groups = match.groupdict()
    length = match.end()
    if match["open"]:
        # bold around the whole item: the marks stay with the text unless they close after the number
        if match["soft"] or match["bullet"]:
            return None
        if not match.string[length - 3 : length].strip().endswith(("*", "_")):
            return None
    if groups["bullet"]:
        return Marker("bullet" + groups["bullet"], groups["bullet"], (), length)
    if groups["soft"]:
        if groups["soft"] in "oO" and (
            len(groups["gap"]) < 2 and not match.string[length : length + 1].isupper()
        ):
            return None
        return Marker("bullet" + groups["soft"], groups["soft"], (), length)
    if groups["circled"] or groups["numeral"]:
        sign = groups["circled"] or groups["numeral"] or ""
        value = int(unicodedata.numeric(sign, 0)) or ord(sign) - 0x24CF
        return Marker("circled" if groups["circled"] else "numeral", sign, (value,), length)
    if path := groups["path"]:
        return Marker("path", path, tuple(int(n) for n in path.split(".")), length)
    if code := groups["lettered"]:
        if "." not in code and not groups["letteredclose"]:
            return None
        digits = tuple(int(n) for n in re.findall(r"\d+", code))
        return Marker("letter-number", code, (ord(code[0]) - 64, *digits), length)
    if groups["row"]:
        return Marker("dec row", groups["row"], (int(groups["row"]),), length)
    if pair := groups["hyphen"]:
        return Marker("hyphen", pair, tuple(int(n) for n in pair.split("-")), length)
    for name, style in (("pdec", "(dec)"), ("bdec", "[dec]")):
        if groups[name]:
            return Marker(style, f"{style[0]}{groups[name]}{style[-1]}", (int(groups[name]),), length)
    if groups["dec"]:
        close = (groups["close"] or "").strip()
        return Marker("dec" + close[:1], groups["dec"], (int(groups["dec"]),), length)
    for name, left, right in (("palpha", "(", ")"), ("alpha", "", "")):
        if word := groups[name]:
            return _lettered(word, left, right or (groups["aclose"] or ""), length, bool(left))
    if groups["section"]:
        return Marker("§", "§ " + groups["section"], tuple(map(int, groups["section"].split("."))), length)
    if groups["named"]:
        return _named(groups["named"], groups["nth"] or "", length)
    if groups["ordinal"]:
        word = groups["ordinal"].lower()
        style = "ordinal-ly" if word.endswith("ly") or word in _LAST else "ordinal"
        return Marker(style, groups["ordinal"], (_NUMBER_OF.get(word, 99),), length)
    if groups["cjk"]:
        return Marker("cjk", groups["cjk"], (_chinese(groups["cjk"]),), length)
    del kind
    return None


def _lettered(word: str, left: str, right: str, length: int, shown: bool) -> Marker | None:
    case = "ALPHA" if word.isupper() else "alpha"
    label = f"({word})" if shown else word
    value, numeral = _letters(word), roman(word)
    as_roman = None
    if numeral is not None and numeral < 60:
        as_roman = Marker(
            f"{left}{case.replace('ALPHA', 'ROMAN').replace('alpha', 'roman')}{right}",
            label,
            (numeral,),
            length,
        )
    if value is None:
        return as_roman
    return Marker(f"{left}{case}{right}", label, (value,), length, as_roman)


def _named(word: str, nth: str, length: int) -> Marker:
    digits = re.findall(r"\d+", nth)
    number = tuple(map(int, digits)) if digits else (roman(nth) or 1,)
    return Marker("named " + word.lower(), f"{word} {nth}", number, length)


def _chinese(word: str) -> int:
    digits = "一二三四五六七八九"
    if "十" in word:
        tens, _, ones = word.partition("十")
        return 10 * (digits.find(tens) + 1 if tens else 1) + (digits.find(ones) + 1 if ones else 0)
    return digits.find(word[0]) + 1
