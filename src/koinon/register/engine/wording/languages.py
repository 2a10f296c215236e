"""Which language a text is in, and the words the reader knows of it."""

from __future__ import annotations

import re
from collections import Counter

from koinon.register.engine.wording.english import LEXICON as ENGLISH
from koinon.register.engine.wording.french import LEXICON as FRENCH
from koinon.register.engine.wording.lexicon import Lexicon
from koinon.register.engine.wording.spanish import LEXICON as SPANISH

_STOPWORDS = {
    "en": "the of and to in that for with shall should on by as their is are be this our we will from",
    "fr": "le la les des et en que pour dans une aux par sur est du au nous qui leur leurs ce cette ses avec",
    "es": "el los las y en que para una del por con se al su sus como es más esta nos este entre sobre",
    "pt": "o os as e em que para uma do da dos das por com se ao seu sua como não mais à pelo",
    "de": "der die das und in zu den von mit für auf ist im dem des nicht ein eine sich auch wir",
    "it": "il lo gli e in che per una del della dei con si al sono nel da come più alla delle",
    "nl": "de het een en van in te dat op voor met zijn is aan door niet als ook wij",
    "id": "yang dan di untuk dengan pada dalam dari ini adalah akan oleh negara kami hak",
}
_WORDS = {language: frozenset(words.split()) for language, words in _STOPWORDS.items()}
_SCRIPTS = tuple(
    (re.compile(signs), language)
    for signs, language in (
        ("[\u0600-\u06ff]", "ar"),
        ("[\u0400-\u04ff]", "ru"),
        ("[\u3040-\u30ff]", "ja"),
        ("[\uac00-\ud7af]", "ko"),
        ("[\u4e00-\u9fff]", "zh"),
        ("[\u0590-\u05ff]", "he"),
        ("[\u0e00-\u0e7f]", "th"),
        ("[\u1000-\u109f]", "my"),
        ("[\u0900-\u097f]", "hi"),
        ("[\u0370-\u03ff]", "el"),
        ("[\u1780-\u17ff]", "km"),
        ("[\u0e80-\u0eff]", "lo"),
    )
)
LEXICONS: dict[str, Lexicon] = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}


def language_of(text: str, given: str | None = None) -> str:
    """The ISO 639-1 code of the language of a text, by script and commonest words ("und" if unknown)."""
    sample = text[:3000] + text[len(text) // 2 : len(text) // 2 + 5000]
    letters = sum(c.isalpha() for c in sample)
    if not letters:
        return (given or "und")[:2] if given else "und"
    for script, language in _SCRIPTS if not sample.isascii() else ():
        if len(script.findall(sample)) > 0.4 * letters:
            return language
    counts: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", sample.lower()):
        for language, known in _WORDS.items():
            if word in known:
                counts[language] += 1
    if not counts:
        return (given or "und")[:2].lower() if given else "und"
    return counts.most_common(1)[0][0]


def lexicon_of(language: str) -> Lexicon:
    """The words of a language; English for one the reader has no words of (its structure is still read)."""
    return LEXICONS.get(language, ENGLISH)
