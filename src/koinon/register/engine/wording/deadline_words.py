"""The words for dates, periods, meetings and recurrences in three languages."""

from __future__ import annotations

import re

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
NUMBERS = {
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

TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
_DATE = (
    rf"(?:{_DAY}\s+(?:of\s+|de\s+)?{MONTH},?\s+(?:de\s+|of\s+)?{YEAR}|{MONTH}\s+{_DAY},?\s+{YEAR}|"
    rf"{MONTH},?\s+(?:de\s+|of\s+)?{YEAR}|\d{{4}}-\d\d-\d\d|{_DAY}\s+(?:de\s+)?{MONTH})"
)
COUNT = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-"
    r"(?:one|two|three|four|five|six|seven|eight|nine)|"
    r"twenty|forty|fifty|seventy|eighty|"
    + "|".join(sorted(NUMBERS, key=len, reverse=True))
    + r")(?:\s*\(\d{1,3}\))?"
)
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
EVENT = (
    r"(?:sessions?|meetings?|summits?|conferences?|assembl(?:y|ies)|congress(?:es)?|forums?|review(?:\s+conference)?|"
    r"cop\s?\d*|reports?|election\s+cycle|elections?|ministerial(?:\s+\w+)?|plenary|cycle|biennium|sitting)"
)
_MOMENT = (
    r"(?:midnight|noon|dawn|recess|Easter|Christmas|Ramadan|(?:spring|summer|autumn|winter)(?!\s+\w*\s*(?:session|meeting))|"
    r"(?:summer\s+|winter\s+|spring\s+|Christmas\s+|school\s+)?(?:holidays|vacation))\b"
)
_CLAUSE = r"[^,.;:()]{3,60}?"
_DONE = (
    r"(?:is|are|(?:has|have)\s+been)\s+"
    r"(?:\w+ed|held|made|set|taken|met|put|built|found|given|chosen|sworn|drawn)\b"
)
_EN = rf"""
by\s+the\s+time\s+(?:{_CLAUSE}\b(?:is|are|has|have)\s+\w+(?:\s+\w+(?:ed|en))?\b|[^,.;:()]{{3,60}})
|(?:until|before|as\s+soon\s+as|once)\s+(?:the\s+|these\s+|those\s+|its\s+|their\s+)?{_CLAUSE}\b{_DONE}
|(?:before|by|until|from|after)\s+(?:the\s+)?(?:(?:next|parliamentary|coming|following|this)\s+)?(?:(?:summer|winter|spring|Christmas|Easter)\s+(?=recess|holidays))?{_MOMENT}
|before\s+the\s+[\w’'-]+\s+(?:meets?|convenes?|votes?|sits?|takes?\s+office)\b(?:\s+in\s+{MONTH})?
|(?:starting\s+|as\s+)?from\s+(?:the\s+)?(?:next|coming|following)\s+(?:budget\s+|financial\s+|academic\s+|school\s+|fiscal\s+)?(?:year|month|term|season)\b
|(?:in\s+good\s+time\s+and\s+)?(?:no|not)\s+later\s+than\s+(?:at\s+)?(?:the|its|their|each|every)\s+(?:[\w’'-]+\s+){{0,3}}?(?:reading|vote|session|meeting|opening|start|end|day|date|election|adoption|publication)\b(?:\s+of\s+(?:the|each|every|its|their)\s+[\w’'-]+)?
|(?:before|after|ahead\s+of|at|prior\s+to|in\s+advance\s+of|following)\s+(?:each|every|any)\s+(?:[\w’'-]+\s+){{0,2}}?(?:elections?|sessions?|meetings?|summits?|votes?|ballots?|seasons?|referend(?:um|ums|a)|budget|conference|sitting)\b
|(?:from|in\s+the)\s+{COUNT}\s+{_UNIT}\s+before\s+to\s+{COUNT}\s+{_UNIT}\s+after\s+(?:each|every|any|the|an?)\s+(?:[\w’'-]+\s+){{0,2}}?(?:elections?|votes?|ballots?|referendum)\b
|(?:each|every)\s+(?:spring|summer|autumn|winter|{MONTH})\b
|(?:before|upon|prior\s+to)\s+the\s+(?:adoption|entry\s+into\s+force|conclusion|expiry)\s+of\s+(?:the|any|an?|its|each|every)\s+[^,.;:()]{{3,60}}
|at\s+(?:the|our|its|their)\s+(?:next\s+|coming\s+)?(?:spring|summer|autumn|winter|annual|{MONTH})\s+(?:part-)?(?:session|meeting|conference|assembly|summit|gathering)s?\b
|at\s+{COUNT}\s+{_UNIT}['’]?\s+notice
|(?:by|before|until|till|prior\s+to|on\s+or\s+before|(?:no|not)\s+later\s+than|at\s+the\s+latest\s+by|latest\s+by|up\s+to|through|towards?|beyond)\s+(?:the\s+)?(?:(?:end|beginning|start|middle|close|early|late|mid|year|first\s+half|second\s+half|(?:first|second|third|fourth|last)\s+quarter)[\s-]*(?:of|in)?\s*(?:the\s+)?(?:year\s+)?)?(?:{_DATE}|{YEAR}(?:\s*[-–/]\s*(?:\d{{4}}|\d\d))?)(?:\s+at\s+the\s+latest)?
|(?:by|before|until|at|towards?)\s+(?:the\s+)?(?:end|close|beginning)\s+of\s+(?:the|this|next|each|every|its|their|our|the\s+current|the\s+(?:present|next|coming|academic|calendar|fiscal|financial))\s*(?:year|decade|term|mandate|legislature|presidency|century|period|biennium|month|quarter|session)(?:\s+of\s+office)?
|(?:by|before)\s+the\s+(?:[A-Z][\w.’'-]*\s+){{1,6}}(?:Summit|Conference|Meeting|Assembly)(?:\s+in\s+(?:{_DATE}|{YEAR}))?
|(?:in|during|for)\s+(?:fiscal|financial|academic)\s+years?\s+{YEAR}(?:\s*(?:[-–/]|to|and)\s*(?:\d{{4}}|\d\d))?
|by\s+(?:or\s+around\s+)?(?:mid-?century|the\s+middle\s+of\s+the\s+century)
|by\s+(?:next|the\s+following|the\s+coming)\s+(?:year|month|spring|summer|autumn|winter)
|(?:within|over|in|during|for|throughout|inside|no\s+later\s+than|not\s+later\s+than|after|every)\s+(?:a\s+(?:period|maximum|deadline)\s+of\s+|the\s+(?:next|coming|following|first|subsequent|period\s+of|last)\s+|at\s+most\s+|no\s+more\s+than\s+|a\s+maximum\s+of\s+)?{COUNT}[\s-]+{_UNIT}(?:\s+(?:of|from|after|following)\s+(?:the\s+|its\s+|their\s+|this\s+|such\s+|an?\s+|each\s+|any\s+|receiving\s+|receipt\b)?[\w'’-]+(?:\s+of\s+(?:the|this|its)\s+[\w'’-]+)?)?
|(?:within|over|in|during)\s+(?:the\s+)?(?:next|coming|following|current|same)\s+(?:year|decade|month|quarter|legislature|legislative\s+term|biennium|term)\b
|within\s+(?:a|one)\s+(?:year|month|week|decade)(?:\s+of\s+[\w'’-]+)?
|(?:from|between)\s+(?:{_DATE}|{YEAR})\s+(?:to|until|and|through)\s+(?:{_DATE}|{YEAR})
|(?:for|during|over|in|throughout|covering)\s+(?:(?:the\s+)?(?:period|biennium|years|triennium|cycle|term|budget\s+period)\s*(?:of\s+|from\s+)?)?{YEAR}\s*(?:[-–/]|to)\s*(?:\d{{4}}|\d\d)\b
|(?:at\s+least|no\s+later\s+than|not\s+later\s+than|no\s+less\s+than)\s+{COUNT}[\s-]+{_UNIT}\s+(?:before|prior\s+to|ahead\s+of|in\s+advance(?:\s+of)?)(?:\s+(?:the|each|any|its|their)\s+[\w’'-]+(?:\s+(?:date|day|meeting|session|election))?)?
|(?:at\s+least\s+)?once\s+(?:in\s+)?every\s+[\w’'-]+(?:\s+of\s+the\s+\w+)?
|(?:at\s+least\s+|no\s+later\s+than\s+)?{COUNT}[\s-]+{_UNIT}\s+(?:in\s+advance|(?:before|prior\s+to|ahead\s+of)\s+(?:the|each|any|every|its|their)\s+[\w’'-]+)
|(?:before|by|until|during|in|at|from)\s+the\s+(?:(?:next|following|present|current|coming|spring|summer|autumn|winter|new)\s+|beginning\s+of\s+the\s+)(?:[\w’'-]+\s+){{0,2}}?(?:seasons?|year|legislature|semester|term|elections?|mandate|cycle|budget|quarter|round|session|sitting|recess)\b
|in\s+the\s+(?:first|second)\s+(?:semester|half|quarter)\s+of\s+(?:{YEAR}|(?:the|each|every)\s+year)
|at\s+mid-?term
|(?:for|over)\s+(?:at\s+least\s+|a\s+(?:further\s+)?period\s+of\s+|up\s+to\s+)?{COUNT}\s+(?:years?|months?)
|(?:with\s+effect\s+)?from\s+(?:{_DATE}|(?:the\s+)?(?:budget\s+|financial\s+|academic\s+|school\s+)?year\s+{YEAR})
|ahead\s+of\s+the\s+(?:[A-Z][\w’'-]*)(?:\s+(?:of|on|for|and|the|in|[A-Z][\w’'-]*))*
|(?:at|before|by|in|to|during)\s+(?:the\s+)?COP\s?-?\d+
|{COUNT}\s+(?:days|weeks|months|years)\s+(?:after|from)\s+(?:its|the|their)\s+(?:adoption|signature)
|(?:starting|beginning|as|effective|commencing)\s+(?:in|from|of|on)\s+(?:{_DATE}|{YEAR})
|(?:at\s+least\s+)?(?:once|twice|three\s+times)\s+(?:a|every|each|per)\s+(?:year|month|quarter|week|session)
|(?:on\s+(?:an?|a\s+bi)\s*-?(?:annual|biennial|yearly|quarterly|monthly|weekly|biannual|semi-annual|bi-annual)\s+basis)
|\b(?:annually|bi-?annually|bi-?ennially|semi-annually|quarterly|monthly|weekly|yearly|triennially)\b
|(?:every|each)\s+(?:(?:other|second|third|fourth|fifth|{COUNT})\s+)?(?:calendar\s+)?(?:years?|months?|quarters?|weeks?|sessions?|biennium|term|legislature)\b
|(?:at|to|before|by|for|in|during|ahead\s+of|prior\s+to|in\s+time\s+for|in\s+advance\s+of|no\s+later\s+than|until|on\s+the\s+occasion\s+of)\s+(?:the|its|their|our|his|her|a|each|every)\s+(?:(?:regular|ordinary|annual)\s+)?(?:next|forthcoming|upcoming|coming|following|subsequent|{YEAR}|{_ORDINAL}|resumed|latest)\s+(?:[\w’'-]+\s+){{0,5}}?{EVENT}\b(?:\s+of\s+(?:the\s+)?(?:[A-Z][\w-]*)(?:\s+(?:of|and|for|the|[A-Z][\w-]*))*)?(?:\s+in\s+(?:{_DATE}|{YEAR}|[A-Z]\w+(?:\s+in\s+{YEAR})?))?
|(?:at|in|by|before)\s+(?:its|their|the|each|every)\s+annual\s+{EVENT}\b
|in\s+(?:the\s+)?(?:(?:early|late|mid|spring|summer|autumn|first\s+half|second\s+half|(?:first|second|third|fourth|last)\s+quarter|course|year|month)[\s-]*(?:of\s+)?(?:the\s+year\s+)?)?(?:{_DATE}|{YEAR}(?:\s+and\s+{YEAR})?)
|(?:during|throughout)\s+{YEAR}
|on\s+{_DATE}
"""
_FR = rf"""
(?:d['’]ici(?:\s+à)?|avant|jusqu['’](?:à|en|au)|au\s+plus\s+tard(?:\s+(?:en|le|à))?|à\s+l['’]horizon|pour)\s+(?:(?:la\s+)?fin\s+(?:de\s+(?:l['’]année\s+)?)?|le\s+)?(?:{_DATE}|{YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)
|d['’]ici\s+(?:à\s+)?la\s+fin\s+(?:de\s+(?:l['’]année|la\s+décennie|son\s+mandat)|du\s+mandat)(?:\s+{YEAR})?
|(?:dans|sous|d['’]ici|pendant|durant|au\s+cours\s+des?)\s+(?:(?:un\s+)?délai\s+(?:maximal\s+)?de\s+|les\s+|des\s+)?(?:prochain(?:e)?s\s+)?{COUNT}(?:\s+prochain(?:e)?s)?\s+(?:prochain(?:e)?s\s+)?{_UNIT}(?:\s+(?:suivant|à\s+compter\s+de|après)\s+(?:l['’]|la\s+|le\s+|son\s+|sa\s+)?[\w'’-]+)?
|(?:de|entre)\s+{YEAR}\s+(?:à|et)\s+{YEAR}
|(?:chaque|tous\s+les|toutes\s+les)\s+(?:{COUNT}\s+)?(?:ans?|années?|mois|semaines|trimestres?|semestres?|sessions?)\b
|\b(?:annuellement|une\s+fois\s+par\s+an|deux\s+fois\s+par\s+an|trimestriellement|mensuellement)\b
|(?:à(?:\s+compter\s+de)?|lors\s+de|au|avant|pour|dans)\s+(?:la\s+|le\s+|sa\s+|son\s+|leur\s+|l['’])?(?:prochaine?|\d{{1,3}}e|(?:vingt-|trente-|quarante-|cinquante-|soixante-)?(?:première|unième|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième))\s+(?:[\w'’-]+\s+){{0,3}}?(?:session|réunion|sommet|conférence|assemblée|rapport)(?:\s+(?:ministérielle|annuelle|ordinaire|plénière))?
|(?:en|courant)\s+(?:{MONTH}\s+)?{YEAR}
|(?:le|au)\s+{_DATE}
"""
_ES = rf"""
(?:antes\s+de(?:l)?|para|hasta|a\s+más\s+tardar(?:\s+(?:en|el))?|de\s+aquí\s+a)\s+(?:(?:el\s+)?(?:fin(?:al(?:es)?)?\s+de\s+(?:l\s+año\s+)?|año\s+)|el\s+|finales\s+de\s+)?(?:{_DATE}|{YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)
|antes\s+de(?:l)?\s+(?:que\s+)?(?:fin(?:al(?:es)?|alice)?\s+(?:de(?:l)?\s+|el\s+)?(?:año|mandato|decenio)|próximo\s+año)(?:\s+{YEAR})?
|(?:en|dentro\s+de|durante)\s+(?:un\s+plazo\s+(?:máximo\s+)?(?:de\s+|no\s+superior\s+a\s+)|los\s+|el\s+plazo\s+de\s+)?(?:próximos\s+)?{COUNT}\s+{_UNIT}(?:\s+(?:siguientes\s+a|a\s+partir\s+de|desde|después\s+de)\s+(?:la\s+|el\s+|su\s+)?[\w-]+)?
|(?:durante|en)\s+el\s+(?:primer|segundo|tercer|cuarto)\s+(?:semestre|trimestre)(?:\s+de\s+(?:cada\s+año|{YEAR}))?
|(?:de|entre)\s+{YEAR}\s+(?:a|y|hasta)\s+{YEAR}
|(?:cada|todos\s+los|una\s+vez\s+al|dos\s+veces\s+al)\s+(?:{COUNT}\s+)?(?:años?|mes(?:es)?|semestres?|trimestres?|sesi(?:ón|ones))
|\b(?:anualmente|trimestralmente|mensualmente|semestralmente|bienalmente)\b
|(?:en|a|antes\s+de|durante|para)\s+(?:la\s+|el\s+|su\s+|al\s+)?(?:próxim[oa]|\d{{1,3}}[ªº°]?|primera?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa])\s+(?:[\w-]+\s+){{0,3}}?(?:sesión|período\s+de\s+sesiones|periodo\s+de\s+sesiones|reunión|cumbre|conferencia|asamblea|informe)(?:\s+(?:ministerial|anual|ordinaria))?
|en\s+(?:{MONTH}\s+de\s+)?{YEAR}
|el\s+{_DATE}
"""


