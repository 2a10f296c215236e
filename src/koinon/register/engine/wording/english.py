"""The operative vocabulary of English."""

from __future__ import annotations

import re

from koinon.register.engine.wording.english_words import AGENTS, BASE_VERBS
from koinon.register.engine.wording.lexicon import Force, Lexicon, alternatives
from koinon.register.engine.wording.scanning import Scanner, openers

_I = re.IGNORECASE

_ASKS = r"""
calls? on | calls? upon | urges? | requests? | recommends? | demands? | asks? | appeals? to | implores?
exhorts? | advises? | instructs? | requires? | expects? | beseech(?:es)? | insists? | advocates?
proposes? | mandates? | tasks? | directs?
calls?,? (?:therefore|again|further|furthermore|moreover|once again|once more|also|accordingly),? (?:up)?on | calls? for
reiterates? (?:its|our|their|the) (?:\w+ )?(?:calls?|appeals?|requests?|invitation|recommendations?|demands?) (?:up)?(?:on|to|for|that)
charges? with | entrusts? | presses | charges? | remind(?:s)? | counsels? | enjoins? | appeals? for
"""  # noqa: E501
_INVITES = r"re-?affirms? (?:its|our|their) invitation to | encourages? | invites? | suggests?"
_BINDS = r"""
commits? | re-?commits? | pledges? | shares? (?:a|our|the) (?:\w+ )?(?:commitment|determination|resolve)
(?:is|are) united in (?:its|our|their) (?:commitment|determination|resolve) | undertakes? | resolves?
agrees? | decides? | vows? | promises? | guarantees?
(?:am|is|are|remains?|stands?|reaffirms? that (?:we are|it is)) (?:(?:\w+ly|also|further|all|both|thus|therefore|together|united and|equally|still) )*(?:committed|determined|resolved|dedicated|pledged|bound)(?:, [^,;:]{3,120},)? (?:to|in|that)
(?:re-?affirms?|renews?|reiterates?|confirms?|declares?|expresses?|underlines?|restates?|stress(?:es)?|affirms?|emphasi[sz]es?) (?:once again |again )?(?:its|our|their|his|her|the|a)(?: \w+){0,3} (?:commitments?|determination|resolve|pledge|undertaking|resolution|intention)\b
(?:have|has) (?:agreed|decided|resolved|undertaken|committed)
hereby (?:establish|create|launch|announce|adopt|appoint|commit)(?:s|es)? | announces? | agreeing to
commit(?:ting)? ourselves
"""  # noqa: E501
_INTENDS = r"""
intends? | plans? | aims? | seeks? | strives? | endeavou?rs? | (?:is|are|am) working to
(?:stand|stands|is|are|am|remain|remains) (?:ready|prepared|willing) to | expects? to | proposes? to
(?:is|are) investing | (?:is|are) planning to
"""
_STATES = r"""
affirms? | re-?affirms? | recogni[sz]es? | acknowledges? | supports? | welcomes? | notes? | stress(?:es)?
emphasi[sz]es? | underlines? | underscores? | highlights? | express(?:es)? | condemns? | deplores?
recalls? | believes? | considers? | takes? note | commends? | congratulates? | regrets? | applauds?
endorses? | values? | reiterates? | declares? | proclaims? | denounces? | rejects? | appreciates?
thanks? | acclaims? | maintains? | observes? | points? out
is (?:deeply |gravely |seriously )?(?:concerned|alarmed|convinced|aware|confident|satisfied|of the (?:opinion|view))
takes? the view | reserves? the right | opposes? | celebrates? | honou?rs? | shares? | attach(?:es)?
pays? tribute
"""  # noqa: E501
_UN_DECIDES = (
    "adopts? | establishes? | appoints? | approves? | authori[sz]es? | creates? | convenes? | "
    "extends? | renews? | designates? | "
    "launch(?:es)? | assigns? | allocates? | dissolves?"
)
_TOLD = r"""
asked | urged | called on | called upon | requested | invited | encouraged | tasked | mandated | directed
instructed | recommended | agreed | resolved | decided | undertook | pledged
committed (?:themselves|itself) to
re-?affirmed (?:their|its) (?:\w+ )?(?:commitment|determination|resolve)
affirmed (?:their|its) (?:\w+ )?(?:commitment|determination|resolve)
renewed (?:their|its) (?:\w+ )?commitment | intended to | undertook to
"""

