"""The operative vocabulary of French."""

from __future__ import annotations

import re

from koinon.register.engine.wording.lexicon import Force, Lexicon, alternatives
from koinon.register.engine.wording.scanning import Scanner, openers

_I = re.IGNORECASE
_A = "[’']"

_ASKS = r"""
demand(?:e|ons|ent) | exhort(?:e|ons|ent) | recommand(?:e|ons|ent) | pri(?:e|ons|ent)
appel(?:le|ons|lent) | engage(?:nt|ons)? (?=(?:les|le|la|tous|toutes)\b) | requi(?:ert|èrent|érons)
charge(?:nt|ons)? | (?:lance|lançons|lancent) un appel | propos(?:e|ons|ent) | exig(?:e|eons|ent)
sollicit(?:e|ons|ent) | insist(?:e|ons|ent) | presse(?:nt)? | somm(?:e|ons|ent) | conjur(?:e|ons|ent)
attend(?:ons|ent)? | préconis(?:e|ons|ent) | enjoi(?:nt|gnons|gnent) | donne mandat
"""
_INVITES = r"invit(?:e|ons|ent) | encourag(?:e|eons|ent) | suggèr(?:e|ent) | suggérons"
_BINDS = r"""
s['’]engag(?:e|ent) | nous engageons | (?:nous )?engageons | décid(?:e|ons|ent)
(?:me|nous) engage(?:ons)? | promett(?:ons|ent) | conv(?:ient|enons|iennent) de | s['’]accord(?:e|ent)
nous accordons
(?:est|sommes|sont|reste|restons|restent|demeure|demeurons) (?:fermement |pleinement |également )?(?:résolue?s?|déterminée?s?|engagée?s?|décidée?s?) (?:à|en)
(?:réaffirm|renouvel|réitèr|réitér|confirm|exprim|proclam)(?:e|le|ons|ent|lent|lons) (?:\w+ )?(?:son|notre|leur) (?:ferme |plein |entier )?(?:engagement|détermination|résolution|volonté)
annonc(?:e|ent) | annonçons | souscri(?:t|vons|vent) | garantissons | prenons l['’]engagement
prend l['’]engagement | se réserve(?:nt)? | adopt(?:e|ons|ent)
"""  # noqa: E501
_INTENDS = r"""
(?:avons|ont|a) (?:\w+ )?pour intention | prévo(?:it|yons|ient) (?:\w+ )?de
entend(?:s|ent|ons)? | avons l['’]intention | a l['’]intention | ont l['’]intention | vis(?:e|ons|ent) à
envisag(?:e|eons|ent) de | prévo(?:it|yons|ient) de | cherch(?:e|ons|ent) à | se propose(?:nt)?
nous proposons de | souhaitons | compt(?:e|ons|ent) | nous efforcerons | s['’]efforcer(?:a|ont)
s['’]emploi(?:e|ent) à | nous employons à
"""
_STATES = r"""
affirm(?:e|ons|ent) | réaffirm(?:e|ons|ent) | reconna(?:ît|issons|issent) | soulign(?:e|ons|ent)
salu(?:e|ons|ent) | se félicite(?:nt)? | nous félicitons | pren(?:d|ons|nent) (?:acte|note)
not(?:e|ons|ent) | condamn(?:e|ons|ent) | déplor(?:e|ons|ent) | rappel(?:le|ons|lent)
exprim(?:e|ons|ent) | considèr(?:e|ent) | considérons | estim(?:e|ons|ent) | soutien(?:t|nent) | soutenons
constat(?:e|ons|ent) | regrett(?:e|ons|ent) | rend(?:ons|ent)? hommage | remerci(?:e|ons|ent)
déclar(?:e|ons|ent) | proclam(?:e|ons|ent) | est (?:d['’]avis|convaincue?|préoccupée?)
approuv(?:e|ons|ent) | dénonc(?:e|ent) | dénonçons
"""
_TRIGGERS = rf"""
(?P<impersonal>\bil\s+(?:est|convient|importe|faut|incombe)(?:\s+(?:impératif|essentiel|nécessaire|indispensable|urgent|recommandé|important|primordial))?\s*(?:que|qu{_A}|de|aux?|à)\b)
|(?P<considered>\bil\s+conviendrait\s+d{_A}envisager\b)
|(?P<advised>\b(?:est|sont)\s+(?:vivement\s+|fortement\s+)?recommandée?s?\b(?!\s+(?:de|d{_A}|à)))
|(?P<asked>\b(?:est|sont)\s+(?:instamment\s+|vivement\s+|également\s+)?(?:invitée?s?|priée?s?|encouragée?s?|appelée?s?|tenue?s?|exhortée?s?|chargée?s?|requis(?:es?)?)\s+(?:à|de|d{_A})\b)
|(?P<modal>\b(?:doi(?:t|vent)|devons|devrai(?:t|ent)|devrions|devr(?:a|ont|ons)|peu(?:t|vent)|pouvons|pourrai(?:t|ent)|pourr(?:a|ont|ons))\b)
|(?P<binds>\b(?:{alternatives(_BINDS)})\b)
|(?P<intends>\b(?:{alternatives(_INTENDS)})\b)
|(?P<asks>\b(?:{alternatives(_ASKS)})\b)
|(?P<invites>\b(?:{alternatives(_INVITES)})\b)
|(?P<states>\b(?:{alternatives(_STATES)})\b)
|(?P<future>\b(?!ser|aur)\w{{3,}}(?:era|erons|eront|ira|irons|iront|dra|drons|dront|tra|trons|tront|vra|vrons|vront)\b)
"""