def _compiled(patterns: str) -> re.Pattern[str]:
    parts = [line.strip().removeprefix("|") for line in patterns.strip().splitlines()]
    return re.compile(r"\b(?:" + "|".join(parts) + r")", re.IGNORECASE)


_OPENERS = re.compile(
    r"by|before|until|till|prior|on|no|not|at|latest|up|through|towards?|beyond|within|over|in|"
    r"during|for|throughout|inside|after|every|each|"
    r"from|between|upon|following|covering|starting|beginning|as|effective|commencing|once|twice|three|annually|"
    r"bi-?annually|bi-?ennially|semi-annually|"
    r"quarterly|monthly|weekly|yearly|triennially|to|ahead|with|" + "|".join(sorted(NUMBERS)) + "|"
    r"d['’]\w+|avant|jusqu\w*(?:['’]\w+)?|au|à|pour|dans|sous|pendant|durant|de|entre|chaque|tous|"
    r"toutes|annuellement|une|deux|trimestriellement|"
    r"mensuellement|lors|en|courant|le|"
    r"antes|para|hasta|a|dentro|durante|cada|todos|una|dos|anualmente|trimestralmente|mensualmente|"
    r"semestralmente|bienalmente|el",
    re.IGNORECASE,
)
PATTERNS = {
    language: Scanner(_compiled(words), _OPENERS)
    for language, words in (("en", _EN), ("fr", _FR), ("es", _ES))
}

_HINT_WORDS = """
hour hours day days week weeks month months quarter quarters year years annual annually yearly decade
century biannual biannually biennial biennially quarterly monthly weekly triennially session sessions
meeting meetings summit summits conference conferences report reports assembly congress forum cop
mandate term terms presidency election elections ministerial review cycle season budget legislature
semester round midterm plenary biennium sitting adoption signature occasion spring summer autumn winter
midnight noon dawn recess easter christmas ramadan holidays vacation time until
later notice next
heure heures jour jours semaine semaines mois an ans année années réunion sommet conférence rapport
annuellement trimestre trimestres semestre trimestriellement mensuellement mandat fin hora horas día
días semana semanas mes meses año años sesión sesiones reunión cumbre conferencia informe anualmente
semestralmente trimestralmente mensualmente bienalmente mandato
"""
HINTS = frozenset(MONTHS) | frozenset(_HINT_WORDS.split())
