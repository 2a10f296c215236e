"""Why the reader proposed something, told in the language of the page.

The reader keeps its reasons in English beside the proposal. Their forms are known, so that the fixed
words can be translated and the document's own words, between quotation marks, stay as they are.
"""

from __future__ import annotations

import re
from functools import cache

from django import template
from django.utils.translation import gettext, gettext_noop

from koinon.ui.templatetags.ui import kind_word, strength_word

register = template.Library()

FORMS = (
    gettext_noop("kind: pledged under “{words}” → commitment"),
    gettext_noop("kind: pledged under “{words}” → commitment; strength: “{verb}”"),
    gettext_noop("kind: a table row that a state recommends → recommendation"),
    gettext_noop("kind: imperative chapeau “{words}”"),
    gettext_noop("kind: listed under “{words}”"),
    gettext_noop("kind: heading “{words}”"),
    gettext_noop("kind: a right is stated → principle, binding"),
    gettext_noop("kind: declaratory, no one is tasked → principle"),
    gettext_noop("kind: gerund item “{words}” of an official issuer → commitment"),
    gettext_noop("kind: {head} item “{words}” → recommendation"),
    gettext_noop("kind: chapeau {rule} “{words}” → {kind}, {strength}"),
    gettext_noop("kind: {rule} “{words}” → {kind}, {strength}"),
    gettext_noop("strength: item “{words}” → optional"),
    gettext_noop("addressees: named in the sentence before"),
    gettext_noop("addressees: whom the issuer intends to encourage"),
    gettext_noop("addressees: the party under review"),
    gettext_noop("addressees: the issuer"),
    gettext_noop("addressees: “we” of a non-state author"),
    gettext_noop("addressees: “we”"),
    gettext_noop("addressees: named in the heading"),
    gettext_noop("addressees: named in the title"),
)
RULES = (
    gettext_noop("imperative"),
    gettext_noop("gerund"),
    gettext_noop("infinitive"),
    gettext_noop("other"),
    gettext_noop("a party to the instrument “shall”"),
    gettext_noop("commissive verb"),
    gettext_noop("declaratory verb"),
    gettext_noop("directive verb"),
    gettext_noop("directive verb on what is done by a party"),
    gettext_noop("directive verb without a party"),
    gettext_noop("encouragement without a party"),
    gettext_noop("impersonal directive"),
    gettext_noop("modal without an agent"),
    gettext_noop("named agent with a modal"),
    gettext_noop("open “we” with a modal"),
    gettext_noop("option for a named agent"),
    gettext_noop("passive"),
    gettext_noop("passive directive"),
    gettext_noop("passive with its agent"),
    gettext_noop("purpose clause"),
    gettext_noop("reservation"),
    gettext_noop("states what a party should be like"),
    gettext_noop("told commitment"),
    gettext_noop("told intention"),
    gettext_noop("told request"),
    gettext_noop("verb of intention"),
    gettext_noop("welcome"),
    gettext_noop("welcome to act"),
    gettext_noop("the issuer's body “may”"),
    gettext_noop("the issuer's body “will”"),
    gettext_noop("“consideration should be given”"),
    gettext_noop("“is recommended”"),
    gettext_noop("“we may”"),
    gettext_noop("“we shall”"),
    gettext_noop("“we will”"),
)


@register.filter
def reason(line: str) -> str:
    """A reason of the reader in the page's language; one of an unknown form as it is kept."""
    for form in FORMS:
        if found := _pattern(form).fullmatch(line):
            told = {name: _said(name, word) for name, word in found.groupdict().items()}
            return gettext(form).format(**told)
    return line


def _said(name: str, word: str) -> str:
    if name in ("rule", "head"):
        return gettext(word)
    if name == "kind":
        return str(kind_word(word))
    return str(strength_word(word)) if name == "strength" else word


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """A form as a pattern: rules and heads are those that are known, the rest whatever the text said."""
    escaped = re.escape(form).replace(r"\{", "{").replace(r"\}", "}")
    known = "|".join(map(re.escape, RULES))
    named = re.sub(r"{(rule|head)}", lambda m: f"(?P<{m[1]}>{known})", escaped)
    named = re.sub(r"{(kind|strength)}", r"(?P<\1>\\w+)", named)
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>.*)", named), re.DOTALL)
