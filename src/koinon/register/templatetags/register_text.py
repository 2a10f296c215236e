"""A document's text as HTML: passages with marked provisions, and the notes beside them.

Written here rather than as templates because a page holds hundreds of them and must stay light.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from koinon.register.engine.edition import Block, Piece
from koinon.ui.templatetags.ui import text_direction

register = template.Library()

_ENUMERATOR = 12  # characters, at most
_HASHES = re.compile(r"^#{1,6}\s+")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*", re.DOTALL)


@register.simple_tag
def passage(
    block: Block, provisions: Mapping[int, Any] | None = None, own: str = "", shown: str = ""
) -> SafeString:
    """A heading or a paragraph; headings of the text stand below the page's own.

    `own`: the text's language; where another is `shown`, provisions stand in that wording.
    """
    pieces = _translated(block, provisions, shown) if provisions and shown != own else _pieces(block)
    if block.level:
        tag = f"h{min(block.level + 1, 4)}"
        return format_html('<{} class="passage-text" id="h{}">{}</{}>', tag, block.start, pieces, tag)
    if provisions and shown != own and _wholly(block, provisions):
        return format_html(
            '<p class="passage-text" lang="{}" dir="{}">{}</p>', shown, text_direction(shown), pieces
        )
    return format_html('<p class="passage-text">{}</p>', pieces)


def _wholly(block: Block, provisions: Mapping[int, Any]) -> bool:
    """Whether all words of a paragraph stand in translated provisions, its enumerator apart."""
    rest = sum(len(piece.text) for piece in block.pieces if not piece.spans)
    opened = {n for piece in block.pieces for n in piece.spans}
    return bool(opened) and rest < _ENUMERATOR and all(provisions[n].rendered for n in opened)


def _translated(block: Block, provisions: Mapping[int, Any], shown: str) -> SafeString:
    """The pieces with each provision in its wording; what has none stays, and says so."""
    return format_html_join("", "{}", ((_in_words(p, provisions, shown),) for p in block.pieces))


def _in_words(piece: Piece, provisions: Mapping[int, Any], shown: str) -> SafeString:
    if not piece.spans:
        return emphasised(piece.text)
    first = provisions[piece.spans[0]]
    if first.rendered is None:
        missing = [n for n in piece.opens if provisions[n].rendered is None]
        told = format_html(' <small class="untranslated">{}</small> ', _("not translated")) if missing else ""
        return format_html("{}{}", told, _piece(piece))
    anchors = format_html_join("", '<a id="p{}"></a>', ((n,) for n in piece.opens if n != first.number))
    if first.number not in piece.opens:
        return anchors
    words = format_html(
        '{}<mark class="span" id="p{}" lang="{}" dir="{}">{}</mark>',
        anchors,
        first.number,
        shown,
        text_direction(shown),
        emphasised(first.rendered.text),
    )
    return format_html("{}{}", words, _standing(first.rendered))


def _standing(wording: Any) -> SafeString:
    """What a reader must know of a wording, in words: made by a machine, of an earlier text."""
    told = []
    if wording.standing == "machine":
        told.append(_("machine translation"))
    if wording.earlier:
        told.append(_("of an earlier wording"))
    return format_html(' <small class="untranslated">{}</small> ', ", ".join(told)) if told else mark_safe("")


def _pieces(block: Block) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in block.pieces))


def _piece(piece: Piece) -> SafeString:
    if not piece.spans:
        return emphasised(piece.text)
    if not piece.opens:
        return format_html('<mark class="span">{}</mark>', emphasised(piece.text))
    first, *others = piece.opens
    anchors = format_html_join("", '<a id="p{}"></a>', ((number,) for number in others))
    return format_html('{}<mark class="span" id="p{}">{}</mark>', anchors, first, emphasised(piece.text))


@register.filter
def emphasised(text: str) -> SafeString:
    """The text escaped, with the asterisks and hashes of Markdown shown as what they mean."""
    bold = _BOLD.sub(r"<b>\1</b>", escape(_HASHES.sub("", text)))
    return mark_safe(bold.replace("**", ""))


@register.filter
def plain(text: str) -> str:
    """The text without the asterisks and hashes of Markdown."""
    return _HASHES.sub("", text).replace("**", "")


@register.filter
def oneline(text: object) -> str:
    """Text as one line, for letters: whoever wrote it cannot write further lines into them."""
    return " ".join(str(text).split())


@register.simple_tag
def margin_note(provisions: Mapping[int, object], number: int) -> SafeString:
    """The note beside a passage: label, kind, strength, addressees, deadline."""
    return mark_safe(render_to_string("register/_note.html", {"p": provisions[number]}).strip())
