"""The words of the invented corpus: for each language a head of real words, and a tail made of syllables."""

from __future__ import annotations

import random

#: Share of the documents in each language.
LANGUAGES = {
    "en": 0.55, "fr": 0.13, "es": 0.12, "ar": 0.06, "ru": 0.05, "id": 0.03, "pt": 0.02,
    "th": 0.02, "zh": 0.02,
}  # fmt: skip
WITHOUT_SPACES = frozenset(("th", "zh"))
TYPES = 60_000  # different words of a language

#: The most frequent words, the most frequent first; what follows them is made up.
HEADS = {
    "en": (
        "the of and to in rights for human on by with that a all national women measures law ensure is as "
        "its including international against violence children state protection persons should access "
        "continue from strengthen effective promote legislation system implementation discrimination policy "
        "public education people health right are be adopt support take freedom procedures independent an "
        "justice accordance or government efforts respect particular through social media further action "
        "journalists elections courts parliament society civil transparency corruption torture detention "
        "prisons police workers migrants minorities refugees trafficking poverty housing water land budget "
        "resources training institutions commission report review committee convention protocol treaty"
    ),
    "fr": (
        "de la les des et à le en pour du droits l dans que homme sur par avec une aux mesures femmes un "
        "est national lutte contre violence enfants protection personnes accès loi promouvoir renforcer "
        "poursuivre garantir assurer éducation santé efforts liberté expression justice système public "
        "politique discrimination journalistes élections tribunaux parlement société civile transparence "
        "prévenir torture détention police travailleurs migrants réfugiés pauvreté logement eau budget"
    ),
    "es": (
        "de la los y las el en para que derechos del humanos a con por una medidas mujeres un contra la "
        "violencia niños protección personas acceso ley promover fortalecer continuar garantizar asegurar "
        "educación salud esfuerzos libertad expresión justicia sistema público política discriminación "
        "periodistas elecciones tribunales parlamento sociedad civil transparencia prevenir tortura "
        "detención policía trabajadores migrantes refugiados pobreza vivienda agua presupuesto"
    ),
    "ar": (
        "في من على حقوق الإنسان إلى المرأة أن القانون التدابير الدولة حماية الأطفال العنف ضد تعزيز ضمان "
        "مواصلة الوصول التعليم الصحة حرية التعبير العدالة النظام الوطنية السياسة التمييز الصحفيين "
        "الانتخابات المحاكم البرلمان المجتمع المدني الشفافية منع التعذيب الاحتجاز الشرطة العمال المهاجرين"
    ),
    "ru": (
        "и в по на прав человека для меры с женщин о к законодательства защиты детей насилия против "
        "обеспечить продолжать укреплять доступ образование здравоохранение свободы выражения правосудие "
        "система национальной политики дискриминации журналистов выборы суды парламент гражданское общество "
        "прозрачность предотвращение пыток содержание полиция трудящихся мигрантов беженцев бедность"
    ),
    "id": (
        "dan yang untuk di hak asasi manusia dalam perempuan dengan pada langkah perlindungan anak kekerasan "
        "terhadap memperkuat menjamin melanjutkan akses pendidikan kesehatan kebebasan berekspresi keadilan "
        "sistem nasional kebijakan diskriminasi wartawan pemilihan pengadilan parlemen masyarakat sipil "
        "transparansi mencegah penyiksaan penahanan polisi pekerja migran pengungsi kemiskinan perumahan"
    ),
    "pt": (
        "de e a os as o para em direitos humanos da do com por uma medidas mulheres contra violência "
        "crianças proteção pessoas acesso lei promover fortalecer continuar garantir assegurar educação "
        "saúde liberdade expressão justiça sistema público política discriminação jornalistas eleições"
    ),
    "th": (
        "และ การ ที่ ใน ของ สิทธิ มนุษยชน สตรี เพื่อ มาตรการ กฎหมาย เด็ก ความรุนแรง คุ้มครอง ส่งเสริม การศึกษา สุขภาพ "
        "เสรีภาพ การแสดงออก ความยุติธรรม ระบบ นโยบาย นักข่าว การเลือกตั้ง ศาล รัฐสภา ประชาสังคม ความโปร่งใส ตำรวจ แรงงาน"
    ),
    "zh": (
        "的 和 在 人权 保护 妇女 措施 法律 儿童 暴力 加强 确保 继续 教育 健康 自由 言论 司法 制度 国家 "
        "政策 歧视 "
        "记者 选举 法院 议会 民间 社会 透明 防止 酷刑 拘留 警察 工人 移民 难民 贫困 住房 水 土地 预算"
    ),
}  # fmt: skip

_LATIN = (
    "ba be bi bo da de di fa fe ga go ka ke la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so "
    "ta te ti to va ve"
)
_SYLLABLES = {
    "en": f"con ter ment per tion st er ing ly pro al tra {_LATIN}",
    "fr": f"eau ent eur pré con é ais tion que {_LATIN}",
    "es": f"ción ar es os con pre tra dad ñ {_LATIN}",
    "pt": f"ção ar es os con pre tra dade nh {_LATIN}",
    "id": f"me ber kan ng an per su ku ja {_LATIN}",
    "ru": "ба ва га да за ка ла ма на па ра са та ни ми ти ли ре по со во ение ость ский ный при про",
    "ar": "با تا ثا جا حا خا دا را سا شا صا طا عا غا فا قا كا لا ما نا ها وا يا ب ت ر س ل م ن ي ات ين",
    "th": "กา ขา คา งา จา ชา ดา ตา ทา นา บา ปา พา มา ยา รา ลา วา สา หา กิ คุ ชี ดู ติ นุ ปี มี รู ลิ สิ หุ",
    "zh": " ".join(chr(0x4E00 + 37 * n) for n in range(480)),
}


def words(language: str) -> list[str]:
    """TYPES different words of a language, the most frequent first; always the same."""
    chance = random.Random(f"words {language}")
    made = dict.fromkeys(HEADS[language].split())
    syllables = _SYLLABLES[language].split()
    while len(made) < TYPES:
        made["".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(made)
