"""A document's text as HTML: passages with marked provisions, and the notes beside them.

Written here rather than as templates because a page holds hundreds of them and must stay light.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from koinon.register.engine.edition import Block, Piece

register = template.Library()

_HASHES = re.compile(r"^#{1,6}\s+")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*", re.DOTALL)


@register.simple_tag
def passage(block: Block) -> SafeString:
    """A heading or a paragraph; headings of the text stand below the page's own."""
    if block.level:
        tag = f"h{min(block.level + 1, 4)}"
        return format_html('<{} class="passage-text" id="h{}">{}</{}>', tag, block.start, _pieces(block), tag)
    return format_html('<p class="passage-text">{}</p>', _pieces(block))


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


@register.simple_tag
def margin_note(provisions: Mapping[int, object], number: int) -> SafeString:
    """The note beside a passage: label, kind, strength, addressees, deadline."""
    return mark_safe(render_to_string("register/_note.html", {"p": provisions[number]}).strip())
