"""Someone who uses the platform over HTTP without a script: pages in, forms out, cookies kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from lxml import html

#: What a call may raise when the platform is killed under it.
CUT_OFF = (OSError, HTTPException)


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer, not somewhere to go."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What came back: the status, where it came from, where it sends, and the body."""

    status: int
    url: str
    location: str
    body: bytes

    @property
    def page(self) -> Any:
        return html.fromstring(self.body.decode("utf-8"), base_url=self.url)

    def form(self, action: str) -> Any:
        """The first form of the page whose action holds these words, or which has such a button."""
        for form in self.page.forms:
            buttons = form.xpath(".//*[@formaction]/@formaction")
            target = urlsplit(urljoin(self.url, form.get("action") or "")).path
            if action in target or any(action in b for b in buttons):
                return form
        raise LookupError(f"{self.url} has no form for {action}")


class Visitor:
    """One person's browser, as far as forms go."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())

    def get(self, path: str) -> Answer:
        return self._ask(Request(urljoin(self.base, path)))

    def follow(self, answer: Answer) -> Answer:
        return self.get(urljoin(answer.url, answer.location)) if answer.location else answer

    def submit(
        self,
        form: Any,
        values: Mapping[str, str] | None = None,
        *,
        to: str = "",
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send a form as filled in; `to` is the button's own address, `files` name → (file name, bytes)."""
        fields = {**dict(form.form_values()), **(values or {})}
        target = urljoin(form.base_url or self.base, to or form.get("action") or "")
        boundary = uuid.uuid4().hex
        body = _multipart(boundary, fields, files or {})
        kind = f"multipart/form-data; boundary={boundary}"
        return self._ask(Request(target, data=body, headers={"Content-Type": kind}))

    def _ask(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, "", answer.read())
        except HTTPError as error:
            with error:
                location = error.headers.get("Location", "")
                return Answer(error.code, request.full_url, location, error.read())


def _multipart(boundary: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
        if name not in files
    ]
    for name, (file, data) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
        parts += [head.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


def form_with(answer: Answer, field: str) -> Any:
    """The form of a page that asks for a field."""
    for form in answer.page.forms:
        if field in form.fields:
            return form
    raise LookupError(f"{answer.url} asks for no {field}")
