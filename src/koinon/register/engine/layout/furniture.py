"""What surrounds the document on its pages: running heads, page numbers, site menus, other posts."""

from __future__ import annotations

import re
from collections import Counter

from koinon.register.engine.documents import Role
from koinon.register.engine.layout.enumerators import BULLETS
from koinon.register.engine.layout.lines import Line

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|página|seite|страница)?\s*[-–—|\[(]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—|\])]?\s*"
    r"(?:(?:of|/|de|sur|von)\s*\d{1,4})?\W*\Z",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r".{3,}?(?:\.{4,}|(?:\s\.){4,}|…{2,}|_{4,})\s*\d{0,4}\Z")
_SITE = re.compile(
    r"(?:(?:top|bottom) of page|skip to (?:main )?content|back to top|home|menu|search|share(?: this|"
    r" on .{1,20})?|"
    r"tweet|print(?: this page)?|e-?mail(?: this)?|facebook|twitter|linkedin|whatsapp|instagram|youtube|rss|"
    r"subscribe(?: .{0,40})?|sign up(?: .{0,40})?|follow us(?: .{0,30})?|log ?in|register|cookie.{0,60}|"
    r"accept(?: all)?(?: cookies)?|read (?:more|the rest).{0,40}|leave a (?:comment|reply).{0,20}|"
    r"\d+ comments?.{0,10}|"
    r"related (?:posts|articles|content|documents?)|previous(?: post)?|next(?: post)?|all rights "
    r"reserved.{0,40}|"
    r"©.{0,80}|copyright .{0,80}|privacy policy|terms (?:of use|and conditions)|contact(?: us)?|"
    r"about(?: us)?|"
    r"download(?: (?:the )?(?:pdf|document|report))?|click (?:here|to).{0,60}|loading.{0,10}|"
    r"posted (?:in|on|by) .{0,200}|tags?: .{0,900}|tagged (?:with )?.{0,300}|filed under.{0,200}|"
    r"categor(?:y|ies): .{0,200}|"
    r"posts tagged .{0,80}|like this:.{0,40}|donate(?: now)?|[^.]{1,120}\.(?:png|jpe?g|gif|svg|webp|"
    r"pdf|docx?))\W*\Z",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\d+ (?:thoughts?|comments?|responses?|replies)\b.*|related (?:posts|articles|news|content|"
    r"documents|stories)|leave a (?:reply|comment)|"
    r"you may also like|recent posts|latest news|about the author|more from .{0,30}|recent comments|"
    r"bottom of page)\W*\Z",
    re.IGNORECASE,
)
_POST_END = re.compile(r"(?:posted in\b.*[|»]|tags?:\s|filed under\b|posted by\b)", re.IGNORECASE)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_POST_DATE = re.compile(
    rf"(?:(?:{_MONTHS}) \d{{1,2}},? \d{{4}}|\d{{1,2}} (?:{_MONTHS}) \d{{4}}|\d{{4}}-\d\d-\d\d)\W*\Z",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(
    r"(?:for the full (?:text|report)|see also\b|read the full|source:|https?://\S+\Z)", re.IGNORECASE
)
_OPERATIVE = re.compile(
    r"\b(?:should|must|shall|recommend\w*|urge\w*|call(?:s|ed)? (?:up)?on|commit\w*)\b", re.IGNORECASE
)


def document_lines(lines: list[Line]) -> list[Line]:
    """The lines that belong to the document itself."""
    return _without_site(_one_post(_without_running_heads(lines)))


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Drop page numbers, contents lines, and short lines that come back at the edges of pages."""
    repeated = _repeated(lines) if len({line.page for line in lines}) > 2 else _between_pages(lines)
    kept: list[Line] = []
    gap = 0
    for line in lines:
        text = line.text
        if _is_page_number(text) or (
            len(text) < 200 and ((repeated and _shape(text) in repeated) or _is_contents(text))
        ):
            # the place where a head was cut is no paragraph break by itself
            gap = max(gap, line.gap, 1)
            continue
        if gap:
            line.gap = max(line.gap, 1)
            line.torn = True
            gap = 0
        kept.append(line)
    return kept


def _is_contents(text: str) -> bool:
    return ("..." in text or "…" in text or ". ." in text or "___" in text) and bool(_CONTENTS.match(text))


def _shape(text: str) -> str:
    """A line with its figures blanked, so that "Page 3 of 12" and "Page 4 of 12" are one."""
    return re.sub(r"\d+", "#", text).casefold()


def _is_page_number(text: str) -> bool:
    return len(text) < 24 and any(c.isdigit() for c in text) and bool(_PAGE_NUMBER.match(text))


def _between_pages(lines: list[Line]) -> frozenset[str]:
    """Without page marks: short lines that come back, next to page numbers or to each other."""
    short = [line for line in lines if len(line.text) < 120 and not line.text.endswith((".", ";", ":", ","))]
    shapes = {id(line): _shape(line.text) for line in short}
    counts = Counter(shapes.values())
    if not any(count > 1 for count in counts.values()):
        return frozenset()
    found: set[str] = set()
    for i, line in enumerate(lines):
        shape = shapes.get(id(line), "")
        if (
            line.marker is not None
            or counts[shape] < 2
            or not shape
            or not _stands_alone(lines, i, shapes, counts)
        ):
            continue
        for near in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]):
            other = shapes.get(id(near), "")
            paired = counts[other] > 1 and other not in ("", shape) and "#" in other + shape
            if paired or _is_page_number(near.text):
                found.add(shape)
    return frozenset(found)


def _stands_alone(lines: list[Line], i: int, shapes: dict[int, str], counts: Counter[str]) -> bool:
    """Whether blank lines, page numbers or other returning lines stand on both sides of a line."""
    if lines[i].text[:1].islower():
        return False
    above = lines[i].gap > 0 or (
        i > 0 and (counts[shapes.get(id(lines[i - 1]), "")] > 1 and lines[i - 1].gap > 0)
    )
    after = lines[i + 1] if i + 1 < len(lines) else None
    return above and (
        after is None or after.gap > 0 or counts[shapes.get(id(after), "")] > 1 or _is_page_number(after.text)
    )


def _repeated(lines: list[Line]) -> frozenset[str]:
    pages = {line.page for line in lines}
    if len(pages) < 3:
        return frozenset()
    edges: Counter[str] = Counter()
    first: dict[int | None, list[Line]] = {}
    for line in lines:
        first.setdefault(line.page, []).append(line)
    for group in first.values():
        outer = group[:3] + group[3:][-3:]
        edges.update({_shape(line.text) for line in outer if len(line.text) < 160})
    need = max(3, len(pages) // 3)
    return frozenset(shape for shape, count in edges.items() if count >= need)


def _one_post(lines: list[Line]) -> list[Line]:
    """Of a web log page with several posts, the post that asks the most."""
    ends = [i for i, line in enumerate(lines) if line.text[:1] in "PpTtFf" and _POST_END.match(line.text)]
    if not ends:
        return lines
    posts: list[list[Line]] = [[]]
    for i, line in enumerate(lines):
        if i and _POST_DATE.match(line.text) and (i - 1 in ends or len(posts) == 1):
            posts.append([])
        posts[-1].append(line)
    if len(posts) < 2:
        return lines
    best = max(posts, key=_weight)
    return _inside_post(best)


def _weight(post: list[Line]) -> int:
    items = sum(1 for line in post if line.marker)
    return 3 * items + sum(1 for line in post if _OPERATIVE.search(line.text))


def _inside_post(post: list[Line]) -> list[Line]:
    """From the first heading of the quoted document to the web log's own pointers."""
    begin = 0
    has_items = any(line.marker for line in post)
    for i, line in enumerate(post):
        if has_items and i and line.text.endswith(":") and len(line.text) < 60:
            begin = i
            break
    end = len(post)
    for i in range(len(post) - 1, begin, -1):
        if _SEE_ALSO.match(post[i].text) or _POST_END.match(post[i].text):
            end = i
        elif post[i].marker:
            break
    for line in post[:begin]:
        # the web log's description: it may name the authors, but asks nothing of anyone
        line.marker, line.role = None, Role.APART
    return post[:end]


def _without_site(lines: list[Line]) -> list[Line]:
    """Drop menu and sharing lines, and pointers that no document sentence would be."""
    for i, line in enumerate(lines):
        if i > 0.4 * len(lines) and len(line.text) < 80 and _TAIL.match(line.text):
            lines = lines[:i]
            break
    return [
        line
        for line in lines
        if not (len(line.text) < 1000 and _SITE.match(line.text)) and line.text not in BULLETS
    ]
