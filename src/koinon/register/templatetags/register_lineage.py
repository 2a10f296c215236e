"""Restatements in words: what two provisions share, where their words differ, and the ask over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koinon.register.engine.lineage.chains import Link, Standing
from koinon.register.engine.lineage.differences import Part, Stretch, differences
from koinon.register.models import Document, Provision
from koinon.register.queries import chains, comparisons
from koinon.register.queries.chains import Told
from koinon.register.queries.lineage import names_of
from koinon.register.templatetags.register_text import plain
from koinon.register.templatetags.register_words import theme_label
from koinon.ui.telling import listed

register = template.Library()

CHOICES = 200  # documents that one can choose from


@register.filter
def alike(score: float | None) -> str:
    """How likely a restatement is, in words."""
    if score is None:
        return _("Found by a person")
    words = (_("Nearly the same"), _("Very alike"), _("Alike"))
    return words[0 if score >= 0.85 else 1 if score >= 0.6 else 2]


@register.simple_tag
def differing(earlier: str, later: str, side: str = "") -> SafeString:
    """Two texts as one, with what was taken out and put in; or the `earlier` or the `later` side alone."""
    return told_parts(differences(plain(earlier), plain(later)), side)


def told_parts(parts: Sequence[Part], side: str = "") -> SafeString:
    """Parts as HTML; screen readers hear where words that differ begin and end."""
    left_out = {"earlier": Stretch.NEW, "later": Stretch.GONE}.get(side)
    shown = [part for part in parts if part.stretch != left_out]
    return format_html_join(
        "", "{}{}", ((_gap(part, at, side), _part(part, side)) for at, part in enumerate(shown))
    )


def _gap(part: Part, at: int, side: str) -> str:
    """A space between parts, where the text itself has none because its other half begins there."""
    if part.stretch is not Stretch.BOTH:
        return " " if at else ""
    words = part.before if side == "earlier" else part.text
    return " " if at and words[:1].isalnum() else ""


def _part(part: Part, side: str) -> SafeString | str:
    if part.stretch is Stretch.BOTH:
        return part.before if side == "earlier" else part.text
    gone = part.stretch is Stretch.GONE
    return format_html(
        '<{tag}><span class="sr">{begins} </span>{text}<span class="sr"> {ends}</span></{tag}>',
        tag="del" if gone else "ins",
        begins=_("[taken out:") if gone else _("[put in:"),
        text=part.text.strip(),
        ends="]",
    )


@register.filter
def shared(why: Sequence[Mapping[str, Any]]) -> list[str]:
    """What two provisions have in common and where they differ, sentence by sentence."""
    return [sentence for one in why if (sentence := _sentence(one))]


def _sentence(one: Mapping[str, Any]) -> str:
    left, right = one.get("left", []), one.get("right", [])
    words, were = listed(right), listed(left)
    match one.get("reason"):
        case "identical":
            return _("Both are the same words in the same order.")
        case "words":
            return _("Both say: %(words)s.") % {"words": words}
        case "saying":
            return _("The earlier says “%(earlier)s”, the later “%(later)s”.") % {
                "earlier": were,
                "later": words,
            }
        case "addressees":
            return _("Both ask: %(parties)s.") % {"parties": listed(names_of(right))}
        case "others":
            return _("They ask different parties.")
        case "themes":
            return _("Both are about: %(themes)s.") % {"themes": listed([theme_label(key) for key in right])}
        case "numbers":
            return _("Figures differ: %(earlier)s earlier, %(later)s later.") % {
                "earlier": were or _("none"),
                "later": words or _("none"),
            }
    return ""


@register.filter
def chain_sentence(told: Told) -> str:
    """The chain in one sentence: "Asked in 2019, 2022 and 2023; never answered."."""
    years = _years(told.chain.years)
    if told.promised:
        return _("Promised in %(years)s.") % {"years": years}
    said = _what_became(told)
    if not said:
        return _("Asked in %(years)s.") % {"years": years}
    return _("Asked in %(years)s; %(what)s.") % {"years": years, "what": said}


def _what_became(told: Told) -> str:
    links = told.chain.links
    if told.chain.never_answered:
        silent = any(link.silent for link in links)
        return _("never answered") if silent else _("not answered yet")
    answered = [link for link in links if link.answered]
    if not answered:
        return ""
    last = answered[-1]
    said = _("%(answer)s in %(year)s") % {
        "answer": answer_words(last),
        "year": last.day.year if last.day else "?",
    }
    return _("never accepted; %(last)s") % {"last": said} if told.chain.never_accepted else said


def _years(years: Sequence[int]) -> str:
    """Years without separators of thousands: "2019, 2022 and 2023"."""
    if len(years) < 2:
        return "".join(map(str, years))
    before = pgettext("between years", ", ").join(str(year) for year in years[:-1])
    return _("%(years)s and %(last)s") % {"years": before, "last": years[-1]}


@register.filter
def answer_words(link: Link) -> str:
    """How a provision was answered, with counts where several are asked."""
    if link.standing is Standing.UNASKED:
        return _("nobody is known to be asked")
    if link.asked == 1:
        position = next(iter(link.positions))
        return position_words(position, link.silent > 0)
    if not link.answered:
        words = _("no answer from any of %(n)d") if link.silent else _("none of %(n)d has answered yet")
        return words % {"n": link.asked}
    told = [
        _COUNTED[position]() % {"k": count, "n": link.asked}
        for position in ("accepted", "accepted-in-part", "noted", "declined", "")
        if (count := link.positions.get(position, 0))
    ]
    return listed(told)


_COUNTED: dict[str, Any] = {
    "accepted": lambda: _("accepted by %(k)d of %(n)d"),
    "accepted-in-part": lambda: _("accepted in part by %(k)d of %(n)d"),
    "noted": lambda: _("noted by %(k)d of %(n)d"),
    "declined": lambda: _("declined by %(k)d of %(n)d"),
    "": lambda: _("no answer from %(k)d of %(n)d"),
}


@register.simple_tag
def position_words(position: str, silent: bool = False) -> str:
    """A position as one addressee took it."""
    words = {
        "accepted": _("accepted"),
        "accepted-in-part": _("accepted in part"),
        "noted": _("noted"),
        "declined": _("declined"),
    }
    return words.get(position) or (_("no answer") if silent else _("no answer yet"))


@register.filter
def times(told: Told) -> str:
    """In how many documents it stands."""
    n = len(told.keys)
    return ngettext("%(n)d provision", "%(n)d provisions", n) % {"n": n}


@register.inclusion_tag("register/lineage/section.html")
def lineage_of(provision: Provision) -> dict[str, Any]:
    """The same ask over the years, on the page of one of its provisions; nothing where none is confirmed."""
    return {"lineage": chains.chain_of(provision, timezone.now()), "here": provision}


@register.inclusion_tag("register/lineage/choose.html")
def compare_with(document: Document) -> dict[str, Any]:
    """The choice of another document to compare one with."""
    return {"document": document, "others": list(comparisons.others(document)[:CHOICES])}