_AGENTS = """
acteur acteurs administration administrations agence agences ambassades armée assemblée assemblées
association associations autorité autorités bailleurs banque banques bureau bureaux chefs citoyens
coalition collectivité collectivités comité comités commissaire commission commissions communauté
communautés commune communes conférence conseil conseillers conseils cour diffuseurs donateurs délégations
employeurs entreprise entreprises experts fondation fondations fonds forces forum fournisseurs
gouvernement gouvernements groupe groupes institution institutions journalistes juges maire maires membre
membres ministre ministres ministère ministères municipalité municipalités mécanisme mécanismes médias
nation nations nous observateurs opérateurs organisation organisations organisme organismes parlement
parlementaire parlementaires parlements partenaire partenaires parti participants parties partis pays
plateformes plates-formes police présidence président présidente rapporteur rapporteuse représentant
représentants région régions régulateur régulateurs réseau réseaux secrétaire secrétariat services
signataires société sommet syndicat syndicats tribunal tribunaux union université universités ville villes
école écoles éditeurs élues élus état états
"""

LEXICON = Lexicon(
    language="fr",
    triggers=Scanner(
        re.compile(re.sub(r"\n\s*", "", _TRIGGERS), _I),
        openers(
            _ASKS,
            _INVITES,
            _BINDS,
            _INTENDS,
            _STATES,
            "il | est | sont | doi(?:t|vent) | dev\\w+ | peu(?:t|vent) | pou\\w+ | s['’]\\w+ | "
            "\\w{3,}(?:a|ons|ont) | d['’]\\w+",
        ),
    ),
    modals={
        **dict.fromkeys(("doit", "doivent", "devons"), Force.DUTY),
        **dict.fromkeys(("devrait", "devraient", "devrions"), Force.ADVICE),
        **dict.fromkeys(("devra", "devront", "devrons"), Force.SHALL),
        **dict.fromkeys(("peut", "peuvent", "pouvons", "pourra", "pourront", "pourrons"), Force.OPTION),
        **dict.fromkeys(("pourrait", "pourraient"), Force.ABILITY),
    },
    own_verbs=re.compile(r"\A(?:nous\b|\w+ons\b|prenons)", _I),
    first_person=re.compile(
        r"(?:\A|[\s,(“\"])(?:nous(?:-mêmes)?|nous,?\s+(?:les|représentant\w*|membres|ministres|"
        r"chefs)\s+[^.;:]{3,180}|les\s+soussignée?s|je)\s*,?\s*\Z",
        _I,
    ),
    boundary=re.compile(
        r"[;:()\[\]“”\"«»—]|\s[–-]\s|\b(?:que|qu[’']|qui|dont|où|quand|lorsque|lorsqu[’']|si|parce|"
        r"afin|tandis|mais|car|alors|comme|puisque|bien\s+que)(?=\b|\s|\w)",
        _I,
    ),
    boundary_words=frozenset(
        [
            "que",
            "qu",
            "qui",
            "dont",
            "où",
            "quand",
            "lorsque",
            "lorsqu",
            "si",
            "parce",
            "afin",
            "tandis",
            "mais",
            "car",
            "alors",
            "comme",
            "puisque",
            "bien",
        ]
    ),
    aside=re.compile(
        r",\s*(?:dans|en|avec|y\s+compris|notamment|par|pour|sous|au|aux|à|lors|sur|conformément|"
        r"le\s+cas\s+échéant|s[’']il|donc|"
        r"également|ainsi|réunie?s?|rappelant|reconnaissant|conscients?|soucieux|selon|après|avant|"
        r"afin)\b[^,;:]{0,160},?\s*\Z",
        _I,
    ),
    adverbs=re.compile(
        r"(?:(?:\A|[\s,]+)(?:\w+ment|également|aussi|donc|ainsi|en\s+outre|par\s+ailleurs|de\s+plus|"
        r"encore|toujours|ne|n[’']|s[’']|se|y|en|"
        r"nous\s+(?=\Z)|solennellement|tous|toutes|ensemble|tou(?:te)?s\s+deux))+\s*,?\s*\Z",
        _I,
    ),
    stop=re.compile(
        r"\s*(?:[;:.!?()]|\s[–—-]\s|\b(?:à|de)(?=\s*:|\s*\Z)|\b(?:à\s+(?=(?:ce\s+qu|ne\b|n[’']|se\b|"
        r"s[’']|\w+(?:er|ir|re|oir)\b))|à(?=\s+(?!l[’']|la\b|le\b))|"
        r"(?:de|d[’'])\s*(?=(?:ne\b|se\b|s[’'])|\w{2,}(?:er|ir|re|oir)\b)|que\b|qu[’']|qui\b|dont\b|"
        r"doi(?:t|vent)\b|devrai(?:t|ent)\b|devr(?:a|ont)\b|peu(?:t|vent)\b|"
        r"(?:dans|pour|avec|par|sur|en(?!\s+particulier)|afin|lors|sous|sans|avant|après|depuis|vers|"
        r"contre|est|sont|ont|chargée?s?|visée?s?|conformément|instamment)\b))",
        _I,
    ),
    between=re.compile(
        r"\s*(?:,\s*(?:et|ou|ainsi\s+qu(?:e|[’']))?|\b(?:et|ou|ainsi\s+que|ainsi\s+qu[’']|"
        r"de\s+même\s+que|et/ou)\b|/)\s*",
        _I,
    ),
    including=re.compile(
        r"[\s,(]*\b(?:y\s+compris|notamment|tels?\s+que|telles?\s+que|en\s+particulier|"
        r"entre\s+autres|comme)\b[\s,:]*",
        _I,
    ),
    determiner=re.compile(
        r"\A(?:(?:les|le|la|l[’']|un|une|des|du|de\s+la|de\s+l[’']|aux|au|à\s+la|à\s+l[’']|à|tous|"
        r"toutes|tout|toute|chaque|nos|notre|leurs?|ses|son|sa|ces|cette|ce|"
        r"autres|différents|différentes|certains|plusieurs|de|d[’']|et|ou|en\s+outre|également|enfin|"
        r"ainsi|par\s+ailleurs|dans\s+ce\s+contexte|instamment|que|qu[’'])(?:\s+|(?<=[’'])))+",
        _I,
    ),
    agents=frozenset(_AGENTS.split()),
    beneficiaries=frozenset(
        ["citoyens", "femmes", "enfants", "jeunes", "personnes", "victimes", "journalistes"]
    ),
    hollow=frozenset(["acteurs", "parties", "tous", "autres"]),
    classes={
        "etats": "États",
        "états": "États",
        "pays": "États",
        "états membres": "États membres",
        "pays membres": "États membres",
        "ong": "société civile",
        "organisations de la société civile": "société civile",
        "société civile": "société civile",
        "gouvernements": "gouvernements",
        "gouvernement": "gouvernements",
    },
    passive=re.compile(
        r"\s+(?:(?:pas|également|\w+ment|toujours|jamais|plus)\s+)*être\s+(?:(?:\w+ment|pleinement|"
        r"bien)\s+)*(?P<participle>\w+(?:é|ée|és|ées|i|ie|is|ies|it|ite|ites|u|ue|us|ues|ise|ises|te|"
        r"tes|t))\b",
        _I,
    ),
    by_agent=re.compile(r"\bpar\s+(?=(?:les?|la|l[’']|tou(?:s|tes)|chaque|leurs?)\s*\S+)", _I),
    being=re.compile(
        r"\s+(?:(?:pas|également|\w+ment|toujours|jamais)\s+)*(?:être|demeurer|rester|constituer|"
        r"reposer|relever|comporter|comprendre|contenir|figurer|s[’']appliquer)\b",
        _I,
    ),
    receiving=re.compile(r"\s+(?:pas\s+)?(?:avoir|bénéficier|jouir|recevoir|disposer)\b", _I),
    prediction=re.compile(r"\s+(?:pas\s+)?(?:possible|nécessaire|difficile)\b", _I),
    imperative=re.compile(r"(?P<verb>[a-zéèêàâîôûç]+ez)\b", _I),
    nominal=re.compile(r"(?:mise\s+en|soutien|respect|accès|contrôle)\b", _I),
    gerund=re.compile(r"(?:en\s+)?[a-zéèêîôûç]{3,}ant\b", _I),
    infinitive=re.compile(
        r"(?:(?:de|d[’']|à|que|pour)\s*)?(?:ne\s+(?:pas|jamais|plus)?\s*|n[’'])?(?:se\s+|s[’']|y\s+|"
        r"en\s+)?(?:\w+ment\s+)?(?!hier\b|premier\b|entière?\b|article\b|autre\b|centre\b|"
        r"cadre\b|titre\b|membre\b|ministre\b|lettre\b|notre\b|leur\b|votre\b|nombre\b|ordre\b|"
        r"genre\b|chapitre\b|dernier\b|papier\b|entre\b|contre\b|outre\b|autre\b|être\b|"
        r"pour\b)[a-zéèêàâîôûç]{2,}(?:er|ir|re|oir)\b",
        _I,
    ),
    considering=re.compile(
        r"(?:(?:de|d[’']|à)\s*)?(?:envisager|étudier\s+la\s+possibilité|examiner\s+la\s+possibilité|"
        r"considérer)\b|(?:peut|peuvent|pourrait)\b",
        _I,
    ),
    bare_third=re.compile(r"(?:approuve|adopte|crée|établit|institue|autorise|désigne|nomme)\b", _I),
    past=re.compile(r"\b(?:a|ont|avait|avaient|fut|était)\s+(?:été\s+)?\w+(?:é|i|u|is|it)s?\b", _I),
    right=re.compile(r"\b(?:a|ont)\s+(?:le\s+)?droit\b", _I),
    they=re.compile(r"\A(?:ils?|elles?|ceux-ci|celles-ci|ces\s+derniers?|celui-ci|celle-ci)\Z", _I),
    base_verbs=frozenset(),
)
