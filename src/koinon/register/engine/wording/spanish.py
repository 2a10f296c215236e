"""The operative vocabulary of Spanish."""

from __future__ import annotations

import re

from koinon.register.engine.wording.lexicon import Force, Lexicon, alternatives
from koinon.register.engine.wording.scanning import Scanner, openers

_I = re.IGNORECASE

_ASKS = r"""
inst(?:a|an|amos) | exhort(?:a|an|amos) | pid(?:e|en) | pedimos | solicit(?:a|an|amos) | recomiend(?:a|an)
recomendamos | requier(?:e|en) | requerimos | demand(?:a|an|amos) | exig(?:e|en|imos)
llam(?:a|an|amos) a | hac(?:e|en|emos) un llamado | hac(?:e|en|emos) un llamamiento
propon(?:e|en|emos) | encarg(?:a|an|amos) | encomiend(?:a|an) | encomendamos | urg(?:e|en|imos)
rueg(?:a|an) | rogamos | insist(?:e|en|imos) | reclam(?:a|an|amos) | apel(?:a|an|amos)
esper(?:a|an|amos) que | conmin(?:a|an|amos) | ruega
"""
_INVITES = r"invit(?:a|an|amos) | alient(?:a|an) | alentamos | anim(?:a|an|amos) | sugier(?:e|en) | sugerimos"
_BINDS = r"""
se compromet(?:e|en) | nos comprometemos | me comprometo | decid(?:e|en|imos) | resuelve(?:n)?
resolvemos | acuerda(?:n)? | acordamos | conviene(?:n)? en | convenimos | promet(?:e|en|emos)
(?:est(?:á|án|amos)|sigue|seguimos|permanecemos) (?:firmemente |plenamente |también )?(?:comprometid|decidid|resuelt|determinad)[oa]s? (?:a|con|en)
(?:reafirm|renuev|renov|reiter|confirm|expres|ratific)(?:a|an|amos) (?:una vez más )?(?:su|nuestro|nuestra) (?:firme |pleno |plena )?(?:compromiso|determinación|voluntad)
asum(?:e|en|imos) el compromiso | anunci(?:a|an|amos) | garantizamos | se reserva(?:n)? | nos reservamos
aprueba(?:n)? | aprobamos | se oblig(?:a|an) | nos obligamos
"""  # noqa: E501
_INTENDS = r"""
tenemos (?:la )?intención | tiene(?:n)? (?:la )?intención | nos proponemos | se propone(?:n)? | prevemos
prevé(?:n)? | procuraremos | buscamos | busca(?:n)? | aspiramos a | pretend(?:e|en|emos)
planea(?:n|mos)? | nos esforzaremos | se esforzará(?:n)? | tratar(?:á|án|emos) de
"""
_STATES = r"""
afirm(?:a|an|amos) | reafirm(?:a|an|amos) | reconoce(?:n|mos)? | subray(?:a|an|amos) | destac(?:a|an|amos)
acog(?:e|en|emos) con (?:beneplácito|satisfacción) | tom(?:a|an|amos) nota | celebr(?:a|an|amos)
conden(?:a|an|amos) | deplor(?:a|an|amos) | record(?:amos) | recuerda(?:n)? | expres(?:a|an|amos)
consider(?:a|an|amos) | apoy(?:a|an|amos) | lament(?:a|an|amos) | agradece(?:n|mos)? | declar(?:a|an|amos)
proclam(?:a|an|amos) | observ(?:a|an|amos) | salud(?:a|an|amos) | felicit(?:a|an|amos)
denunci(?:a|an|amos) | rechaz(?:a|an|amos) | señal(?:a|an|amos) | constat(?:a|an|amos) | creemos
entendemos
"""
_TRIGGERS = rf"""
(?P<impersonal>\bes\s+(?:imperativo|imprescindible|necesario|esencial|fundamental|urgente|preciso|indispensable|importante)\s+que\b)
|(?P<considered>\b(?:debería|convendría)\s+considerarse\b)
|(?P<advised>\bse\s+recomienda\b(?!\s+a\b))
|(?P<asked>\b(?:se\s+(?:invita|insta|exhorta|alienta|pide|solicita|recomienda)\s+a\b|(?:son|está|están|es|quedan)\s+(?:invitad|llamad|exhortad|obligad|instad)[oa]s?\s+a\b))
|(?P<modal>\b(?:deb(?:e|en|emos)|deber(?:ía|ían|íamos)|deber(?:á|án|emos)|tien(?:e|en)\s+que|tenemos\s+que|ha(?:n)?\s+de|hemos\s+de|pued(?:e|en)|podemos|podr(?:á|án|emos)|podr(?:ía|ían|íamos))\b)
|(?P<binds>\b(?:{alternatives(_BINDS)})\b)
|(?P<intends>\b(?:{alternatives(_INTENDS)})\b)
|(?P<asks>\b(?:{alternatives(_ASKS)})\b)
|(?P<invites>\b(?:{alternatives(_INVITES)})\b)
|(?P<states>\b(?:{alternatives(_STATES)})\b)
|(?P<future>\b(?!ser|habr|estar)\w{{3,}}(?:ará|erá|irá|drá|ará|arán|erán|irán|drán|aremos|eremos|iremos|dremos)\b)
"""
_AGENTS = """
actor actores administraciones administración agencia agencias alcaldes alcaldesas asamblea asambleas
asociaciones asociación autoridad autoridades banco bancos ciudad ciudadanos ciudades coalición
comisionado comisiones comisión comité comités comunidad comunidades conferencia congreso congresos
consejo consejos corte cumbre defensoría defensorías delegaciones donantes editores embajadas empleadores
empresa empresas escuelas estado estados expertos fiscalía fiscalías fondo fondos foro fuerzas fundaciones
fundación gobierno gobiernos grupo grupos instituciones institución jefes jueces legislaturas mecanismo
mecanismos medios miembro miembros ministerio ministerios ministra ministro ministros municipio municipios
naciones nación nosotras nosotros observadores observatorio observatorios oficina operadores organismo
organismos organizaciones organización parlamentarios parlamento parlamentos partes participantes partido
partidos país países periodistas plataforma plataformas policía presidencia presidenta presidente
proveedores red redes regiones región regulador reguladores relator relatora representante representantes
secretaria secretario secretaría servicios signatarios sindicato sindicatos sociedad socios tribunal
tribunales universidad universidades unión
"""

