"""What of a web page stands around the document: menus, banners, comments, other posts' teasers."""

from __future__ import annotations

import re

from lxml import etree

Element = etree._Element

_TAGS = frozenset({"nav", "aside", "footer", "button", "select", "dialog", "menu", "form"})
_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    }
)
_WORDS_NAMES = (
    "nav navbar navigation menu submenu sidebar breadcrumb breadcrumbs cookie cookies consent gdpr "
    "comments comment commentlist respond related share sharing social widget footer masthead tags "
    "tagcloud taglinks newsletter subscribe subscription advert advertisement pagination pager skip "
    "toolbar popup modal toc byline"
)
_WORDS = frozenset(_WORDS_NAMES.split())
_CONTENT = frozenset({"html", "body", "main", "article"})
_SILENT = frozenset({"script", "style", "template", "noscript"})
_SMALL = frozenset({"a", "span", "p", "li"})
_SPLIT = re.compile(r"[^a-z]+")
_SENTENCE_END = re.compile(r"[.;:]\s*$")


def surroundings(root: Element) -> set[Element]:
    """The outermost elements around the document; their text is kept and marked apart."""
    sizes = _sizes(root)
    found: set[Element] = set()
    main = _main(root, sizes)
    if main is not None:
        child = main
        for parent in main.iterancestors():
            found.update(e for e in parent if e is not child and isinstance(e.tag, str) and e.tag != "head")
            child = parent
    for element in root.iter(etree.Element):
        if element not in found and element.tag not in _CONTENT and _around(element, sizes, sizes[root]):
            found.add(element)
    return found


def _sizes(root: Element) -> dict[Element, int]:
    """The letters of text in every element, scripts and styles not counted; one pass, inner first."""
    sizes: dict[Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        total = 0
        if element.tag not in _SILENT:
            total = len((element.text or "").strip())
            for child in element:
                total += sizes.get(child, 0) + len((child.tail or "").strip())
        sizes[element] = total
    return sizes


def _main(root: Element, sizes: dict[Element, int]) -> Element | None:
    """The one element that says it holds the main content, if it holds a fair part of the text."""
    for path in ("//main|//*[@role='main']", "//article"):
        elements = [e for e in _elements(root, path) if not any(a.tag == e.tag for a in e.iterancestors())]
        if len(elements) == 1 and sizes[elements[0]] * 5 >= sizes[root] * 2:
            return elements[0]
        if elements:
            return None
    return None


def _elements(root: Element, path: str) -> list[Element]:
    found = root.xpath(path)
    return [e for e in found if isinstance(e, Element)] if isinstance(found, list) else []


def _around(element: Element, sizes: dict[Element, int], whole: int) -> bool:
    if element.get("role") in _ROLES:
        return True
    if element.tag in _TAGS:
        return element.tag != "form" or sizes[element] * 2 < whole
    if element.tag == "header":
        return _site_header(element, sizes)
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    if element.tag not in _SMALL and names.strip() and _WORDS.intersection(_SPLIT.split(names)):
        return sizes[element] * 2 < whole
    return element.tag in ("ul", "ol") and _only_links(element, sizes)


def _site_header(element: Element, sizes: dict[Element, int]) -> bool:
    """A header of the site, not of the document: outside the content, or with a menu and no heading."""
    if any(a.tag in ("main", "article", "section") for a in element.iterancestors()):
        return False
    links = sum(sizes[a] for a in element.iter("a"))
    headed = next(element.iter("h1"), None) is not None
    return not headed or links * 2 > sizes[element]


def _only_links(listing: Element, sizes: dict[Element, int]) -> bool:
    """A list of three or more short links without sentences: a menu or a table of contents."""
    items = [e for e in listing if e.tag == "li"]
    total = sum(sizes[item] for item in items)
    if len(items) < 3 or total >= 60 * len(items):
        return False
    linked = sum(sizes[a] for item in items for a in item.iter("a"))
    return linked * 10 >= total * 9 and not any(_SENTENCE_END.search(_text(item)) for item in items)


def _text(element: Element) -> str:
    return "".join(t for t in element.itertext() if isinstance(t, str))
