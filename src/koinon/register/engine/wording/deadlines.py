"""By when: the words that set a date, a period, a meeting or a recurrence, and the dates they fix."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from koinon.register.engine.documents import Deadline
from koinon.register.engine.wording.clocks import counts_from_adoption
from koinon.register.engine.wording.scanning import Scanner

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_NUMBERS = {
    word: n
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for n, word in enumerate(words.split(), 1)
} | {
    "a": 1,
    "une": 1,
    "una": 1,
    "an": 1,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "eighteen": 18,
    "fifteen": 15,
    "twenty": 20,
    "fourteen": 14,
    "trente": 30,
    "soixante": 60,
    "treinta": 30,
    "sesenta": 60,
    "noventa": 90,
    "twenty-four": 24,
    "quince": 15,
    "quinze": 15,
    "dix-huit": 18,
    "dieciocho": 18,
}

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
_DATE = (
    rf"(?:{_DAY}\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+|of\s+)?{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR}|"
    rf"{_MONTH},?\s+(?:de\s+|of\s+)?{_YEAR}|\d{{4}}-\d\d-\d\d|{_DAY}\s+(?:de\s+)?{_MONTH})"
)
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?:\s*\(\d{1,3}\))?"
_UNIT = (
    r"(?:calendar\s+|working\s+|sitting\s+)?(?:hour|heure|hora|day|week|month|year|decade|"
    r"jour|semaine|mois|an|année|día|semana|mes|año)s?e?s?"
)
_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th|e|ème|[ªº°])|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred(?:\s+and)?)[- ])?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|"
    r"seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|"
    r"eightieth|ninetieth|hundredth))"
)
_EVENT = (
    r"(?:sessions?|meetings?|summits?|conferences?|assembl(?:y|ies)|congress(?:es)?|forums?|review(?:\s+conference)?|"
    r"cop\s?\d*|reports?|election\s+cycle|elections?|ministerial(?:\s+\w+)?|plenary|cycle|biennium|sitting)"
)
_EN = rf"""
(?:by|before|until|till|prior\s+to|on\s+or\s+before|(?:no|not)\s+later\s+than|at\s+the\s+latest\s+by|latest\s+by|up\s+to|through|towards?|beyond)\s+(?:the\s+)?(?:(?:end|beginning|start|middle|close|early|late|mid|year|first\s+half|second\s+half|(?:first|second|third|fourth|last)\s+quarter)[\s-]*(?:of|in)?\s*(?:the\s+)?(?:year\s+)?)?(?:{_DATE}|{_YEAR}(?:\s*[-–/]\s*(?:\d{{4}}|\d\d))?)(?:\s+at\s+the\s+latest)?
|(?:by|before|until|at|towards?)\s+(?:the\s+)?(?:end|close|beginning)\s+of\s+(?:the|this|next|each|every|its|their|our|the\s+current|the\s+(?:present|next|coming|academic|calendar|fiscal|financial))\s*(?:year|decade|term|mandate|legislature|presidency|century|period|biennium|month|quarter|session)(?:\s+of\s+office)?
|(?:by|before)\s+the\s+(?:[A-Z][\w.’'-]*\s+){{1,6}}(?:Summit|Conference|Meeting|Assembly)(?:\s+in\s+(?:{_DATE}|{_YEAR}))?
|(?:in|during|for)\s+(?:fiscal|financial|academic)\s+years?\s+{_YEAR}(?:\s*(?:[-–/]|to|and)\s*(?:\d{{4}}|\d\d))?
|by\s+(?:or\s+around\s+)?(?:mid-?century|the\s+middle\s+of\s+the\s+century)
|by\s+(?:next|the\s+following|the\s+coming)\s+(?:year|month|spring|summer|autumn|winter)
|(?:within|over|in|during|for|throughout|inside|no\s+later\s+than|not\s+later\s+than|after|every)\s+(?:a\s+(?:period|maximum|deadline)\s+of\s+|the\s+(?:next|coming|following|first|subsequent|period\s+of|last)\s+|at\s+most\s+|no\s+more\s+than\s+|a\s+maximum\s+of\s+)?{_COUNT}[\s-]+{_UNIT}(?:\s+(?:of|from|after|following)\s+(?:the\s+|its\s+|their\s+|this\s+|such\s+|an?\s+|each\s+|any\s+|receiving\s+|receipt\b)?[\w'’-]+(?:\s+of\s+(?:the|this|its)\s+[\w'’-]+)?)?
|(?:within|over|in|during)\s+(?:the\s+)?(?:next|coming|following|current|same)\s+(?:year|decade|month|quarter|legislature|legislative\s+term|biennium|term)\b
|within\s+(?:a|one)\s+(?:year|month|week|decade)(?:\s+of\s+[\w'’-]+)?
|(?:from|between)\s+(?:{_DATE}|{_YEAR})\s+(?:to|until|and|through)\s+(?:{_DATE}|{_YEAR})
|(?:for|during|over|in|throughout|covering)\s+(?:(?:the\s+)?(?:period|biennium|years|triennium|cycle|term|budget\s+period)\s*(?:of\s+|from\s+)?)?{_YEAR}\s*(?:[-–/]|to)\s*(?:\d{{4}}|\d\d)\b
|(?:at\s+least|no\s+later\s+than|not\s+later\s+than|no\s+less\s+than)\s+{_COUNT}[\s-]+{_UNIT}\s+(?:before|prior\s+to|ahead\s+of|in\s+advance(?:\s+of)?)(?:\s+(?:the|each|any|its|their)\s+[\w’'-]+(?:\s+(?:date|day|meeting|session|election))?)?
|(?:at\s+least\s+)?once\s+(?:in\s+)?every\s+[\w’'-]+(?:\s+of\s+the\s+\w+)?
|(?:at\s+least\s+|no\s+later\s+than\s+)?{_COUNT}[\s-]+{_UNIT}\s+(?:in\s+advance|(?:before|prior\s+to|ahead\s+of)\s+(?:the|each|any|every|its|their)\s+[\w’'-]+)
|(?:before|by|until|during|in|at|from)\s+the\s+(?:(?:next|following|present|current|coming|spring|summer|autumn|winter|new)\s+|beginning\s+of\s+the\s+)(?:[\w’'-]+\s+){{0,2}}?(?:seasons?|year|legislature|semester|term|elections?|mandate|cycle|budget|quarter|round)\b
|in\s+the\s+(?:first|second)\s+(?:semester|half|quarter)\s+of\s+(?:{_YEAR}|(?:the|each|every)\s+year)
|at\s+mid-?term
|(?:for|over)\s+(?:at\s+least\s+|a\s+(?:further\s+)?period\s+of\s+|up\s+to\s+)?{_COUNT}\s+(?:years?|months?)
|(?:with\s+effect\s+)?from\s+(?:{_DATE}|(?:the\s+)?(?:budget\s+|financial\s+|academic\s+|school\s+)?year\s+{_YEAR})
|ahead\s+of\s+the\s+(?:[A-Z][\w’'-]*)(?:\s+(?:of|on|for|and|the|in|[A-Z][\w’'-]*))*
|(?:at|before|by|in|to|during)\s+(?:the\s+)?COP\s?-?\d+
|{_COUNT}\s+(?:days|weeks|months|years)\s+(?:after|from)\s+(?:its|the|their)\s+(?:adoption|signature)
|(?:starting|beginning|as|effective|commencing)\s+(?:in|from|of|on)\s+(?:{_DATE}|{_YEAR})
|(?:at\s+least\s+)?(?:once|twice|three\s+times)\s+(?:a|every|each|per)\s+(?:year|month|quarter|week|session)
|(?:on\s+(?:an?|a\s+bi)\s*-?(?:annual|biennial|yearly|quarterly|monthly|weekly|biannual|semi-annual|bi-annual)\s+basis)
|\b(?:annually|bi-?annually|bi-?ennially|semi-annually|quarterly|monthly|weekly|yearly|triennially)\b
|(?:every|each)\s+(?:(?:other|second|third|fourth|fifth|{_COUNT})\s+)?(?:calendar\s+)?(?:years?|months?|quarters?|weeks?|sessions?|biennium|term|legislature)\b
|(?:at|to|before|by|for|in|during|ahead\s+of|prior\s+to|in\s+time\s+for|in\s+advance\s+of|no\s+later\s+than|until|on\s+the\s+occasion\s+of)\s+(?:the|its|their|our|his|her|a|each|every)\s+(?:(?:regular|ordinary|annual)\s+)?(?:next|forthcoming|upcoming|coming|following|subsequent|{_YEAR}|{_ORDINAL}|resumed|latest)\s+(?:[\w’'-]+\s+){{0,5}}?{_EVENT}\b(?:\s+of\s+(?:the\s+)?(?:[A-Z][\w-]*)(?:\s+(?:of|and|for|the|[A-Z][\w-]*))*)?(?:\s+in\s+(?:{_DATE}|{_YEAR}|[A-Z]\w+(?:\s+in\s+{_YEAR})?))?
|(?:at|in|by|before)\s+(?:its|their|the|each|every)\s+annual\s+{_EVENT}\b
|in\s+(?:the\s+)?(?:(?:early|late|mid|spring|summer|autumn|first\s+half|second\s+half|(?:first|second|third|fourth|last)\s+quarter|course|year|month)[\s-]*(?:of\s+)?(?:the\s+year\s+)?)?(?:{_DATE}|{_YEAR}(?:\s+and\s+{_YEAR})?)
|(?:during|throughout)\s+{_YEAR}
|on\s+{_DATE}
"""
_FR = rf"""
(?:d['’]ici(?:\s+à)?|avant|jusqu['’](?:à|en|au)|au\s+plus\s+tard(?:\s+(?:en|le|à))?|à\s+l['’]horizon|pour)\s+(?:(?:la\s+)?fin\s+(?:de\s+(?:l['’]année\s+)?)?|le\s+)?(?:{_DATE}|{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)
|d['’]ici\s+(?:à\s+)?la\s+fin\s+(?:de\s+(?:l['’]année|la\s+décennie|son\s+mandat)|du\s+mandat)(?:\s+{_YEAR})?
|(?:dans|sous|d['’]ici|pendant|durant|au\s+cours\s+des?)\s+(?:(?:un\s+)?délai\s+(?:maximal\s+)?de\s+|les\s+|des\s+)?(?:prochain(?:e)?s\s+)?{_COUNT}(?:\s+prochain(?:e)?s)?\s+(?:prochain(?:e)?s\s+)?{_UNIT}(?:\s+(?:suivant|à\s+compter\s+de|après)\s+(?:l['’]|la\s+|le\s+|son\s+|sa\s+)?[\w'’-]+)?
|(?:de|entre)\s+{_YEAR}\s+(?:à|et)\s+{_YEAR}
|(?:chaque|tous\s+les|toutes\s+les)\s+(?:{_COUNT}\s+)?(?:ans?|années?|mois|semaines|trimestres?|semestres?|sessions?)\b
|\b(?:annuellement|une\s+fois\s+par\s+an|deux\s+fois\s+par\s+an|trimestriellement|mensuellement)\b
|(?:à(?:\s+compter\s+de)?|lors\s+de|au|avant|pour|dans)\s+(?:la\s+|le\s+|sa\s+|son\s+|leur\s+|l['’])?(?:prochaine?|\d{{1,3}}e|(?:vingt-|trente-|quarante-|cinquante-|soixante-)?(?:première|unième|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième))\s+(?:[\w'’-]+\s+){{0,3}}?(?:session|réunion|sommet|conférence|assemblée|rapport)(?:\s+(?:ministérielle|annuelle|ordinaire|plénière))?
|(?:en|courant)\s+(?:{_MONTH}\s+)?{_YEAR}
|(?:le|au)\s+{_DATE}
"""
_ES = rf"""
(?:antes\s+de(?:l)?|para|hasta|a\s+más\s+tardar(?:\s+(?:en|el))?|de\s+aquí\s+a)\s+(?:(?:el\s+)?(?:fin(?:al(?:es)?)?\s+de\s+(?:l\s+año\s+)?|año\s+)|el\s+|finales\s+de\s+)?(?:{_DATE}|{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)
|antes\s+de(?:l)?\s+(?:que\s+)?(?:fin(?:al(?:es)?|alice)?\s+(?:de(?:l)?\s+|el\s+)?(?:año|mandato|decenio)|próximo\s+año)(?:\s+{_YEAR})?
|(?:en|dentro\s+de|durante)\s+(?:un\s+plazo\s+(?:máximo\s+)?(?:de\s+|no\s+superior\s+a\s+)|los\s+|el\s+plazo\s+de\s+)?(?:próximos\s+)?{_COUNT}\s+{_UNIT}(?:\s+(?:siguientes\s+a|a\s+partir\s+de|desde|después\s+de)\s+(?:la\s+|el\s+|su\s+)?[\w-]+)?
|(?:durante|en)\s+el\s+(?:primer|segundo|tercer|cuarto)\s+(?:semestre|trimestre)(?:\s+de\s+(?:cada\s+año|{_YEAR}))?
|(?:de|entre)\s+{_YEAR}\s+(?:a|y|hasta)\s+{_YEAR}
|(?:cada|todos\s+los|una\s+vez\s+al|dos\s+veces\s+al)\s+(?:{_COUNT}\s+)?(?:años?|mes(?:es)?|semestres?|trimestres?|sesi(?:ón|ones))
|\b(?:anualmente|trimestralmente|mensualmente|semestralmente|bienalmente)\b
|(?:en|a|antes\s+de|durante|para)\s+(?:la\s+|el\s+|su\s+|al\s+)?(?:próxim[oa]|\d{{1,3}}[ªº°]?|primera?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa])\s+(?:[\w-]+\s+){{0,3}}?(?:sesión|período\s+de\s+sesiones|periodo\s+de\s+sesiones|reunión|cumbre|conferencia|asamblea|informe)(?:\s+(?:ministerial|anual|ordinaria))?
|en\s+(?:{_MONTH}\s+de\s+)?{_YEAR}
|el\s+{_DATE}
"""


def _compiled(patterns: str) -> re.Pattern[str]:
    parts = [line.strip().removeprefix("|") for line in patterns.strip().splitlines()]
    return re.compile(r"\b(?:" + "|".join(parts) + r")", re.IGNORECASE)


_OPENERS = re.compile(
    r"by|before|until|till|prior|on|no|not|at|latest|up|through|towards?|beyond|within|over|in|"
    r"during|for|throughout|inside|after|every|each|"
    r"from|between|covering|starting|beginning|as|effective|commencing|once|twice|three|annually|"
    r"bi-?annually|bi-?ennially|semi-annually|"
    r"quarterly|monthly|weekly|yearly|triennially|to|ahead|with|" + "|".join(sorted(_NUMBERS)) + "|"
    r"d['’]\w+|avant|jusqu\w*(?:['’]\w+)?|au|à|pour|dans|sous|pendant|durant|de|entre|chaque|tous|"
    r"toutes|annuellement|une|deux|trimestriellement|"
    r"mensuellement|lors|en|courant|le|"
    r"antes|para|hasta|a|dentro|durante|cada|todos|una|dos|anualmente|trimestralmente|mensualmente|"
    r"semestralmente|bienalmente|el",
    re.IGNORECASE,
)
_PATTERNS = {
    language: Scanner(_compiled(words), _OPENERS)
    for language, words in (("en", _EN), ("fr", _FR), ("es", _ES))
}

_YEARS = re.compile(r"\d{4}")
_WORDS = re.compile(r"[^\W\d_]+")
_HINT_WORDS = """
hour hours day days week weeks month months quarter quarters year years annual annually yearly decade
century biannual biannually biennial biennially quarterly monthly weekly triennially session sessions
meeting meetings summit summits conference conferences report reports assembly congress forum cop
mandate term terms presidency election elections ministerial review cycle season budget legislature
semester round midterm plenary biennium sitting adoption signature occasion spring summer autumn winter
next heure heures jour jours semaine semaines mois an ans année années réunion sommet conférence rapport
annuellement trimestre trimestres semestre trimestriellement mensuellement mandat fin hora horas día
días semana semanas mes meses año años sesión sesiones reunión cumbre conferencia informe anualmente
semestralmente trimestralmente mensualmente bienalmente mandato
"""
_HINTS = frozenset(MONTHS) | frozenset(_HINT_WORDS.split())
_PAST = re.compile(
    r"(?:\b(?:adopted|held|signed|agreed|concluded|made|taken|approved|convened|established|launched|"
    r"issued|published|met|expressed|"
    r"endorsed|created|proclaimed|decided|was|were|since|released|submitted|presented|organi[sz]ed|"
    r"gathered|assembled|hosted|"
    r"adopt[ée]e?s?|tenue?s?|signée?s?|conclue?s?|celebrad[oa]s?|adoptad[oa]s?|firmad[oa]s?|aprobad[oa]s?)|"
    r"(?:Declaration|Conference|Summit|Convention|Agreement|Protocol|Resolution|Charter|Act|Decision|"
    r"elections?|law))\s*\Z",
)
_REPORTED = re.compile(
    r"\b(?:expressed|adopted|made|agreed|announced|presented|launched|held|established|set out)\b"
    r"[^,.;]{0,60}\Z"
)
_ARRIVED = re.compile(
    r"\b(?:has|have|had)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ne)?\s*\Z|\bwhich\s+will\s+be\b[^,.;]{0,40}\Z"
)
_TITLED = re.compile(
    r"\b(?:Programme|Program|Plan|Strategy|Framework|Agenda|Policy|Roadmap|Compact|Stratégie|Estrategia|Programa)\b[^,.;]*\Z"
)
_RELATIVE = re.compile(
    rf"({_COUNT})[\s-]+(?:calendar\s+|working\s+)?(day|week|month|year|jour|semaine|mois|an|année|"
    rf"día|semana|mes|año)",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+|"
    rf"de\s+)?(?P<m1>{_MONTH}),?\s+(?:de\s+|of\s+)?(?P<y1>{_YEAR})|"
    rf"(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?,?\s+(?P<y2>{_YEAR})|"
    rf"(?P<m3>{_MONTH}),?\s+(?:de\s+|of\s+)?(?P<y3>{_YEAR})|(?P<y4>\d{{4}})-(?P<m4>\d\d)-(?P<d4>\d\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text: how it is written, its first and last day."""

    text: str
    start: date
    due: date


def date_in(text: str) -> DateFound | None:
    """The first date (day or month) of a text."""
    for match in _FULL_DATE.finditer(text):
        groups = match.groupdict()
        for n in ("1", "2", "3", "4"):
            if not groups[f"y{n}"]:
                continue
            month = MONTHS.get(groups[f"m{n}"].lower()) or int(groups[f"m{n}"]) if groups[f"m{n}"] else 0
            year, day = int(groups[f"y{n}"]), groups.get(f"d{n}")
            if not 1 <= month <= 12 or not 1 <= year <= 9999:
                continue
            last = monthrange(year, month)[1]
            if day is None:
                return DateFound(match.group(), date(year, month, 1), date(year, month, last))
            if 1 <= int(day) <= last:
                exact = date(year, month, int(day))
                return DateFound(match.group(), exact, exact)
    return None


def deadline(text: str, language: str, document: date | None) -> Deadline | None:
    """The deadline that a provision sets, or None; relative periods count from the `document` date."""
    if not _YEARS.search(text) and _HINTS.isdisjoint(_WORDS.findall(text.lower())):
        return None
    pattern = _PATTERNS.get(language, _PATTERNS["en"])
    found: list[str] = []
    for match in pattern.finditer(text):
        words = match.group().strip(" ,")
        if words and words not in found and _sets_a_date(text, match, words, document):
            found.append(words)
    if not found:
        return None
    start, due = _dates(found[0], document if _from_adoption(text, found[0]) else None)
    return Deadline(" | ".join(found[:2]), start, due)


def _sets_a_date(text: str, match: re.Match[str], words: str, document: date | None) -> bool:
    before = text[max(0, match.start() - 90) : match.start()]
    after = text[match.end() : match.end() + 20]
    low = words.lower()
    years = [int(y) for y in re.findall(_YEAR, words)]
    past_prone = low.startswith(
        (
            "in ",
            "en ",
            "at ",
            "during ",
            "on ",
            "le ",
            "el ",
            "to ",
            "from ",
            "between ",
            "before ",
            "until ",
            "through ",
            "de ",
            "entre ",
            "au ",
            "for ",
            "over ",
            "since ",
        )
    )
    if past_prone and (
        _PAST.search(before) or (low.startswith(("at ", "during ", "on ")) and _REPORTED.search(before))
    ):
        return False
    if years and low.startswith(("for ", "over ", "pour ", "para ")) and _TITLED.search(before):
        return False
    if low.startswith("as of") and years and (document is None or max(years) < document.year):
        return False
    if re.match(r"(?:in|over|during|within)\s+the\s+last\b", low) or (years and _ARRIVED.search(before)):
        return False
    if years and document and max(years) < document.year:
        return False
    if low.startswith(("towards", "toward", "beyond", "to ")) and years and not re.search(_EVENT, low):
        return False
    if (
        re.match(
            r"\s+(?:Agenda|Goals|Strategy|Framework|Plan|Programme|Program|Declaration|Convention|"
            r"Act|Compact)\b",
            after,
        )
        and years
    ):
        return False
    if re.match(r"\s*(?:-|–)?\s*(?:old|olds|of age|of experience|ago|of imprisonment|in prison)\b", after):
        return False
    if low.startswith(("after ", "during ", "in ", "throughout ")) and _RELATIVE.search(low) and not years:
        return bool(
            re.search(r"next|coming|following|first|prochain|próxim|plazo|délai", low)
        ) or low.startswith("in ")
    return True


def _from_adoption(text: str, words: str) -> bool:
    span = _RELATIVE.search(words.lower())
    return counts_from_adoption(text, words, span.group(2) if span else None)


def _dates(words: str, document: date | None) -> tuple[date | None, date | None]:
    low = words.lower()
    years = [int(year) for year in re.findall(_YEAR, low)]
    if len(years) == 1 and (short := re.search(r"(?:19|20)\d\d\s*[-–/]\s*(\d\d)(?!\d)", low)):
        years.append(years[0] // 100 * 100 + int(short.group(1)))
    if re.search(_EVENT, low) and not date_in(words):
        return None, None
    if len(years) >= 2:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    if exact := date_in(words):
        opens = low.startswith(
            ("in ", "en ", "during", "from", "starting", "on ", "el ", "le ", "as ", "beginning")
        )
        return (exact.start if opens else None), (
            None if low.startswith(("from", "starting", "as ", "beginning")) else exact.due
        )
    if years:
        return _of_year(low, years[0])
    if document and (span := _RELATIVE.search(low)):
        return None, _later(document, _count(span.group(1)), span.group(2).lower())
    return None, None


def _of_year(low: str, year: int) -> tuple[date | None, date | None]:
    if low.startswith(("before", "prior", "avant", "antes")) and not re.search(r"end|fin", low):
        return None, date(year - 1, 12, 31) if year > 1 else None
    if low.startswith(("from", "starting", "as ", "beginning", "effective", "commencing")):
        return date(year, 1, 1), None
    if re.search(r"first half|mid|middle|milieu|mediados", low):
        return (date(year, 1, 1) if low.startswith("in") else None), date(year, 6, 30)
    quarter = re.search(r"(first|second|third|fourth|last) quarter", low)
    if quarter:
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}[quarter.group(1)]
        return date(year, 3 * n - 2, 1), date(year, 3 * n, monthrange(year, 3 * n)[1])
    if re.search(r"beginning|start|early", low) and not low.startswith("in"):
        return None, date(year, 1, 31)
    opens = low.startswith(("in ", "during", "en ", "throughout"))
    return (date(year, 1, 1) if opens else None), date(year, 12, 31)


def _count(word: str) -> int:
    figure = re.search(r"\d+", word)
    return int(figure.group()) if figure else _NUMBERS.get(word.lower(), 1)


def _later(day: date, count: int, unit: str) -> date | None:
    try:
        if unit in ("day", "jour", "día"):
            return day + timedelta(days=count)
        if unit in ("week", "semaine", "semana"):
            return day + timedelta(weeks=count)
        months = count * (12 if unit in ("year", "an", "année", "año") else 1)
        year, month = divmod(day.month - 1 + months, 12)
        year += day.year
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
