"""What the words of a sheet mean, in every language of the interface, and how its columns are called."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from koinon.kernel.directory import folded
from koinon.register.engine.sheets.columns import Dictionary
from koinon.register.queries import knowledge
from koinon.ui.templatetags.ui import KIND_WORDS, STRENGTH_WORDS

HEADINGS: dict[str, str | Promise] = {
    "problem": _("Why this row came back"),
    "document": _("Document (key)"),
    "number": _("Number (key)"),
    "revision": _("Revision (key)"),
    "document_title": _("Title of the document"),
    "text": _("Words of the document"),
    "kind": _("Kind"),
    "strength": _("Strength"),
    "label": _("Label"),
    "section": _("Section"),
    "issuer": _("Whose request or undertaking"),
    "addressees": _("Who is to do it"),
    "deadline": _("Deadline in the text’s words"),
    "deadline_from": _("From"),
    "deadline_due": _("Due"),
    "themes": _("Themes"),
    "groups": _("Groups of people"),
    "reason": _("Reason of the correction"),
}


def heading(column: str) -> str:
    """A column in the reader's language; a further one by its key."""
    return str(HEADINGS.get(column, column))


def dictionary() -> Dictionary:
    """The words of every language with their codes; codes are called as the active language does."""
    return _dictionary(get_language() or "en", knowledge.vocabulary_text())


@lru_cache(maxsize=16)
def _dictionary(language: str, _vocabulary: str | None) -> Dictionary:
    meant: dict[str, dict[str, str]] = {column: {} for column in ("kind", "strength", "themes", "groups")}
    headings: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for column, words in _called().items():
                meant[column] |= {folded(word): value for value, word in words.items()}
            headings |= {folded(str(name)): column for column, name in HEADINGS.items()}
    for column, words in _called().items():
        meant[column] |= {folded(value): value for value in words}  # a code means itself in any language
    with override(language):
        return Dictionary(meant, _called(), headings)


def _called() -> dict[str, dict[str, str]]:
    return {
        "kind": {value: str(word) for value, word in KIND_WORDS.items()},
        "strength": {value: str(word) for value, (word, _degree) in STRENGTH_WORDS.items()},
        "themes": dict(knowledge.theme_choices()),
        "groups": dict(knowledge.group_choices()),
    }