_TRIGGERS = rf"""
(?P<impersonal>\bit\s+is\s+(?:therefore\s+|also\s+|thus\s+|hence\s+|absolutely\s+)?(?:imperative|essential|vital|crucial|important|necessary|critical|incumbent\s+(?:up)?on\s+\S+|urgent|recommended|proposed|suggested|requested)\s+(?:that|for)\b)
|(?P<considered>\bconsiderations?\s+(?:should|must|could|may|might|shall)\s+be\s+given\b)
|(?P<advised>\b(?:is|are)\s+(?:strongly\s+|also\s+|therefore\s+|highly\s+|hereby\s+)?(?:recommended|requested|advised|urged)(?!\s+to\b)\b)
|(?P<asked>\b(?:is|are)\s+(?:\w+ly\s+|also\s+|further\s+|hereby\s+|therefore\s+)*(?:encouraged|urged|invited|requested|expected|called\s+(?:up)?on|required|advised|recommended|asked|reminded|instructed|obliged|mandated|tasked|welcome)\s+to\b)
|(?P<told>\b(?:{alternatives(_TOLD)})\b)
|(?P<modal>\b(?:should|must|shall|needs?\s+to|ha(?:s|ve)\s+to|ought\s+to|may|might|can|could|will|would|cannot)\b)
|(?P<binds>\b(?:{alternatives(_BINDS)})\b)
|(?P<intends>\b(?:{alternatives(_INTENDS)})\b)
|(?P<asks>\b(?:{alternatives(_ASKS)})\b)
|(?P<invites>\b(?:{alternatives(_INVITES)})\b)
|(?P<states>\b(?:{alternatives(_STATES)})\b)
"""

_ADVERB = (
    r"(?:(?!assembly|family|italy|july|supply|reply|ally\b|monopoly|anomaly)\w+ly|also|further|"
    r"furthermore|hereby|therefore|thus|again|once\s+(?:again|more)|moreover|then|now|always|never|"
    r"not|still|thereby|"
    r"hence|do|does|jointly|together|individually|collectively|in\s+turn|in\s+particular|too|even|"
    r"all|both|each|likewise|in\s+addition|"
    r"wish(?:es)?\s+to|would\s+like\s+to|continues?\s+to|in\s+principle|today|here)"
)

