"""A paper as HTML: a page of its own that needs nothing else, or the part that stands within another page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import resources

from koinon.register.engine.exports.papers import right_to_left
from koinon.register.engine.reporting.paper import (
    Block,
    Heading,
    Note,
    Paper,
    Picture,
    Table,
    Words,
)
from koinon.register.engine.reporting.prose import Items, Line, Text

BEGIN, END = "<!-- the report -->", "<!-- the end -->"
_STYLE = "report.css"


def page(paper: Paper) -> bytes:
    """The paper as a file: one page with its styles and drawings inside."""
    style = resources.files(__package__ or "").joinpath(_STYLE).read_text("utf-8")
    direction = "rtl" if right_to_left(paper.language) else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(paper.title)}</title>\n"
        f'<meta name="author" content="{escape(paper.author)}">\n'
        f'<meta name="dcterms.date" content="{paper.day.isoformat()}">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"{BEGIN}\n{part(paper)}\n{END}\n</main>\n"
        f"<footer><p>{escape(paper.footer)}</p></footer>\n</body>\n</html>\n"
    ).encode()


def within(data: bytes) -> str:
    """The part of a kept page that stands within another page."""
    return data.decode().partition(BEGIN)[2].partition(END)[0].strip()


def part(paper: Paper) -> str:
    """The paper from its title on."""
    about = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in paper.about)
    subtitle = f'<p class="lede">{escape(paper.subtitle)}</p>' if paper.subtitle else ""
    listed = "".join(f'<li><a href="#{h.key}">{escape(h.text)}</a></li>' for h in paper.headings)
    return "\n".join(
        (
            f'<header class="page-head"><p class="overline">{escape(paper.author)}</p>'
            f"<h1>{escape(paper.title)}</h1>{subtitle}</header>",
            f'<dl class="facts wide">{about}</dl>',
            f'<nav class="contents" aria-label="{escape(paper.contents)}"><ol>{listed}</ol></nav>',
            *map(block, paper.blocks),
        )
    )


def block(found: Block) -> str:
    """One block; every text in it is escaped."""
    match found:
        case Heading():
            key = f' id="{found.key}"' if found.key else ""
            return f"<h{found.level}{key}>{escape(found.text)}</h{found.level}>"
        case Text():
            return f"<p>{_line(found.line)}</p>"
        case Items():
            name = "ol" if found.numbered else "ul"
            return f"<{name}>" + "".join(f"<li>{_line(line)}</li>" for line in found.lines) + f"</{name}>"
        case Note():
            return f'<p class="notice">{escape(found.text)}</p>'
        case Table():
            return _table(found)
        case Picture():
            return _picture(found)


def _line(line: Line) -> str:
    return "".join(_wrapped(escape(s.text), ("strong", s.strong), ("em", s.stressed)) for s in line)


def _wrapped(words: str, *tags: tuple[str, bool]) -> str:
    for tag, wanted in tags:
        words = f"<{tag}>{words}</{tag}>" if wanted else words
    return words


def _picture(picture: Picture) -> str:
    series = "".join(
        f'<li class="series-{n}">{escape(name)}</li>' for n, name in enumerate(picture.series, start=1)
    )
    legend = f'<ul class="legend">{series}</ul>' if series else ""
    return (
        f'<figure class="chart"><figcaption><span class="chart-title">{escape(picture.title)}</span>'
        f'<span class="chart-summary">{escape(picture.summary)}</span></figcaption>{legend}'
        f'<div class="wide">{picture.wide}</div><div class="narrow">{picture.narrow}</div></figure>'
    )


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col"{_number(table, n)}>{escape(name)}</th>' for n, name in enumerate(table.columns)
    )
    body = "\n".join(f"<tr>{''.join(_cells(table, row))}</tr>" for row in table.rows)
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f'<table class="table"><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(table: Table, row: tuple[Words, ...]) -> Iterable[str]:
    for n, cell in enumerate(row):
        words = f'<a href="{escape(cell.path)}">{_spoken(cell)}</a>' if cell.path else _spoken(cell)
        yield f"<td{_number(table, n)}>{words}</td>" if n else f'<th scope="row">{words}</th>'


def _number(table: Table, column: int) -> str:
    return ' class="num"' if column >= table.numbers_from else ""


def _spoken(words: Words) -> str:
    language = f' lang="{escape(words.language)}"' if words.language else ""
    return f"<bdi{language}>{escape(words.text)}</bdi>"
