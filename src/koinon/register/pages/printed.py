"""The forms in which reports are given out: DOCX to work on, PDF to print and pass on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from koinon.register.engine.exports.docx import MEDIA, docx
from koinon.register.engine.exports.reports import Report
from koinon.register.queries import printing
from koinon.ui.files import Format


@dataclass(frozen=True)
class Made:
    """A report and the name of its file, without the ending."""

    name: str
    report: Report


def _docx(request: HttpRequest, made: Made) -> HttpResponseBase:
    return _sent(docx(made.report), MEDIA, f"{made.name}.docx")


def _pdf(request: HttpRequest, made: Made) -> HttpResponseBase:
    told = _(
        "{n} characters of this paper have no font here and stand as boxes ({characters}): "
        "DOCX shows them where the reader's machine has one."
    )
    return _sent(printing.pdf(made.report, without_font=told), "application/pdf", f"{made.name}.pdf")


def _sent(data: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


REPORTS: tuple[Format, ...] = (Format("docx", "docx", "DOCX", _docx), Format("pdf", "pdf", "PDF", _pdf))
