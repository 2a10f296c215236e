"""Documents made for the tests: every name, place and promise in them is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("text", parent=STYLES["BodyText"], fontName="Times-Roman", fontSize=10, leading=12)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, *, style: str = "", number: tuple[int, int] | None = None, more: str = "") -> str:
    """A Word paragraph of runs (plain words become one), `number` is (numId, level from 0)."""
    if not content.lstrip().startswith("<"):
        content = run(content)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}{more}</w:pPr>{content}</w:p>"


def docx(body: str, **parts: str) -> bytes:
    """A Word document; further parts by name: styles="…", numbering="…", footnotes="…"."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{name}.xml": f"<w:{name.rstrip('0123456789')} {W}>{xml}</w:{name.rstrip('0123456789')}>"
              for name, xml in parts.items()}  # fmt: skip
    return archive(files)


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a Word list definition."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("manifest", "manifest"),
        ("meta", "meta"),
    )
)


def odt(body: str, automatic: str = "", **parts: str) -> bytes:
    """An OpenDocument text; further parts by name: styles="…", meta="…"."""
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
    }
    for name, xml in parts.items():
        files[f"{name}.xml"] = (
            f'<office:document-{name} {ODF} xmlns:dc="http://purl.org/dc/elements/1.1/">{xml}</office:document-{name}>'
        )
    return archive(files)


def pdf(
    flow: Sequence[Flowable],
    *,
    columns: int = 1,
    edge: Callable[[Canvas, int], None] | None = None,
    password: str | None = None,
) -> bytes:
    """A PDF of flowing paragraphs in one or two columns; `edge` draws on each page given its number."""
    out = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=1) if password else None
    document = BaseDocTemplate(out, pagesize=A4, encrypt=encryption)
    width = (451 - 20 * (columns - 1)) / columns
    frames = [
        Frame(72 + at * (width + 20), 100, width, 680, leftPadding=0, rightPadding=0) for at in range(columns)
    ]

    def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
        if edge:
            canvas.saveState()
            edge(canvas, template.page)
            canvas.restoreState()

    document.addPageTemplates([PageTemplate(frames=frames, onPage=draw)])
    document.build(list(flow))
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF drawn by hand."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def text(words: str, **look: object) -> Paragraph:
    """A paragraph of body text for `pdf`."""
    return Paragraph(words, ParagraphStyle("own", parent=BODY, **look))
