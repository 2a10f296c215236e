"""Which Latin code page: the one whose accented letters all belong to one written language."""

from __future__ import annotations

import re
from collections import Counter

# Letters beyond a-z, lower case, by language (Unicode CLDR main exemplar sets, abridged).
_ALPHABETS = tuple(
    frozenset(letters + letters.upper().replace("SS", "ẞ"))
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíñóúü",  # Spanish
        "àáâãçéêíòóôõúü",  # Portuguese
        "àáçéèíìïóòúùü",  # Italian, Catalan
        "äöüßé",  # German
        "åäöæøé",  # Nordic
        "áðéíóúýþæö",  # Icelandic
        "ëéïöüèê",  # Dutch
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșşțţ",  # Romanian
        "čćđšž",  # Croatian, Slovene, Serbian
        "çğıöşüâî",  # Turkish
        "ąčęėįšųūž",  # Lithuanian
        "āčēģīķļņšūž",  # Latvian
        "äõöüšž",  # Estonian
        "àáâãèéêìíòóôõùúăđĩũơưý",  # Vietnamese, as far as code pages go
    )
)
_SIGNS = frozenset("‘’“”„‚–—…•«»‹›§°€£©®™·¿¡ªº\u00a0\u00ad½¼¾²³×−¹¶†‡")
# Windows before ISO before Mac before DOS: the order in which files of this kind turn up.
_PAGES = (
    "cp1252",
    "cp1250",
    "iso8859_2",
    "iso8859_15",
    "cp1254",
    "cp1257",
    "mac_roman",
    "mac_latin2",
    "cp850",
)
_INSIDE = re.compile(r"(?<=[a-zà-ÿ])[^\x00-\x7f](?=[a-zà-ÿ])")
_BEYOND = re.compile(r"[^\x00-\x7f]")
# A mark that a word cannot hold, or a capital in the middle of small letters.
_WORD_SIGNS = frozenset("’‘·\u00ad–—-")
NEEDED = 0.75


def best_latin(sample: bytes, *, classic_mac: bool = False) -> str | None:
    """The Latin code page that explains at least `NEEDED` of the bytes beyond ASCII, else None.

    `classic_mac`: its lines end as only the old Macintosh ended them, so of equals a Mac page is taken.
    """
    scores: list[tuple[float, int, str]] = []
    for rank, page in enumerate(_PAGES):
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            text = sample.decode(page, "replace")
        before = classic_mac and page.startswith("mac_")
        scores.append((-_share(text), rank - len(_PAGES) * before, page))
    share, _, page = min(scores)
    return page if -share >= NEEDED else None


def _share(text: str) -> float:
    """How much of what is beyond ASCII one language accounts for (minus what no word would hold)."""
    found = Counter(_BEYOND.findall(text))
    total = sum(found.values())
    if not total:
        return 0.0
    signs = sum(n for c, n in found.items() if c in _SIGNS)
    letters = max(sum(n for c, n in found.items() if c in alphabet) for alphabet in _ALPHABETS)
    misfits = sum(
        1 for c in _INSIDE.findall(text) if (c.isupper() or not c.isalpha()) and c not in _WORD_SIGNS
    )
    return (signs + letters - misfits) / total
