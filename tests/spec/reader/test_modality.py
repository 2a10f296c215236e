"""Kind and strength: the table of the annotation guide, one sentence per cell, in three languages."""

from __future__ import annotations

import pytest

from koinon.register.engine.rulings import sentence_ruling
from tests.spec.reader.forms import voice

OPERATIVE = [
    # language, sentence, kind, strength
    ("en", "We will publish the register.", "commitment", "binding"),
    ("en", "We commit to publishing the register.", "commitment", "binding"),
    ("en", "We reaffirm our commitment to open registers.", "commitment", "binding"),
    ("en", "We are firmly committed to open registers.", "commitment", "binding"),
    ("en", "The Assembly resolves to meet every year.", "commitment", "binding"),
    ("en", "We intend to publish the register.", "commitment", "intention"),
    ("en", "We aim to publish the register.", "commitment", "intention"),
    ("en", "We may suspend a member.", "commitment", "optional"),
    ("en", "We urge governments to publish the register.", "recommendation", "recommendation"),
    ("en", "We call on all States to publish the register.", "recommendation", "recommendation"),
    ("en", "Governments must publish the register.", "recommendation", "recommendation"),
    ("en", "Donors should fund local groups.", "recommendation", "recommendation"),
    ("en", "Member states need to protect witnesses.", "recommendation", "recommendation"),
    ("en", "Donors should consider funding local groups.", "recommendation", "optional"),
    ("en", "We encourage governments to publish the register.", "recommendation", "optional"),
    ("en", "We invite parliaments to hold hearings.", "recommendation", "optional"),
    ("en", "We welcome all nations to join us.", "recommendation", "optional"),
    ("en", "It is imperative that governments act.", "recommendation", "recommendation"),
    ("en", "Opening the archives is recommended.", "recommendation", "recommendation"),
    ("en", "Governments are expected to publish the register.", "recommendation", "recommendation"),
    ("en", "Universities are invited to evaluate the plan.", "recommendation", "optional"),
    ("fr", "Nous nous engageons à publier le registre.", "commitment", "binding"),
    ("fr", "Nous entendons publier le registre.", "commitment", "intention"),
    ("fr", "Nous exhortons les États membres à publier le registre.", "recommendation", "recommendation"),
    ("fr", "Nous invitons les parlements à débattre du rapport.", "recommendation", "optional"),
    ("fr", "Les gouvernements doivent publier le registre.", "recommendation", "recommendation"),
    ("fr", "Les États devraient publier le registre.", "recommendation", "recommendation"),
    ("fr", "Le Secrétariat publiera un rapport.", "commitment", "binding"),
    ("es", "Nos comprometemos a publicar el registro.", "commitment", "binding"),
    ("es", "Tenemos la intención de publicar el registro.", "commitment", "intention"),
    ("es", "Instamos a los Estados a publicar el registro.", "recommendation", "recommendation"),
    ("es", "Invitamos al Parlamento a celebrar una sesión.", "recommendation", "optional"),
    ("es", "Los gobiernos deben publicar el registro.", "recommendation", "recommendation"),
    ("es", "La Secretaría presentará un informe.", "commitment", "binding"),
]

NOT_OPERATIVE = [
    ("en", "The registers must be published."),  # passive without an agent
    ("en", "Governments can publish the registers."),  # ability
    ("en", "Open registers are essential."),
    ("en", "We support open registers."),
    ("en", "We affirm the Charter."),
    ("en", "Last year we urged governments to act."),  # recall
    ("en", "In the past the Assembly has called on States to act."),
    ("en", "Recalling that States must act, and noting the report."),
    ("en", "This includes measures that should protect witnesses."),
    ("en", "The war will end."),
    ("en", "We will only succeed together."),
    ("en", "Many groups may lack the skills."),
    ("fr", "Les registres doivent être publiés."),
    ("fr", "Nous soutenons les registres ouverts."),
    ("es", "Los registros deben ser publicados."),
    ("es", "Apoyamos los registros abiertos."),
]


@pytest.mark.parametrize(("language", "sentence", "kind", "strength"), OPERATIVE)
def test_operative(language: str, sentence: str, kind: str, strength: str) -> None:
    ruling = sentence_ruling(sentence, voice(language))
    assert ruling is not None
    assert (ruling.kind.value, ruling.strength.value) == (kind, strength)
    assert ruling.why


@pytest.mark.parametrize(("language", "sentence"), NOT_OPERATIVE)
def test_not_operative(language: str, sentence: str) -> None:
    assert sentence_ruling(sentence, voice(language)) is None
