"""From the words of a sentence to the parties they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from koinon.kernel.directory import Directory, KnownParty
from koinon.register.engine.wording.coordination import ADJECTIVES, expanded
from koinon.register.engine.wording.lexicon import Lexicon
from koinon.register.engine.wording.short_forms import LINK

_WORD = re.compile(r"[^\W\d_][\w'’.&/+-]*")
_ACRONYM = re.compile(r"\(?[“\"]?([A-Z][A-Za-z]{0,3}[A-Z0-9][A-Za-z0-9&+-]{0,8}|[A-Z]{2,10})s?[”\"]?\)?\Z")
_OF = re.compile(r"\s+(?:of|de|du|des|del|d['’])\s*(?:the|la|las|los|l['’])?\s*", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s+(?:for|on|in|to|at|of|against|with|from|under|de|du|des|del|pour|sur|para|por|sobre|en|aux?|"
    r"a|à|d['’]\w*)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,]+(?:alike|worldwide|globally|everywhere|themselves|itself|concerned|involved|together|"
    r"jointly|therefore|also|thus|now|"
    r"present|signatories hereto)\Z",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_MEMBERS_OF = re.compile(
    r"\A(?:states?\s+members?|member\s+(?:states?|countries|nations))\s+of\b.*", re.IGNORECASE
)
_UN_SYSTEM = re.compile(
    r"(?:organi[sz]ations|agencies|entities|bodies|parts|organi[sz]ations\s+and\s+\w+)\s+of\s+the\s+"
    r"(?:united\s+nations|un)\s+system\Z"
)
_NUMBERED_GROUP = re.compile(r"G-?\d{1,2}\Z")
_MEMBERS = re.compile(r"members\s+of\s+(?:the\s+)?", re.IGNORECASE)
_ORGAN_ON = re.compile(
    r"(?:rapporteurs?|committees?|commissions?|group|commissioner|representatives?|experts?|"
    r"coordinator|centre|center|institute|"
    r"office|fund|council|conference|organi[sz]ation|network|agency|department|ministry|minister|"
    r"programme|envoy|adviser|court|"
    r"forum|partnership|bank|initiative|alliance|movement|endowment|federation)\Z",
    re.IGNORECASE,
)
_AFTER_VERB = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "of",
        "on",
        "in",
        "for",
        "with",
        "our",
        "their",
        "its",
        "this",
        "that",
        "these",
        "all",
        "any",
        "both",
    ]
)
_QUANTITIES = frozenset(
    [
        "majority",
        "number",
        "range",
        "variety",
        "rest",
        "types",
        "kinds",
        "all",
        "each",
        "some",
        "many",
        "most",
        "one",
        "both",
        "several",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """A party as a document names it: the short name and the words it was taken from."""

    name: str
    mention: str


@dataclass
class Names:
    """What a document's names stand for.

    `short` maps forms that the document itself defines ("AoD") to the full name, `full` the one word
    by which a body is named again ("the Rapporteur") to its name.
    """

    directory: Directory
    lexicon: Lexicon
    short: Mapping[str, str] = field(default_factory=dict)
    full: Mapping[str, str] = field(default_factory=dict)
    _agents: dict[str, int] = field(default_factory=dict)
    _cleaned: dict[str, str] = field(default_factory=dict)
    _known: dict[str, KnownParty | None] = field(default_factory=dict)

    def known(self, name: str) -> KnownParty | None:
        """The directory's party of that name."""
        if name not in self._known:
            party = self.directory.resolve(name) if len(name) < 160 else None
            if len(self._known) > 20_000:
                return party
            self._known[name] = party
        return self._known[name]

    def cleaned(self, phrase: str) -> str:
        """A noun phrase without determiners, brackets and what follows the name."""
        known = self._cleaned.get(phrase)
        if known is None:
            known = self._clean(phrase)
            if len(self._cleaned) < 20_000:
                self._cleaned[phrase] = known
        return known

    def _clean(self, phrase: str) -> str:
        phrase = _PARENTHESIS.sub("", phrase).strip(" \t,.;:'“”\"‘’*-–—")
        phrase = self.lexicon.determiner.sub("", phrase).strip()
        return self._head_phrase(phrase).strip(" ,")

    def _head_phrase(self, phrase: str) -> str:
        at = 0
        while True:
            match = self.lexicon.stop.search(phrase, at)
            if not match:
                break
            word = match.group().strip()
            if not phrase[: match.start()].strip() or word[:1].isupper():
                at = match.end()
                continue
            before = phrase[: match.start()].rsplit(" ", 1)[-1]
            after = phrase[match.end() :].lstrip()
            named = (
                before[:1].isupper()
                and _ORGAN_ON.search(before)
                and word.lower() in ("for", "on", "to", "in", "against", "pour", "para", "sur", "sobre")
            )
            if named or (
                word.lower() in ("for", "in", "on", "to")
                and before[:1].isupper()
                and after[:1].isupper()
                and word.lower() != "in"
            ):
                at = match.end()
                continue
            phrase = phrase[: match.start()]
            break
        return _TAIL.sub("", phrase)

    def strength_of(self, phrase: str) -> int:
        """2 for a phrase that names an agent, 1 for one that is merely capitalised, 0 for neither."""
        if phrase in self._agents:
            return self._agents[phrase]
        value = self._strength(phrase)
        if len(self._agents) < 20_000:
            self._agents[phrase] = value
        return value

    def _strength(self, phrase: str) -> int:
        name = self.cleaned(phrase)
        if not name or len(name) > 140:
            return 0
        if self.known(name) or name in self.short or _ACRONYM.match(name):
            return 2
        head = _PREPOSITION.split(name, maxsplit=1)[0]
        words = _WORD.findall(head)
        if not words:
            return 0
        if len(words) > 1 and words[0].lower().endswith("ing") and words[1].lower() in _AFTER_VERB:
            return 0
        last = words[-1].lower().rstrip(".")
        if self.lexicon.language != "en" and (
            last in self.lexicon.agents or words[0].lower() in self.lexicon.agents
        ):
            return 2
        if self.lexicon.language == "en" and (of := _OF.search(head)):
            first = _WORD.findall(head[: of.start()])
            if first and first[-1].lower() in self.lexicon.agents:
                return 2
            if not (first and (first[-1].lower() in _QUANTITIES or words[0][0].isupper())):
                return 0
        if last in self.lexicon.agents:
            return 2
        if "-" in last and last.rsplit("-", 1)[-1] in self.lexicon.agents:
            return 2
        if last.endswith(("’s", "'s")):
            return 0
        return 1 if all(w[0].isupper() or w.lower() in LINK for w in words) and words[0][0].isupper() else 0

    def listed(self, phrase: str, *, need: int = 1) -> list[Named]:
        """The parties of a noun phrase that lists them, in order; members below `need` are left out."""
        phrase = self._without_examples(phrase)
        phrase = expanded(phrase)
        whole = self.cleaned(phrase)
        if whole and self.known(whole):
            return [Named(self.name(whole), whole)]
        found: list[Named] = []
        for part in self._parts(phrase):
            if self.strength_of(part) >= need:
                clean = self.cleaned(part)
                name = self.name(clean)
                if _ONE_OF.match(part) and name.islower():
                    name = plural(name)
                if name and all(name != other.name for other in found):
                    found.append(Named(name, clean))
        return found

    def _without_examples(self, phrase: str) -> str:
        match = self.lexicon.including.search(phrase)
        if not match:
            return phrase
        head = self.cleaned(phrase[: match.start()])
        if head.lower() in self.lexicon.hollow and phrase[match.end() :].strip():
            return phrase[match.end() :]
        rest = phrase[match.end() :]
        closed = re.search(r",\s*(?=(?:and|or|as well as|to|et|y)\b)", rest)
        if (
            closed
            and rest[closed.end() :].strip()
            and phrase[match.start() : match.end()].strip().startswith((",", "("))
        ):
            return (
                phrase[: match.start()] + ", " + rest[closed.end() :]
                if not rest[closed.end() :].startswith("to ")
                else phrase[: match.start()]
            )
        return phrase[: match.start()]

    def _parts(self, phrase: str) -> list[str]:
        """Split a list of parties, but not a name that holds an "and"."""
        parts: list[str] = []
        start = 0
        for match in self.lexicon.between.finditer(phrase):
            left, right = phrase[start : match.start()], phrase[match.end() :]
            if not left.strip() or not right.strip():
                continue
            if "," not in match.group():
                if not self._apart(left, right) and not (parts and self._last_of_list(left, right)):
                    continue
            elif ADJECTIVES.match(left):
                continue
            parts.append(left)
            start = match.end()
        parts.append(phrase[start:])
        return parts

    def _last_of_list(self, left: str, right: str) -> bool:
        """Whether the "and" between two nouns closes a list of parties that commas part."""
        bare = left.strip()
        return (
            not self.lexicon.between.search(right)
            and (self.strength_of(bare) >= 1 or bare.endswith("s"))
            and not _PREPOSITION.search(bare)
            and 0 < len(right.split()) < 5
            and (self.strength_of(right) >= 1 or right.rstrip(" .").endswith("s"))
        )

    def _apart(self, left: str, right: str) -> bool:
        first = self.lexicon.between.split(right, maxsplit=1)[0]
        strong_left, strong_right = self.strength_of(left), self.strength_of(first)
        if not strong_right and first is not right:
            strong_right = self.strength_of(right)
        if strong_left == 2 and (
            strong_right == 2
            or (self.known(self.cleaned(left)) is not None and re.match(r"(?:the|la|el|le)\s", right))
        ):
            return True
        apart = (
            re.match(r"(?:the|la|el|le|les|los|las)\s", right, re.IGNORECASE) is not None or strong_left == 2
        )
        return strong_left >= 1 and strong_right >= 1 and apart and not _PREPOSITION.search(left.strip())

    def name(self, clean: str) -> str:
        """The short name of a cleaned phrase."""
        if (members := _MEMBERS.match(clean)) and clean[members.end() :][:1].isupper():
            of = self.name(clean[members.end() :])
            if _NUMBERED_GROUP.match(of):
                return f"{of} members"
        if clean in ("Members", "members") and clean in self.full:
            return self.full[clean]
        found = self._name(clean)
        for short, full in self.short.items():
            if full == found and _NUMBERED_GROUP.match(short):
                return short
        return found

    def _name(self, clean: str) -> str:
        if clean in self.short and not self.known(clean):
            return self.short[clean]
        for short, full in self.short.items():
            if short in clean and clean.endswith(" " + short) and not self.known(short):
                return clean.removesuffix(short) + full if clean != short else full
        low = clean.lower()
        if _UN_SYSTEM.match(low):
            return "UN system"
        if _MEMBERS_OF.match(low):
            return "member states"
        if low in self.lexicon.classes:
            return self.lexicon.classes[low]
        if _OF.search(clean):
            head, rest = _OF.split(clean, maxsplit=1)
            if head.lower() in (
                "government",
                "governments",
                "authorities",
                "gouvernement",
                "gouvernements",
                "gobierno",
                "gobiernos",
            ):
                inner = self.name(self.cleaned(rest))
                if inner in self.lexicon.classes.values():
                    return (
                        inner
                        if inner != self.lexicon.classes.get(rest.lower().split()[-1])
                        else self.lexicon.classes[head.lower()]
                    )
                if rest[:1].isupper() or self.known(rest):
                    return inner
            if head.lower() in self.lexicon.classes and not head[:1].isupper():
                return self.lexicon.classes[head.lower()]
            if head.lower() in self.lexicon.classes and not rest[:1].isupper():
                return self.lexicon.classes[head.lower()]
        if party := self.known(clean):
            if party.kind == "state" and _ACRONYM.match(clean):
                return party.name
            return clean
        words = clean.split()
        if len(words) == 1 and clean in self.full:
            return self.full[clean]
        if len(words) > 1 and all(word.islower() or index == 0 for index, word in enumerate(words)):
            tail = " ".join(words[-2:]).lower()
            if tail in self.lexicon.classes and len(words) == 2:
                return self.lexicon.classes[tail]
            if not _ACRONYM.match(words[0]) and not self.known(words[0]):
                return low
        alone = len(words) == 1 and low in self.lexicon.agents and low.endswith("s")
        return low if alone and not clean.isupper() else clean


_ONE_OF = re.compile(r"\s*(?:and\s+|or\s+)?(?:each|every|any|an?|no)\s", re.IGNORECASE)


def plural(name: str) -> str:
    """The class that "each member city" is one of: "member cities"."""
    if name.endswith(("s", "people", "media", "police", "staff", "personnel")):
        return name
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"
