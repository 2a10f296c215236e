"""How translations are told: languages by their own names, why the machine laid words beside a provision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext as _

from koinon.register.queries.translations import Rendered
from koinon.register.templatetags.register_words import language_label

register = template.Library()
_FURTHER = {  # languages of the field that the framework has no names of
    "lo": gettext_noop("Lao"),
    "tet": gettext_noop("Tetum"),
    "tl": gettext_noop("Filipino"),
}


@register.filter
def own_name(code: str) -> str:
    """A language by the name that its speakers give it: "fr" → "français"."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return language_label(code)


def language_choices() -> list[tuple[str, str]]:
    """Every language that a translation may be in: its code, and its name in the reader's language."""
    named = {code: info["name"] for code, info in LANG_INFO.items() if "name" in info and len(code) < 4}
    found = [(code, _(name)) for code, name in {**named, **_FURTHER}.items()]
    return sorted(found, key=lambda choice: choice[1].casefold())


@register.filter
def reason(why: Sequence[str]) -> str:
    """One reason of a proposal in words; `why`: its code, and what fills the sentence."""
    code, value = why
    if code == "number":
        return _("the same number: %(value)s") % {"value": value}
    if code == "figures":
        return _("the same figures: %(value)s") % {"value": value}
    if code == "names":
        return _("words in common: %(value)s") % {"value": value}
    if code == "length":
        return (
            _("its length is unusual for a translation") if value else _("as long as a translation would be")
        )
    if code == "joined":
        return _("put together from %(value)s paragraphs") % {"value": value}
    if code == "part":
        return _("a part of a longer paragraph")
    if code == "together":
        return _("renders provisions %(value)s in one sentence") % {"value": value}
    return _("only its place in the order speaks for it")


@register.filter
def standing_words(wording: Rendered | None) -> str:
    """What a reader is told of a wording beside it: who made it, and whether it is still up to date."""
    if not wording:
        return ""
    words = {"machine": _("Machine translation"), "human": _("Human translation")}
    told = words.get(wording.standing, _("Equally authentic text"))
    if wording.made_by:
        told = _("%(what)s by %(who)s") % {"what": told, "who": wording.made_by}
    return _("%(told)s, of an earlier wording") % {"told": told} if wording.earlier else told


@register.filter
def translation_words(translation: Any) -> str:
    """What a whole translation is, in words: its standing, and who made it."""
    return standing_words(Rendered("", "", translation.standing, translation.made_by, None, False))


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 as whole per cent, never 100 where something is left to doubt."""
    return str(min(99, int(share * 100)))
