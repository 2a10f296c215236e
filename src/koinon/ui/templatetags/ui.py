"""The tags that every page uses: built files, marks of kind and strength, icons, pages of a list."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from koinon.ui.assets import asset
from koinon.ui.beside import shown
from koinon.ui.charts import Chart
from koinon.ui.languages import Offered, canonical, offered
from koinon.ui.recalling import recalled
from koinon.ui.telling import listed, told

register = template.Library()
register.filter("told", told)
register.filter("listed", listed)
register.filter("recalled", recalled)

KIND_WORDS: dict[str, str | Promise] = {
    "commitment": _("Commitment"),
    "recommendation": _("Recommendation"),
    "principle": _("Principle"),
    "finding": _("Finding"),
}
STRENGTH_WORDS: dict[str, tuple[str | Promise, int]] = {
    "binding": (_("Binding"), 4),
    "intention": (_("Intention"), 3),
    "recommendation": (_("Recommended"), 2),
    "optional": (_("Optional"), 1),
}
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@register.simple_tag
def asset_link(path: str) -> SafeString:
    """The <link> or <script> of a built file with its integrity."""
    url, integrity = asset(path)
    checked = format_html(' integrity="{}"', integrity) if integrity else ""
    if path.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}"{}>', url, checked)
    return format_html('<script defer src="{}"{}></script>', url, checked)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of templates/ui/icons as inline SVG, hidden from screen readers."""
    return SafeString(render_to_string(f"ui/icons/{name}.svg").strip())


@register.inclusion_tag("ui/kind.html")
def kind_badge(kind: str) -> dict[str, object]:
    """The shape and the word of a provision's kind."""
    return {"kind": kind, "word": KIND_WORDS.get(kind, kind)}


@register.inclusion_tag("ui/strength.html")
def strength_badge(strength: str) -> dict[str, object]:
    """The scale of four and the word of a provision's strength."""
    word, degree = STRENGTH_WORDS.get(strength, (strength, 0))
    return {"word": word, "steps": [step <= degree for step in range(1, 5)], "strength": strength}


@register.filter
def kind_word(kind: str) -> str | Promise:
    """The word of a kind for prose and option lists."""
    return KIND_WORDS.get(kind, kind)


@register.filter
def strength_word(strength: str) -> str | Promise:
    """The word of a strength for prose and option lists."""
    return STRENGTH_WORDS.get(strength, (strength, 0))[0]


@register.filter
def text_direction(language: str | None) -> str:
    """`rtl` or `ltr` of a language code, for the dir attribute beside lang."""
    return "rtl" if (language or "").partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@register.filter
def bdi(words: object) -> SafeString:
    """Words that keep their own direction within a sentence of any language; for its places."""
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def within(path: str, address: str) -> bool:
    """Whether a path is that address or stands below it."""
    return path.startswith(address)


@register.simple_tag(takes_context=True)
def beside(context: dict[str, Any], slot: str, **about: object) -> SafeString:
    """What other capabilities show in a slot of this page: {% beside "country" place=place %}."""
    return mark_safe("".join(shown(slot, context["request"], **about)))


@register.simple_tag(takes_context=True)
def page_query(context: dict[str, Any], **changes: object) -> str:
    """The present query string with some values replaced; None removes one. Begins with `?`."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: dict[str, Any], page: Page[Any], name: str = "page", at: str = "") -> dict[str, object]:
    """Links to the other pages of a list, keeping the rest of the query. `page`: a Django Page.

    `at` is the anchor where the list begins, for one that stands low on its page.
    """

    def link(number: int) -> str:
        return page_query(context, **{name: number}) + (f"#{at}" if at else "")

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(number, link(number) if isinstance(number, int) else "") for number in numbers],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/chart.html")
def chart(drawn: Chart, data_url: str = "", image: str = "") -> dict[str, object]:
    """A chart with its words, its table and the address of its data as CSV.

    With `image`, the address of its bare drawing, the page holds that as an image: for drawings that weigh.
    """
    return {"chart": drawn, "data_url": data_url, "image": image}


@register.inclusion_tag("ui/languages.html", takes_context=True)
def languages(context: dict[str, Any]) -> dict[str, object]:
    """The present page in every language: links, or for the signed-in buttons that keep the choice."""
    request = context.get("request")
    every: list[Offered] = offered(request) if request is not None else []
    return {
        "languages": every,
        "here": next((one.address for one in every if one.current), ""),
        "user": context.get("user"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/alternates.html", takes_context=True)
def alternates(context: dict[str, Any]) -> dict[str, object]:
    """For the head of a page: its one address, and its addresses in the other languages."""
    request = context.get("request")
    if request is None:
        return {}
    every = [(one, canonical(request, one.code)) for one in offered(request)]
    own = next((address for one, address in every if one.current), "")
    return {"every": every, "own": own, "default": canonical(request, settings.LANGUAGE_CODE)}
