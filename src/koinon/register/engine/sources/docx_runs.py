"""The runs of a DOCX paragraph: what is seen of them once tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from koinon.register.engine.sources.archives import Element
from koinon.register.engine.sources.composing import Inline, superscript
from koinon.register.engine.sources.docx_numbering import W
from koinon.register.engine.sources.docx_styles import Style, Styles, switched

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away text, alternatives for old programs, annotations and field codes.
_DROPPED = frozenset(
    [
        f"{W}{tag}"
        for tag in ("del", "moveFrom", "delText", "instrText", "rt", "pPr", "rPr", "sdtPr", "rubyPr")
    ]
    + [f"{_MC}Fallback"]
)
_SYMBOL_BULLETS = frozenset({0xB7, 0xA7, 0xA8, 0x6E, 0x76, 0xD8, 0xFC, 0x9F})


@dataclass(slots=True)
class Notes:
    """The notes referred to so far, numbered in order of their references."""

    order: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, kind: str, key: str) -> int:
        """The number of a note of this kind (footnote, endnote) and id."""
        return self.order.setdefault((kind, key), len(self.order) + 1)


@dataclass(slots=True)
class Runs:
    """Writes the visible text of paragraph contents into an `Inline`.

    Text boxes met on the way are kept in `boxes`: they stand beside the paragraph, not in it.
    """

    styles: Styles
    notes: Notes
    boxes: list[Element] = field(default_factory=list)

    def write(self, node: Element, inline: Inline, style: Style) -> None:
        """Write everything below `node` that a reader sees."""
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _DROPPED:
                continue
            if tag == f"{W}r":
                self._run(child, inline, style)
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{_M}t":
                inline.add(child.text or "")
            else:
                self.write(child, inline, style)

    def _run(self, run: Element, inline: Inline, style: Style) -> None:
        properties = run.find(f"{W}rPr")
        own = self.styles.named(properties, "rStyle")
        hidden = switched(properties, "vanish")
        if hidden or (hidden is None and ((own and own.hidden) or style.hidden)):
            return
        bold = switched(properties, "b")
        if bold is None:
            bold = style.bold or bool(own and own.bold)
        raised = properties.find(f"{W}vertAlign") if properties is not None else None
        high = raised is not None and raised.get(f"{W}val") == "superscript"
        for child in run:
            self._piece(child, inline, style, bold=bold, high=high)

    def _piece(self, piece: Element, inline: Inline, style: Style, *, bold: bool, high: bool) -> None:
        tag = piece.tag
        if tag == f"{W}t":
            text = piece.text or ""
            inline.add(superscript(text) if high and text.strip().isdecimal() else text, bold=bold)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = tag.removeprefix(W).removesuffix("Reference")
            inline.add(superscript(str(self.notes.number(kind, piece.get(f"{W}id", "")))))
        elif (sign := _SIGNS.get(str(tag))) is not None:
            sign(inline, piece)
        elif isinstance(tag, str) and tag not in _DROPPED:
            self.write(piece, inline, style)


def _turn(inline: Inline, piece: Element) -> None:
    inline.mark("\n")


def _space(inline: Inline, piece: Element) -> None:
    inline.add(" ")


def _hyphen(inline: Inline, piece: Element) -> None:
    inline.add("-")


def _symbol(inline: Inline, piece: Element) -> None:
    """A character of a symbol font: a bullet where it is one, else the character if it is public."""
    code = int(piece.get(f"{W}char", "0")[:6] or "0", 16) if _is_hex(piece.get(f"{W}char", "0")) else 0
    if code & 0xFF00 == 0xF000:
        inline.add("•" if code & 0xFF in _SYMBOL_BULLETS else " ")
    elif 0x20 <= code < 0xD800:
        inline.add(chr(code))


def _is_hex(text: str) -> bool:
    return bool(text) and all(c in "0123456789abcdefABCDEF" for c in text)


_SIGNS: dict[str, Callable[[Inline, Element], None]] = {
    f"{W}br": _turn,
    f"{W}cr": _turn,
    f"{W}tab": _space,
    f"{W}ptab": _space,
    f"{W}noBreakHyphen": _hyphen,
    f"{W}sym": _symbol,
}
