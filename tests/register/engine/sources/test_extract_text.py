"""Plain text, Markdown and the encodings they come in."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Role
from koinon.register.engine.sources.extract import extract
from koinon.register.engine.sources.limits import Limits

SENTENCES = {
    "en": "The parties’ councils “shall” adopt, by 2031, a plan – costed at £5 million – for local news.",
    "fr": "Les États s’engagent à protéger les défenseurs, d’ici à 2031, où qu’ils soient, à Québec même.",
    "es": "Los Estados protegerán, según la Declaración, a niñas y niños; ¿cuándo? Cada año, aquí también.",
    "de": "Die Länder schützen die Meinungsäußerung und berichten jährlich über ihre Bürgerräte.",
    "pl": "Każde państwo złoży sprawozdanie w ciągu dwóch lat; wolność słowa jest źródłem zaufania.",
    "cs": "Členské státy se zavazují chránit novináře a předložit každý rok zprávu o plnění závazků.",
    "tr": "Devletler gazetecileri korumayı taahhüt eder; özgürlük, eşitlik ve barış için her yıl çalışırız.",
    "ru": "Государства обязуются защищать журналистов и ежегодно представлять доклад о ходе выполнения.",
    "uk": "Держави зобов’язуються захищати журналістів і щороку подавати звіт про перебіг виконання.",
    "el": "Τα κράτη δεσμεύονται να προστατεύουν τους δημοσιογράφους και να υποβάλλουν ετήσια έκθεση.",
    "ar": "تلتزم الدول بحماية الصحفيين والمجتمع المدني وتقديم تقرير سنوي عن التقدم المحرز في التنفيذ.",
    "he": "המדינות מתחייבות להגן על עיתונאים ועל החברה האזרחית ולהגיש דוח שנתי על ההתקדמות.",
    "ja": "各国は、ジャーナリストおよび市民社会を保護し、毎年進捗状況を報告することを約束する。",
    "zh": "各国承诺保护记者和公民社会，并每年提交关于履行承诺进展情况的报告。",
    "ko": "각국은 언론인과 시민사회를 보호하고 매년 진행 상황을 보고할 것을 약속한다.",
}
ENCODED = [
    *((language, "utf-8") for language in SENTENCES),
    *((language, "utf-8-sig") for language in ("fr", "ar", "ja")),
    *((language, "utf-16") for language in ("fr", "ar", "ja")),
    *((language, "utf-32") for language in ("fr", "ar")),
    *((language, "utf-16-le") for language in ("en", "fr", "ar")),
    *((language, "utf-16-be") for language in ("en", "fr", "ar", "ko")),
    *((language, "utf-32-le") for language in ("en", "zh")),
    *((language, "cp1252") for language in ("en", "fr", "es", "de")),
    *((language, "iso8859_15") for language in ("de",)),
    *((language, "mac_roman") for language in ("en", "fr", "es", "de")),
    *((language, "cp850") for language in ("de",)),
    *((language, encoding) for language in ("pl", "cs") for encoding in ("cp1250", "iso8859_2")),
    ("tr", "cp1254"),
    *(("ru", encoding) for encoding in ("cp1251", "koi8_r", "iso8859_5")),
    ("uk", "cp1251"),
    *(("el", encoding) for encoding in ("cp1253", "iso8859_7")),
    ("ar", "cp1256"),
    ("he", "cp1255"),
    *(("ja", encoding) for encoding in ("shift_jis", "euc_jp", "iso2022_jp")),
    *(("zh", encoding) for encoding in ("gb18030", "big5")),
    ("ko", "cp949"),
]


@pytest.mark.parametrize(("language", "encoding"), ENCODED)
def test_text_in_any_encoding_is_read_faithfully(language: str, encoding: str) -> None:
    sentence = SENTENCES[language].encode(encoding, "ignore").decode(encoding)
    found = extract("paper.txt", f"{sentence}\r\n{sentence}\r\n".encode(encoding))
    assert found.text == f"{sentence}\n{sentence}\n"


def test_line_ends_of_the_old_macintosh_tell_its_letters_from_signs_of_windows() -> None:
    sentence = "Conclude the demarcation related to the Guaraní Kaiowá"
    found = extract("paper.txt", f"{sentence}\rAnd report.\r".encode("mac_roman"))
    assert found.text == f"{sentence}\nAnd report.\n"


def test_a_long_file_with_few_accents_is_read_by_the_lines_that_tell() -> None:
    text = "The council met.\n" * 20_000 + f"{SENTENCES['fr']}\n" + "It met again.\n" * 20_000
    assert extract("paper.txt", text.encode("cp1252")).text == text


def test_stray_bytes_do_not_spoil_a_utf8_file() -> None:
    data = SENTENCES["fr"].encode() * 20 + b"\x93Quoted\x94"
    assert extract("paper.txt", data).text == SENTENCES["fr"] * 20 + "“Quoted”"


@pytest.mark.parametrize("turn", ["\r", "\r\n", "\n", "\u2028", "\x85"])
def test_every_line_end_becomes_a_line_turn(turn: str) -> None:
    assert extract("paper.txt", f"One{turn}Two{turn}".encode()).text == "One\nTwo\n"


def test_form_feeds_begin_pages() -> None:
    found = extract("paper.txt", b"First page.\n\fSecond page.\n\f")
    assert found.text == "First page.\n\nSecond page.\n\n"
    assert [found.text[at:][:6] for at in found.pages] == ["First ", "Second"]


def test_markdown_keeps_its_text_and_marks_headings() -> None:
    text = "---\ntitle: Charter of Port Audley\n---\n# One #\n\nText with **weight**.\n\n"
    text += "Two\n---\n\n```\n# not a heading\n```\n"
    found = extract("charter.md", text.encode())
    assert found.text == text
    marked = [(m.role, m.level, text[m.start : m.end]) for m in found.marks]
    assert marked == [(Role.HEADING, 1, "One"), (Role.BOLD, 0, "weight"), (Role.HEADING, 2, "Two")]
    assert found.title == "Charter of Port Audley"


@pytest.mark.parametrize(
    ("name", "data", "code", "mend"),
    [
        ("empty.txt", b"", "empty_file", "saved or downloaded completely"),
        ("blank.txt", b" \n\t\n", "empty_file", "saved completely"),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20, "binary_file", "save it as PDF"),
        ("noise.txt", bytes(range(1, 256)) * 20, "binary_file", "save it as PDF"),
        (
            "mainframe.txt",
            ("The council shall meet in 2031. " * 9).encode("cp037"),
            "unknown_encoding",
            "UTF-8",
        ),
        ("broken.txt", b"\xff\xfe" + b"A\x00" * 9 + b"\x00\xd8" * 9, "unknown_encoding", "UTF-8"),
        ("paper.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old_format", "DOCX or PDF"),
        ("paper.rtf", b"{\\rtf1\\ansi Hello}", "unread_format", "DOCX or ODT"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old_format", "DOCX or PDF"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "unread_format", "OCR"),
        ("papers.gz", b"\x1f\x8b\x08\x00" + bytes(100), "unread_format", "unpack"),
        ("broken.pdf", b"\x00\x01\x02garbage\xff" * 50, "corrupt_pdf", "again"),
        ("broken.docx", b"\x00\x01\x02garbage\xff" * 50, "corrupt_docx", "again"),
    ],
)
def test_a_bad_file_gets_one_sentence_with_its_mend(name: str, data: bytes, code: str, mend: str) -> None:
    with pytest.raises(Refused) as refused:
        extract(name, data)
    assert refused.value.code == code
    sentence = refused.value.message
    assert sentence.startswith(name) and sentence.endswith(".") and mend in sentence and "\n" not in sentence


def test_size_limits_are_named() -> None:
    with pytest.raises(Refused, match=r"long\.txt holds 12 characters and at most 10") as refused:
        extract("long.txt", b"Twelve marks", limits=Limits(characters=10))
    assert refused.value.code == "text_too_long"
    with pytest.raises(Refused, match="at most 1 MB") as refused:
        extract("big.txt", bytes(1_500_000), limits=Limits(file_bytes=1_000_000))
    assert refused.value.code == "file_too_large"


def test_content_decides_over_the_name() -> None:
    page = b"<!DOCTYPE html><html><body><p>A page that was saved as text.</p></body></html>"
    assert extract("page.txt", page).format == "html"
    assert extract("note.docx", b"Only plain words.").format == "txt"
