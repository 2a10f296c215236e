"""Indonesian words without their affixes, by rule and without a dictionary.

The order is that of the word: particles (-lah), possessives (-nya), suffixes (-kan), then at most two
prefixes (memper-). What is left has at least four letters, so short roots are left alone. A nasal prefix
that swallowed the root's first letter gives it back where the spelling tells which one (meny- from s, mem-
before a vowel from p, men- before a vowel from t); meng- before a vowel does not tell and gives none.
After M. Adriani et al., "Stemming Indonesian: a confix-stripping approach" (2007), its rules only.
"""

from __future__ import annotations

import re

SHORTEST = 4  # letters of what remains
_PARTICLE = re.compile(r"(?:lah|kah|tah|pun)$")
_POSSESSIVE = re.compile(r"(?:nya|ku|mu)$")
_SUFFIX = re.compile(r"(?:kan|an|i)$")
#: prefix → what stands in its place
_PREFIXES = (
    (re.compile(r"^(?:meny|peny)(?=[aeiou])"), "s"),
    (re.compile(r"^(?:meng|peng)(?=[aeioughkq])"), ""),
    (re.compile(r"^(?:mem|pem)(?=[aeiou])"), "p"),
    (re.compile(r"^(?:mem|pem)(?=[bfvp])"), ""),
    (re.compile(r"^(?:men|pen)(?=[aeiou])"), "t"),
    (re.compile(r"^(?:men|pen)(?=[cdjzst])"), ""),
    (re.compile(r"^(?:ber|per|ter)"), ""),
    (re.compile(r"^(?:me|pe)(?=[lrwymn])"), ""),
    (re.compile(r"^(?:be|pe|te)(?=[^aeiou]er)"), ""),
    (re.compile(r"^(?:di|ke|se)"), ""),
)


def stem(word: str) -> str:
    """The word without its affixes."""
    for affix in (_PARTICLE, _POSSESSIVE, _SUFFIX):
        word = _shorter(word, affix.sub("", word))
    for _ in range(2):
        word = _without_prefix(word)
    return word


def _without_prefix(word: str) -> str:
    for prefix, instead in _PREFIXES:
        if prefix.match(word):
            return _shorter(word, prefix.sub(instead, word))
    return word


def _shorter(word: str, stripped: str) -> str:
    return stripped if len(stripped) >= SHORTEST else word
