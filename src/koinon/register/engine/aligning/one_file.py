"""Reading a translated file, as functions that a process of its own can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from koinon.kernel.refusals import Refused
from koinon.register.engine import vocabulary
from koinon.register.engine.aligning import sheet
from koinon.register.engine.aligning.alignment import Alignment, alignments
from koinon.register.engine.aligning.units import nothing, original_units, translated_units
from koinon.register.engine.documents import Extract
from koinon.register.engine.edition import Span
from koinon.register.engine.sources.extract import extract
from koinon.register.engine.wording.languages import language_of

_TOLD_APART = frozenset(("en", "fr", "es", "pt", "de", "it", "nl", "id", "ar", "ru", "th", "my", "km", "lo"))


def aligned(
    name: str,
    data: bytes,
    text: str,
    headings: Sequence[Sequence[int]],
    spans: Sequence[tuple[int, int, int]],
    languages: tuple[str, str],
    words: str | None,
) -> list[Alignment]:
    """The stretches of a translated file that render the provisions of a text.

    `spans`: (number, start, end) in `text`; `languages`: the text's and the translation's; `words`: an
    installation's own vocabulary (TOML), else the packaged one.
    """
    known = vocabulary.Vocabulary.parse(words) if words else vocabulary.default()
    here, there = (_keys(known, language) for language in languages)
    originals = original_units(text, headings, [Span(*span) for span in spans], keys=here)
    found = extract(name, data)
    _in_language(found, languages[1])
    return alignments(originals, translated_units(found, keys=there), keys=there)


def _in_language(found: Extract, wanted: str) -> None:
    """A refusal of a file that is plainly in another language than it is said to be."""
    seen = language_of(found.text)
    if seen != wanted and {seen, wanted} <= _TOLD_APART:
        raise Refused(
            "register.other_language",
            "{file} seems to be in the language “{found}”, not “{wanted}”: choose that one, or its file.",
            file=found.name,
            found=seen,
            wanted=wanted,
            field="language",
        )


def _keys(known: vocabulary.Vocabulary, language: str) -> Callable[[str], Iterable[str]]:
    """The themes and groups that a text names; nothing in a language that the vocabulary has no words of."""
    if not any(language[:2] in node.terms for node in (*known.themes, *known.groups)):
        return nothing

    def keys(text: str) -> Iterable[str]:
        themes, groups = known.tagged(text, language)
        return (*themes, *groups)

    return keys


def wordings(name: str, data: bytes, numbers: Collection[int]) -> sheet.Wordings:
    """The wordings of a spreadsheet."""
    return sheet.wordings(sheet.table_of(name, data), numbers)
