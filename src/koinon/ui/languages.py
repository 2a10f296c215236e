"""One page in several languages: the same address but for the code at the head of its path."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, get_language_info
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

KEPT = ("page", "part")  # what of a query string makes another page rather than another view of one


@dataclass(frozen=True, slots=True)
class Offered:
    """A language of the interface by its own name, and the address of the present page in it."""

    code: str
    name: str
    direction: str
    address: str
    current: bool


def bare(path: str) -> str:
    """A path without the code of a language: "/fr/themes/" → "/themes/".

    What comes out begins with one slash: "/fr//host/" must not become "//host/", which leads elsewhere.
    """
    _, code, *rest = path.split("/", 2) if path.count("/") > 1 else ("", path.strip("/"), "")
    known = code != settings.LANGUAGE_CODE and code in dict(settings.LANGUAGES)
    return "/" + (rest[0] if known else path).lstrip("/\\")


def in_language(address: str, code: str) -> str:
    """The same page of ours in another language: "/themes/?page=2", "fr" → "/fr/themes/?page=2"."""
    path, mark, query = address.partition("?")
    head = "" if code == settings.LANGUAGE_CODE else f"/{code}"
    return f"{head}{bare(path)}{mark}{query}"


def permanent(address: str) -> str:
    """The address by which a record of ours is known, whoever reads it in whatever language."""
    return in_language(address, settings.LANGUAGE_CODE)


def offered(request: HttpRequest) -> list[Offered]:
    """Every language of the interface with the present page in it, query and all."""
    return [
        Offered(
            code,
            name,
            "rtl" if get_language_info(code)["bidi"] else "ltr",
            in_language(request.get_full_path(), code),
            code == get_language(),
        )
        for code, name in settings.LANGUAGES
    ]


def asked_for(request: HttpRequest) -> str:
    """Which of our languages a program's Accept-Language header asks for first; English without one."""
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def canonical(request: HttpRequest, code: str) -> str:
    """The one full address under which a page is known to the world in a language."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if name in request.GET:
            kept[name] = request.GET[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return request.build_absolute_uri(in_language(request.path, code) + query)
