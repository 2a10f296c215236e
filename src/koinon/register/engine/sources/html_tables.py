"""Tables in HTML: which hold data, and how their cells line up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from koinon.register.engine.sources.html_surroundings import Element

_STRUCTURE = ("table", "h1", "h2", "h3", "h4", "li", "nav", "article")
MOST_COLUMNS = 1000


@dataclass(slots=True)
class Rows:
    """The columns of an open table; cells spanning rows leave an empty cell in the rows below."""

    column: int = 0
    spans: dict[int, int] = field(default_factory=dict)

    def enter(self, element: Element) -> Iterator[str]:
        """The separators to write where a row or a cell begins."""
        if element.tag == "tr":
            self.column = 0
            return
        while self.spans.get(self.column, 0) > 0:
            self.spans[self.column] -= 1
            self.column += 1
            if self.column > 1:
                yield "\t"
        if self.column:
            yield "\t"
        if (down := _span(element, "rowspan")) > 1:
            self.spans[self.column] = down - 1
        self.column += 1


def laid_out(table: Element) -> bool:
    """Whether the table is mere layout: one column, or whole sections inside its cells."""
    if table.get("role") in ("presentation", "none"):
        return True
    if any(e is not table for tag in _STRUCTURE for e in table.iter(tag)):
        return True
    return all(sum(1 for c in row if c.tag in ("td", "th")) < 2 for row in table.iter("tr"))


def _span(element: Element, name: str) -> int:
    text = element.get(name, "")
    return min(int(text), MOST_COLUMNS) if text.isdecimal() and len(text) < 7 else 1