LEXICON = Lexicon(
    language="es",
    triggers=Scanner(
        re.compile(re.sub(r"\n\s*", "", _TRIGGERS), _I),
        openers(
            _ASKS,
            _INVITES,
            _BINDS,
            _INTENDS,
            _STATES,
            "es | se | son | están? | quedan? | deb\\w+ | tien\\w+ | tenemos | han? | hemos | "
            "pued\\w+ | podemos | podr\\w+ | convendría | \\w{3,}(?:á|án|emos)",
        ),
    ),
    modals={
        **dict.fromkeys(
            (
                "debe",
                "deben",
                "debemos",
                "tiene que",
                "tienen que",
                "tenemos que",
                "ha de",
                "han de",
                "hemos de",
            ),
            Force.DUTY,
        ),
        **dict.fromkeys(("debería", "deberían", "deberíamos"), Force.ADVICE),
        **dict.fromkeys(("deberá", "deberán", "deberemos"), Force.SHALL),
        **dict.fromkeys(("puede", "pueden", "podemos", "podrá", "podrán", "podremos"), Force.OPTION),
        **dict.fromkeys(("podría", "podrían", "podríamos"), Force.ABILITY),
    },
    own_verbs=re.compile(r"(?:\A|\s)(?:nos\b|\w+mos\b|me\s+comprometo)", _I),
    first_person=re.compile(
        r"(?:\A|[\s,(“\"])(?:nosotr[oa]s|nosotr[oa]s,?\s+(?:los|las)\s+[^.;:]{3,180}|nos|"
        r"quienes\s+suscribimos[^.;:]{0,180}|(?:los|las)\s+abajo\s+firmantes)\s*,?\s*\Z",
        _I,
    ),
    boundary=re.compile(
        r"[;:()\[\]“”\"«»—]|\s[–-]\s|\b(?:que|quien|quienes|cuyo|cuya|donde|cuando|si|porque|aunque|"
        r"mientras|pero|como|ya\s+que|puesto\s+que|para\s+que)\b",
        _I,
    ),
    boundary_words=frozenset(
        [
            "que",
            "quien",
            "quienes",
            "cuyo",
            "cuya",
            "donde",
            "cuando",
            "si",
            "porque",
            "aunque",
            "mientras",
            "pero",
            "como",
            "ya",
            "puesto",
            "para",
        ]
    ),
    aside=re.compile(
        r",\s*(?:en|con|incluid[oa]s?|en\s+particular|por|para|bajo|a|según|conforme|cuando|si|sobre|"
        r"durante|tras|antes|después|también|"
        r"reunid[oa]s?|recordando|reconociendo|conscientes|de\s+conformidad|por\s+tanto|además|"
        r"asimismo)\b[^,;:]{0,160},?\s*\Z",
        _I,
    ),
    adverbs=re.compile(
        r"(?:(?:\A|[\s,]+)(?:\w+mente|también|además|asimismo|por\s+(?:lo\s+)?tanto|aún|siempre|no|"
        r"se|nos|igualmente|todos|todas|junt[oa]s|solemnemente|una\s+vez\s+más))+\s*,?\s*\Z",
        _I,
    ),
    stop=re.compile(
        r"\s*(?:[;:.!?()]|\s[–—-]\s|\ba(?=\s*:|\s*\Z)|\b(?:a\s+(?=(?:que\b|no\b|\w{2,}(?:ar|er|"
        r"ir)(?:se|l[oa]s?)?\b))|(?:que|quien|quienes|deb(?:e|en|ería|erían|erá|erán)|pued(?:e|en)|"
        r"podrá(?:n)?|"
        r"en(?!\s+particular)|para|con|por|sobre|sin|antes|durante|desde|hacia|contra|bajo|según|"
        r"tras|es|son|está|están|han|ha|encargad[oa]s?|de\s+conformidad)\b))",
        _I,
    ),
    between=re.compile(
        r"\s*(?:,\s*(?:y|e|o|u|así\s+como)?|\b(?:y|e|o|u|así\s+como|junto\s+con|y/o)\b|"
        r"/)\s*(?:a\s+(?=(?:los|las|la|el)\b))?",
        _I,
    ),
    including=re.compile(
        r"[\s,(]*\b(?:incluid[oa]s?|tales\s+como|como|en\s+particular|especialmente|"
        r"entre\s+otr[oa]s)\b[\s,:]*",
        _I,
    ),
    determiner=re.compile(
        r"\A(?:(?:los|las|el|la|lo|un|una|unos|unas|al|a|del|de|todos|todas|todo|toda|cada|nuestros|"
        r"nuestras|nuestro|nuestra|sus|su|estos|estas|ese|esta|otros|otras|"
        r"diversos|diversas|algunos|varios|y|e|o|además|también|asimismo|finalmente|"
        r"en\s+este\s+contexto|que)\s+)+",
        _I,
    ),
    agents=frozenset(_AGENTS.split()),
    beneficiaries=frozenset(
        ["ciudadanos", "mujeres", "niñas", "niños", "jóvenes", "personas", "víctimas", "periodistas"]
    ),
    hollow=frozenset(["actores", "partes", "todos", "otros"]),
    classes={
        "estados": "Estados",
        "países": "Estados",
        "estados miembros": "Estados miembros",
        "países miembros": "Estados miembros",
        "ong": "sociedad civil",
        "organizaciones de la sociedad civil": "sociedad civil",
        "sociedad civil": "sociedad civil",
        "gobiernos": "gobiernos",
        "gobierno": "gobiernos",
    },
    passive=re.compile(
        r"\s+(?:(?:no|también|\w+mente|siempre|nunca)\s+)*ser\s+(?:(?:\w+mente|"
        r"plenamente)\s+)*(?P<participle>\w+(?:ad|id|ch|st|rt|pt|ct)[oa]s?)\b",
        _I,
    ),
    by_agent=re.compile(r"\bpor\s+(?=(?:los|las|el|la|tod[oa]s|cada)\s+\S+)", _I),
    being=re.compile(
        r"\s+(?:(?:no|también|\w+mente|siempre|nunca)\s+)*(?:ser|estar|constituir|permanecer|basarse|"
        r"contener|comprender|aplicarse|quedar)\b",
        _I,
    ),
    receiving=re.compile(r"\s+(?:tener|recibir|gozar|disfrutar|contar\s+con)\b", _I),
    prediction=re.compile(r"\s+(?:posible|necesario|difícil)\b", _I),
    imperative=re.compile(r"(?P<verb>[a-záéíóúñ]+)\b", _I),
    nominal=re.compile(r"(?:apoyo|respeto|acceso|control|puesta)\b", _I),
    gerund=re.compile(r"[a-záéíóúñ]{2,}(?:ando|iendo|yendo)(?:se|l[oa]s?)?\b", _I),
    infinitive=re.compile(
        r"(?:(?:a|de|que|para)\s+)?(?:no\s+)?(?:\w+mente\s+)?(?!lugar\b|mujer\b|poder\b|primer\b|"
        r"tercer\b|deber\b|bienestar\b|hogar\b|militar\b|ser\b)[a-záéíóúñ]{2,}(?:ar|er|ir|ír)(?:se|"
        r"l[oa]s?|les?)?\b",
        _I,
    ),
    considering=re.compile(
        r"(?:a\s+)?(?:considerar|estudiar\s+la\s+posibilidad|examinar\s+la\s+posibilidad|contemplar|"
        r"valorar)\b|(?:puede|pueden|podría)\b",
        _I,
    ),
    bare_third=re.compile(r"(?:aprueba|adopta|crea|establece|autoriza|designa|nombra|prorroga)\b", _I),
    past=re.compile(
        r"\b(?:ha|han|había|fue|fueron)\s+(?:sido\s+)?\w+(?:ado|ido|to|cho)\b|\b\w+(?:aron|ieron|ó)\b", _I
    ),
    right=re.compile(r"\btiene(?:n)?\s+(?:el\s+)?derecho\b", _I),
    they=re.compile(r"\A(?:ell[oa]s|él|ést[eao]s?|dich[oa]s)\Z", _I),
    base_verbs=frozenset(),
)
