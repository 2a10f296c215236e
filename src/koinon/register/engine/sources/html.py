"""HTML to text: blocks on lines, lists with their enumerators, tables as rows, surroundings marked apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.composing import Composer, Inline, superscript
from koinon.register.engine.sources.encodings import even_lines
from koinon.register.engine.sources.enumerators import bullet, indent, letters, roman
from koinon.register.engine.sources.html_surroundings import Element, surroundings
from koinon.register.engine.sources.html_tables import Rows, laid_out
from koinon.register.engine.sources.limits import Limits

_DROPPED_NAMES = (
    "script style template noscript head svg math iframe object embed canvas video audio map input "
    "textarea del s strike datalist"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option "
    "p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NUMBER_STYLES = {"a": letters, "i": roman}


@dataclass(slots=True)
class _List:
    """An open list: its kind of enumerator, the next number, its depth from 1."""

    style: str | None
    number: int
    step: int
    depth: int

    def enumerator(self, item: Element) -> str:
        """The enumerator of the next item, with indent and a space after."""
        if self.style is None:
            return f"{indent(self.depth)}{bullet(self.depth)} "
        number = _integer(item.get("value"), self.number)
        self.number = number + self.step
        form = _NUMBER_STYLES.get(self.style.lower())
        sign = form(number) if form else str(number)
        return f"{indent(self.depth)}{sign.upper() if self.style.isupper() else sign}. "


@dataclass(slots=True)
class _State:
    """Where in the tree the walk stands."""

    composer: Composer
    around: set[Element]
    inline: Inline = field(default_factory=Inline)
    lists: list[_List] = field(default_factory=list)
    tables: list[Rows | None] = field(default_factory=list)
    lead: str = ""
    heading: int = 0
    bold: int = 0
    apart: int = 0
    preformatted: int = 0
    raised: int = 0
    tight: bool = False

    def flush(self) -> None:
        """End the block under construction."""
        if self.inline.empty:
            return
        row = self.tables[-1] if self.tables else None
        if row is not None:
            return
        self._put([(Role.HEADING, self.heading)] if self.heading else [])

    def row(self) -> None:
        """End a table row."""
        if not self.inline.empty:
            self._put([(Role.TABLE_ROW, 0)])

    def _put(self, roles: list[tuple[Role, int]]) -> None:
        if self.lead and self.lists:
            roles.append((Role.ITEM, self.lists[-1].depth))
        if self.apart:
            roles.append((Role.APART, 0))
        lead = self.lead or (indent(self.lists[-1].depth + 1) if self.lists else "")
        line = self.inline.line()
        self.composer.put(line, roles=roles, lead=lead, gap="\n" if self.tight else "\n\n")
        self.lead = ""
        self.tight = bool(self.lists) or bool(self.tables and self.tables[-1] is not None)


def html(name: str, text: str, encoding: str, limits: Limits) -> Extract:
    """A web page or any HTML; its language and title from its head, else from its first heading."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    body = _DECLARATION.sub("", even_lines(text).replace("\f", " "))
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _textless(name) from error
    if root is None:
        raise _textless(name)
    state = _State(Composer(name, limits), surroundings(root))
    _walk(root, state)
    if not state.composer.length:
        raise _textless(name)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return state.composer.extract(
        "html", title=_title(root, state.around), language=language, encoding=encoding
    )


def _walk(root: Element, state: _State) -> None:
    steps = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in steps:
        if not isinstance(element.tag, str):
            _text(state, element.tail)
        elif event == "start":
            if element.tag in _DROPPED or _invisible(element):
                steps.skip_subtree()
            else:
                _enter(element, state)
                _text(state, element.text)
        else:
            if element.tag not in _DROPPED and not _invisible(element):
                _leave(element, state)
            if element is not root:
                _text(state, element.tail)
    state.flush()


