"""The words of positions and of the states of answers, as people read them."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from koinon.kernel.directory import folded

POSITIONS: dict[str, str | Promise] = {
    "accepted": pgettext_lazy("position", "accepted"),
    "accepted-in-part": pgettext_lazy("position", "accepted in part"),
    "noted": pgettext_lazy("position", "noted"),
    "declined": pgettext_lazy("position", "declined"),
}
STATES: dict[str, str | Promise] = {
    "draft": pgettext_lazy("answer", "draft"),
    "submitted": pgettext_lazy("answer", "waits for the validator"),
    "returned": pgettext_lazy("answer", "returned"),
    "published": pgettext_lazy("answer", "published"),
    "replaced": pgettext_lazy("answer", "replaced by a later answer"),
}
HEADINGS: dict[str, str | Promise] = {
    "problem": _("Why this row came back"),
    "follow_up": _("Follow-up (key)"),
    "version": _("Version (key)"),
    "document": _("Document (key)"),
    "number": _("Number (key)"),
    "document_title": _("Title of the document"),
    "label": _("Label"),
    "text": _("Words of the document"),
    "addressee": _("Who is asked"),
    "answer_on": _("Answer by"),
    "stands": _("Published position"),
    "state": _("How the draft stands"),
    "position": _("Position"),
    "part": _("Which part is accepted"),
    "reasons": _("Reasons"),
    "language": _("Language of your words"),
    "change": _("Why the answer changes"),
}


@lru_cache(maxsize=1)
def meant() -> dict[str, str]:
    """The position that a folded word means in any language of the interface; a code means itself."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {folded(str(word)): code for code, word in POSITIONS.items()}
    return found | {folded(code): code for code in POSITIONS}


@lru_cache(maxsize=1)
def columns() -> dict[str, str]:
    """The column that a folded heading names in any language of the interface."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {folded(str(name)): column for column, name in HEADINGS.items()}
    return found