LEXICON = Lexicon(
    language="en",
    triggers=Scanner(
        re.compile(re.sub(r"\n\s*", "", _TRIGGERS), _I),
        openers(
            _TOLD,
            _ASKS,
            _INVITES,
            _BINDS,
            _INTENDS,
            _STATES,
            "it | considerations? | is | are | should | must | shall | needs? | has | have | ought | "
            "may | might | can | could | will | would | cannot",
        ),
    ),
    modals={
        "should": Force.ADVICE,
        "ought to": Force.ADVICE,
        "must": Force.DUTY,
        "need to": Force.DUTY,
        "needs to": Force.DUTY,
        "has to": Force.DUTY,
        "have to": Force.DUTY,
        "shall": Force.SHALL,
        "may": Force.OPTION,
        "might": Force.ABILITY,
        "can": Force.ABILITY,
        "could": Force.ABILITY,
        "cannot": Force.ABILITY,
        "would": Force.ABILITY,
        "will": Force.FUTURE,
    },
    first_person=re.compile(
        r"(?:\A|[\s,(“\"])(?:we|i|the\s+undersigned|(?:us|we)\s+all|(?:we|"
        r"us),?\s+the\s+[^.;:]{3,180}|both\s+sides|our\s+"
        r"(?:governments?|countries|organi[sz]ations?|states|institutions|parties|companies|"
        r"members))\s*,?\s*\Z",
        _I,
    ),
    own_verbs=re.compile(r"\A(?!)"),
    boundary=re.compile(
        r"[;:()\[\]“”\"«»—]|\s[–-]\s|\b(?:that(?!\s+(?:end|regard|context|purpose|effect|respect|"
        r"spirit|note|connection|light)\b)|which|who|whom|whose|where|when|while|whilst|if|because|"
        r"since|although|though|unless|until(?!\s+then)|"
        r"whether|so\s+that|but|than|what|how|why|as\s+to|in\s+order\s+to)\b",
        _I,
    ),
    boundary_words=frozenset(
        [
            "that",
            "which",
            "who",
            "whom",
            "whose",
            "where",
            "when",
            "while",
            "whilst",
            "if",
            "because",
            "since",
            "although",
            "though",
            "unless",
            "until",
            "whether",
            "so",
            "but",
            "than",
            "what",
            "how",
            "why",
            "as",
            "in",
        ]
    ),
    aside=re.compile(
        r",\s*(?:where|if|when|as|in|with|including|such\s+as|through|by|together\s+with|"
        r"along\s+with|for|at|on|under|within|among|"
        r"particularly|especially|notably|and\s+in\s+particular|acting|working|having|recalling|"
        r"recogni[sz]ing|subject\s+to|"
        r"inter\s+alia|during|following|pursuant|based|guided|like|via|upon|from|to|after|before|"
        r"without|therefore|however|too|"
        r"moreover|furthermore|thus|consequently|accordingly|i\.e\.|e\.g\.|both|also|meeting|"
        r"assembled|gathered|represented|whether)\b[^,;:]{0,160},?\s*\Z",
        _I,
    ),
    adverbs=re.compile(rf"(?:(?:\A|[\s,]+){_ADVERB})+\s*,?\s*\Z", _I),
    stop=re.compile(
        r"\s*(?:[;:.!?()]|\s[–—-]\s|\b(?:to(?!\s+(?:the|this|these|it|which)\b)|that|should|must|"
        r"will|shall|may|can|could|who|which|in(?!\s+particular)|for|with(?!\s+their)|"
        r"by|from|on|at|when|where|through|within|under|not|ensure|towards?|via|via|until|before|"
        r"after|during|against|whose|attending|wishing|if|is|are|has|have|urges?|encourages?|invites?|requests?|"
        r"recommends?|calls?|"
        r"adopts?|take|includes?|makes?|establish(?:es)?|whether|regarding|concerning|about|over|"
        r"into|without|be|do|does|immediately|urgently|operating|working|involved|"
        r"responsible|concerned|having|being|so|based|located|present|continues?|develops?|"
        r"considers?|ensures?|provides?|(?<!such\s)(?<!well\s)as(?!\s+well\s+as))\b)",
        _I,
    ),
    between=re.compile(
        r"\s*(?:,\s*(?:and|or|as\s+well\s+as|along\s+with|together\s+with)?|\b(?:and|or|"
        r"as\s+well\s+as|along\s+with|together\s+with|and/or|with\s+their|&)\b|/)\s*",
        _I,
    ),
    including=re.compile(
        r"[\s,(]*\b(?:including|such\s+as|in\s+particular|especially|notably|particularly|"
        r"inter\s+alia|among\s+(?:them|others)|e\.g\.|like)\b[\s,:]*",
        _I,
    ),
    determiner=re.compile(
        r"\A(?:(?:the|a|an|all|any|every|each|both|our|their|its|his|her|your|those|these|this|that|"
        r"such|other|relevant|respective|concerned|interested|"
        r"individual|competent|appropriate|certain|some|many|most|several|various|remaining|"
        r"different|further|also|furthermore|moreover|in\s+addition|"
        r"therefore|however|finally|likewise|similarly|consequently|thus|then|and|or|only|said|"
        r"aforementioned|more|additional|fellow|"
        r"no|few|with|on|upon|to|together|strongly|in\s+this\s+(?:context|regard|respect)|"
        r"as\s+well\s+as|here|today)\b[\s,]*)+",
        _I,
    ),
    agents=frozenset(AGENTS.split()),
    beneficiaries=frozenset(
        [
            "women",
            "girls",
            "children",
            "youth",
            "citizens",
            "people",
            "peoples",
            "persons",
            "individuals",
            "workers",
            "defenders",
            "hrds",
            "ehrds",
            "students",
            "victims",
            "survivors",
            "voters",
            "everyone",
            "anyone",
            "journalists",
            "communities",
            "democracy",
            "society",
            "rights",
            "life",
        ]
    ),
    hollow=frozenset(
        ["actors", "stakeholders", "parties", "all", "others", "actor", "stakeholder", "entities"]
    ),
    classes={
        "country": "states",
        "countries": "states",
        "nation": "states",
        "nations": "states",
        "state": "states",
        "states": "states",
        "member countries": "member states",
        "member state": "member states",
        "member states": "member states",
        "member nations": "member states",
        "cso": "civil society",
        "csos": "civil society",
        "ngo": "civil society",
        "ngos": "civil society",
        "civil society": "civil society",
        "civil society organisations": "civil society",
        "civil society organizations": "civil society",
        "civil society actors": "civil society",
        "civil society groups": "civil society",
        "non-governmental organizations": "civil society",
        "non-governmental organisations": "civil society",
        "government": "governments",
        "governments": "governments",
        "national governments": "governments",
        "nation states": "states",
        "state parties": "states parties",
        "states parties": "states parties",
        "state party": "states parties",
        "member governments": "member states",
        "united nations member states": "member states",
        "un member states": "member states",
        "united nations system": "UN system",
        "un entities": "UN system",
        "technology companies": "tech companies",
        "participating state": "participating states",
        "secretary-general": "UN Secretary-General",
    },
    passive=re.compile(
        r"\s+(?:(?:not|also|\w+ly|only|always|never|further|then|therefore|thereby|thus|first|"
        r"at\s+least|both|as\s+appropriate)\s+|,[^,]{1,60},\s*)*(?:be|get|have\s+been)\s+(?:(?:not|"
        r"also|\w+ly|well|fully|only|always|further|both)\s+)*"
        r"(?P<participle>\w+(?:ed|en|own|awn|one|ept|ade|aid|uilt|elt|ought|aught|ound|ut|et|eld|ead|"
        r"ent|un))\b",
        _I,
    ),
    by_agent=re.compile(r"\bby\s+(?=(?:the|all|both|each|every|national|our|its|their)?\s*[^\s,.;]+)", _I),
    being=re.compile(
        r"\s+(?:(?:not|also|\w+ly|only|always|never|therefore|thus|first\s+and\s+foremost|"
        r"at\s+all\s+times)\s+|,[^,]{1,60},\s*)*(?:(?:be(?!\s+(?:able|ready|prepared|willing|"
        r"in\s+a\s+position)\s+to)|remain|become|constitute|mean|reflect|consist|comprise|represent|"
        r"form|include|contain|belong|apply|rest|"
        r"take\s+(?:place|into)|result|lead|contribute|depend|entail|follow\s+from|serve\s+as|"
        r"prevail|exist|occur)\b)",
        _I,
    ),
    receiving=re.compile(
        r"\s+(?:not\s+|also\s+|\w+ly\s+)*(?:get|receive|have|enjoy|benefit|feel|live|be|face|suffer|"
        r"understand|know|see)\b",
        _I,
    ),
    prediction=re.compile(
        r"\s+(?:not\s+|only\s+|also\s+|never\s+|\w+ly\s+)*(?:make\s+it|succeed|fail|be\s+(?:able|"
        r"judged|measured|remembered|more|less|difficult|impossible|necessary|key|crucial|easier|"
        r"harder|no|a|an|the\s+(?:first|last|only))|see|"
        r"face|need|know|lose|have\s+to|depend|suffer|find\s+it|lead\s+to|result|inevitably|likely|"
        r"require|remain\s+(?:difficult|a)|become|cost|be\s+\w+ed\s+by)\b",
        _I,
    ),
    imperative=re.compile(
        r"(?:to\s+)?(?:(?:please|also|further|then|not|\w+ly|immediately|continue\s+to|jointly|"
        r"together)[\s,]+)*(?P<verb>[a-z]+(?:-[a-z]+)?)\b(?!\s+(?:of|is|are|was|has|have|should|must|"
        r"will)\b)",
        _I,
    ),
    nominal=re.compile(
        r"(?:support\s+for|report\s+on|work\s+(?:on|of)|access\s+to|control\s+(?:of|over)|"
        r"respect\s+for|review\s+of|use\s+of|lack\s+of|research\s+and|study\s+of|change\s+(?:of|in)|"
        r"need\s+for|end\s+of|"
        r"design\s+of|process\s+(?:of|for)|measures?\s+(?:to|for)|train(?:ing)?\s+for)\b",
        _I,
    ),
    gerund=re.compile(
        r"(?:also\s+|further\s+|fully\s+|actively\s+|\w+ly,?\s+|not\s+)*(?:[a-z]{2,}(?:-[a-z]+)?ing)\b", _I
    ),
    infinitive=re.compile(r"to\s+(?:\w+ly\s+|not\s+|further\s+|also\s+)*[a-z]+\b", _I),
    considering=re.compile(
        r"(?:to\s+|also\s+|further\s+|seriously\s+|please\s+|actively\s+)*consider(?:s|"
        r"ing)?\b(?!\s+that\b)|(?:give|giving)\s+(?:\w+\s+)?consideration\b|(?:explore|exploring|"
        r"examine|examining)\s+the\s+possibility\b|(?:may|can|could|might)\b",
        _I,
    ),
    bare_third=re.compile(
        rf"(?:(?:also|further|again|strongly|once\s+again|urgently|hereby|deeply|\w+ly|"
        rf"therefore)\s+)*(?:{alternatives(_UN_DECIDES)})\b(?=\s)",
        _I,
    ),
    past=re.compile(r"\b(?:was|were|had|did)\b|\b(?:has|have)\s+(?:\w+ly\s+|also\s+)?\w+ed\b", _I),
    right=re.compile(
        r"\b(?:has|have|enjoys?|is\s+entitled\s+to|are\s+entitled\s+to)\s+(?:the\s+|a\s+|"
        r"an\s+)?(?:\w+\s+)?(?:rights?\b|entitled)",
        _I,
    ),
    they=re.compile(
        r"\A(?:they|them|it|us|these|those|this\s+(?:body|group|institution)|the\s+latter|both|he|she)\Z", _I
    ),
    base_verbs=frozenset(BASE_VERBS.split()),
)
