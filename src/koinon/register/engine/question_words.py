"""The question words of three languages, folded: which fall away, and which tell who is to act."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY = _words(
    "a about after against all also an and any anything are as at be been being before between but by "
    "can could did do does doing done each every everything following for from given had has have "
    "having he her his how i if in into is it its itself know let list made make many may me might "
    "more most much must my need needs no not of on one only or other our out over please regarding "
    "related say says shall she should show since so some still such tell than that the their them "
    "then there these they thing things this those through to towards under until up us was we were "
    "what when where whether which while who whom whose why will with within without would yet you "
    "your concerning so far au aux avec ce cela ces cet cette ceux comment contre d dans de des du "
    "elle elles en entre est et eu fait faire font il ils l la le les leur leurs lui mais n ne nos "
    "notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi "
    "s sa sans se ses soit son sont sous sur sujet tous tout toute toutes un une vers vos votre vous "
    "y a ete etre doit doivent propos al ante bajo como con cual cuales cuando cuanto de debe deben "
    "del desde donde el ella ellas ellos en entre es esa ese eso esta estan este esto fue ha hace "
    "hacen hacer hacia han hasta la las le les lo los me mi muy no nos o para pero por porque que "
    "quien quienes se ser si sin sobre son su sus tema tiene todo todos un una unas uno unos y ya "
    "respecto acerca "
)
BE = _words("is are was were be been being est sont etait ete es son fue fueron ha sido han")
MODAL = _words("should must shall need needs ought doit doivent devrait debe deben deberia")
HELPERS = _words("has have had did does do a ont ha han")
ARTICLES = _words("the le la les l el los las")
BY = _words("by par por")
TOWARDS = _words("of to for from on a au aux de des du del al para l")
ASK = _words(
    "ask asks call calls urge urges recommend recommends request requests demand demands invite "
    "invites encourage encourages want wants expect expects demande demandent appelle appellent "
    "exhorte exhortent recommande recommandent invite invitent pide piden insta instan exhorta "
    "exhortan recomienda recomiendan solicita solicitan "
)
ASKED = _words(
    "asked called urged recommended requested demanded invited encouraged expected supposed required "
    "obliged addressed directed told demande demandee demandes appele appelee appeles invite invitee "
    "invites exhorte prie tenu recommande pide pedido instado instada exhortado exhortada recomendado "
    "solicitado recomienda "
)
ASKING = _words(
    "recommendation recommendations request requests demand demands ask asks call calls "
    "recommandation recommandations demande demandes recomendacion recomendaciones peticion "
    "peticiones "
)
PROMISE = _words(
    "promise promises promised promising commit commits committed commitment commitments pledge "
    "pledges pledged undertake undertakes undertook undertaken vow vowed promis promet promettent "
    "promesse promesses engage engagent engagee engagement engagements promete prometen prometido "
    "promesa promesas compromete comprometen comprometido compromiso compromisos "
)
VERBS = ASK | ASKED | ASKING | PROMISE