def _enter(element: Element, state: _State) -> None:
    tag = element.tag
    if element in state.around:
        state.flush()
        state.apart += 1
    if tag in _BLOCKS:
        _part_block(state)
    if tag in _HEADINGS or element.get("role") == "heading":
        state.heading = _HEADINGS.get(tag) or _integer(element.get("aria-level"), 2)
    elif tag in ("ul", "ol", "menu"):
        state.tight = bool(state.lists)
        state.lists.append(_opened(element, len(state.lists) + 1))
    elif tag == "li" and state.lists and not _in_rows(state):
        state.lead = state.lists[-1].enumerator(element)
    elif tag == "table":
        state.tight = False
        state.tables.append(None if laid_out(element) else Rows())
    elif state.tables and (rows := state.tables[-1]) is not None and tag in ("tr", "td", "th"):
        for sign in rows.enter(element):
            state.inline.mark(sign)
    elif tag == "br":
        state.inline.mark(" " if _in_rows(state) else "\n")
    state.bold += _is_bold(element)
    state.preformatted += tag == "pre"
    state.raised += tag == "sup"


def _leave(element: Element, state: _State) -> None:
    tag = element.tag
    state.bold -= _is_bold(element)
    state.preformatted -= tag == "pre"
    state.raised -= tag == "sup"
    if tag == "tr" and _in_rows(state):
        state.row()
    elif tag in _BLOCKS:
        _part_block(state)
    if tag in _HEADINGS or element.get("role") == "heading":
        state.heading = 0
    elif tag in ("ul", "ol", "menu") and state.lists:
        state.lists.pop()
        state.lead = ""
        state.tight = bool(state.lists)
    elif tag == "table" and state.tables:
        state.tables.pop()
        state.tight = False
    if element in state.around:
        state.flush()
        state.apart -= 1


def _part_block(state: _State) -> None:
    """A block begins or ends: a new line, or a mere space inside a table row."""
    if _in_rows(state):
        state.inline.add(" ")
    else:
        state.flush()


def _in_rows(state: _State) -> bool:
    return bool(state.tables) and state.tables[-1] is not None


def _text(state: _State, text: str | None) -> None:
    if not text:
        return
    if state.raised and text.strip().isdecimal():
        text = superscript(text.strip())
    if state.preformatted and "\n" in text:
        for number, line in enumerate(text.split("\n")):
            if number:
                state.inline.mark("\n")
            state.inline.add(line, bold=state.bold > 0)
        return
    state.inline.add(text, bold=state.bold > 0)


def _opened(element: Element, depth: int) -> _List:
    if element.tag != "ol":
        return _List(None, 1, 1, depth)
    items = sum(1 for e in element if e.tag == "li")
    backwards = element.get("reversed") is not None
    first = _integer(element.get("start"), items if backwards else 1)
    return _List(element.get("type", "1"), first, -1 if backwards else 1, depth)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text and len(text) < 9 else default
    except ValueError:
        return default


def _is_bold(element: Element) -> bool:
    style = element.get("style")
    return element.tag in _BOLD or bool(style and _HEAVY.search(style))


def _invisible(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _title(root: Element, around: set[Element]) -> str | None:
    """og:title, else the only heading of the first rank, else the title without the site's name."""
    for meta in root.iter("meta"):
        if meta.get("property") == "og:title" and (content := meta.get("content", "").strip()):
            return content
    headings = [h for h in root.iter("h1") if not any(a in around for a in (h, *h.iterancestors()))]
    if len(headings) == 1 and (words := _words(headings[0])):
        return words
    title = next((_words(t) for t in root.iter("title")), "")
    parts = re.split(r"\s+[|«»]\s+|\s+[–—]\s+", title)
    return (parts[0] if parts else "") or (_words(headings[0]) if headings else None)


def _words(element: Element) -> str:
    return " ".join("".join(t for t in element.itertext() if isinstance(t, str)).split())


def _textless(name: str) -> Refused:
    return Refused(
        "no_text",
        "{file} holds no text outside its scripts: save the page from the browser once it is shown.",
        file=name,
    )
