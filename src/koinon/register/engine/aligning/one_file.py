"""Reading a translated file, as functions that a process of its own can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from koinon.register.engine import vocabulary
from koinon.register.engine.aligning import sheet
from koinon.register.engine.aligning.alignment import Alignment, alignments
from koinon.register.engine.aligning.units import nothing, original_units, translated_units
from koinon.register.engine.edition import Span
from koinon.register.engine.sources.extract import extract


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
    return alignments(originals, translated_units(extract(name, data), keys=there), keys=there)


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
