"""Words of scripts that put no spaces between them, found inside sentences; and what must not be found."""

from __future__ import annotations

import pytest

from koinon.register.engine.searching.analysis import analysed, sought
from koinon.register.engine.searching.words import folded, pieces


def holds(text: str, language: str, word: str) -> bool:
    """Whether a text of a language is found by a word, as the index decides it."""
    terms = set(analysed(text, language).terms)
    return all(terms & set(part) for part in sought(word, ["en", "fr", "id", "ar", "ru", "tr"]))


THAI = "รัฐควรคุ้มครองสิทธิมนุษยชนของนักข่าว และยุติการเซ็นเซอร์ออนไลน์"
BURMESE = "နိုင်ငံတော်သည် လူ့အခွင့်အရေးကို ကာကွယ်ပြီး သတင်းထောက်များကို လွတ်ပေးရမည်။"
KHMER = "រដ្ឋគួរការពារសិទ្ធិមនុស្ស និងសេរីភាពសារព័ត៌មាន"
LAO = "ລັດຄວນປົກປ້ອງສິດທິມະນຸດ ແລະ ອິດສະລະພາບຂອງສື່"
CHINESE = "各国应当保护新闻记者，保障言论自由和人权。"
JAPANESE = "政府は報道の自由を守り、ジャーナリストの人権を尊重するべきである。"
MIXED = "ยกเลิกกฎหมาย AI ที่ใช้สอดแนม NGO ในกรุงเทพ"

# the sentence · its language · words that find it · words that do not
TABLE = [
    (THAI, "th", "สิทธิมนุษยชน สิทธิ มนุษยชน นักข่าว คุ้มครอง ออนไลน์", "ตำรวจ ชนนักข่าว ข่าวและ สิทธิชน"),
    (BURMESE, "my", "လူ့အခွင့်အရေး အခွင့်အရေး သတင်းထောက် ကာကွယ်", "ရဲ တရားရုံး အရေးကာကွယ်"),
    (KHMER, "km", "សិទ្ធិមនុស្ស សិទ្ធិ មនុស្ស សេរីភាព សារព័ត៌មាន", "តុលាការ មនុស្សនិង"),
    (LAO, "lo", "ສິດທິມະນຸດ ມະນຸດ ອິດສະລະພາບ ສື່", "ຕຳຫຼວດ ມະນຸດແລະ"),
    (CHINESE, "zh", "人权 记者 新闻记者 言论自由 自由 人", "记者保障 警察 由人权 权人"),
    (JAPANESE, "ja", "人権 報道の自由 自由 ジャーナリスト ｼﾞｬｰﾅﾘｽﾄ", "りジャー 警察 権人"),
    (MIXED, "th", "AI ngo สอดแนม กรุงเทพ กฎหมาย", "กฎหมายที่ แนมใน"),
    ("모든 국가는 인권을 보장해야 한다", "ko", "인권 국가 보장", "권을보 경찰"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "found", "never"), TABLE, ids=[row[1] for row in TABLE])
def test_a_word_is_found_inside_its_sentence(text: str, language: str, found: str, never: str) -> None:
    assert [word for word in found.split() if not holds(text, language, word)] == []
    assert [word for word in never.split() if holds(text, language, word)] == []


# two forms · the language of the text · whether one finds the other
FORMS = [
    ("Protéger les journalistes", "fr", "proteger", True),
    ("Protéger les journalistes", "fr", "journaliste", True),
    ("حُقُوقُ الإِنْسَانِ", "ar", "حقوق الانسان", True),
    ("حماية الحقـــوق", "ar", "الحقوق", True),
    ("حماية حقوق المرأة", "ar", "الحقوق", True),
    ("المادة ١٢", "ar", "12", True),
    ("Обеспечить права человека", "ru", "правам", True),
    ("Судебный контроль", "ru", "судебного", True),
    ("İnsan haklarını korumak", "tr", "haklar", True),
    ("Memperkuat perlindungan anak", "id", "melindungi", True),
    ("Menjamin kebebasan pers", "id", "dibebaskan", True),
    ("Protecting human rights", "en", "protection", True),
    ("Protecting human rights", "en", "right", True),
    ("Ｓｐｙｗａｒｅ export", "en", "spyware", True),
    ("Śląsk i Łódź", "pl", "lodz", True),
    ("Human rights", "en", "humour", False),
    ("Судебный контроль", "ru", "судьба", False),
]


@pytest.mark.parametrize(("text", "language", "word", "found"), FORMS)
def test_a_form_finds_another_of_its_language(text: str, language: str, word: str, found: bool) -> None:
    assert holds(text, language, word) is found


def test_a_piece_says_where_it_stands() -> None:
    text = "Ban «AI監視» in Łódź."
    assert [text[p.start : p.end] for p in pieces(text)] == ["Ban", "AI", "監視", "in", "Łódź"]
    assert [text[s:e] for p in pieces(text) for _, s, e in p.clusters] == ["監", "視"]


def test_marks_that_belong_to_a_letter_stay() -> None:
    assert folded("кой") == "кой" and folded("ёлка") == "елка"
    assert folded("दिल्ली") == "दिल्ली" and folded("Ñandú") == "nandu"
