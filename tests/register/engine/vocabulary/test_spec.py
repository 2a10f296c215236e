"""Sentences, all invented here, and the themes and groups they are about."""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

import pytest

from koinon.register.engine import vocabulary

ENGLISH = """
Member States should halt the export of spyware to agencies that target reporters. | journalists-safety surveillance | journalists
We commit to free and fair elections and to an independent electoral commission. | elections |
Publish the financing of every political party each year. | political-parties |
The two chambers of parliament shall hold a joint hearing on judicial appointments. | judicial-independence parliaments |
Stop internet shutdowns during elections. | internet-shutdowns elections |
Protect end-to-end encryption by law. | encryption |
Require an impact assessment before public bodies use AI. | monitoring artificial-intelligence |
Fund media literacy courses in rural areas. | digital-literacy | rural-people
Counter disinformation without censorship. | freedom-of-expression disinformation |
Adopt a data protection law and appoint a supervisor. | data-protection |
Investigate every attack on journalists and end impunity. | journalists-safety accountability | journalists
Issue emergency visas to human rights defenders at risk and to their families. | human-rights-defenders transnational-repression | human-rights-defenders
Refrain from reprisals against those who cooperate with the United Nations. | reprisals |
Repeal the law on foreign agents and restore civic space. | civic-space |
Guarantee the right of peaceful assembly and train police in the use of force. | security-sector freedom-of-assembly |
Register associations within ten days and respect freedom of association. | freedom-of-association | civil-society-organisations
Enact a freedom of information act. | access-to-information |
Recover stolen assets and open the register of beneficial ownership. | anti-corruption |
Publish budgets as open data. | open-government |
Restore the independence of the judiciary and the rule of law. | rule-of-law judicial-independence |
Provide legal aid to asylum seekers and uphold non-refoulement. | access-to-justice migration-asylum | refugees
Ratify the Convention on the Rights of Persons with Disabilities and make polling stations accessible. | treaties elections disability-rights | persons-with-disabilities
Obtain the free, prior and informed consent of indigenous peoples before mining. | indigenous-rights environment | indigenous-peoples
Decriminalise same-sex relations and protect LGBTQI persons. | lgbtqia-rights | lgbtqia-persons
End female genital mutilation and child marriage. | gender-based-violence children-rights | women children
Raise the share of women in local councils. | local-government gender-equality | women
Involve young people in climate negotiations. | youth climate | youth
Respect the rights of older persons in care. | older-persons | older-persons
Combat racism, xenophobia and antisemitism. | racism |
Prosecute hate speech that incites violence. | hate-speech accountability |
Guarantee freedom of religion or belief for all minorities. | religion-or-belief minorities | minorities
Abolish the death penalty. | death-penalty |
Release all political prisoners at once. | detention | detainees
Prevent torture and open prisons to visits. | torture detention |
Clarify the fate of victims of enforced disappearance. | enforced-disappearances | victims
Strengthen the national human rights institution in line with the Paris Principles. | nhri |
Submit a mid-term report to the Universal Periodic Review. | un-mechanisms |
Impose targeted sanctions and asset freezes on those who order coups. | sanctions coups |
Condemn the coup and restore the constitutional order. | coups |
Convene a citizens' assembly drawn by sortition. | citizen-participation | citizens
Make due diligence along supply chains mandatory for companies. | business-human-rights |
Suspend trade preferences where human rights clauses are breached. | trade human-rights |
Ensure access to safe drinking water and sanitation. | food-water |
Respect trade unions and collective bargaining. | labour-rights | workers
Send volunteers to election observation. | elections volunteering |
Provide core support and flexible funding to local CSOs. | democracy-assistance civic-space | civil-society-organisations
Implement resolution 1325 on women, peace and security. | women-peace-security peace-security | women
Amend counter-terrorism laws that criminalise peaceful dissent. | freedom-of-expression counter-terrorism |
Reform the Security Council and limit the veto. | multilateral-reform |
Protect environmental human rights defenders from harassment. | human-rights-defenders environment reprisals | environmental-defenders human-rights-defenders
Denounce transnational repression against exiled dissidents. | transnational-repression | refugees opposition
Protect whistleblowers who disclose corruption. | anti-corruption | whistleblowers
Address statelessness and protect internally displaced persons. | migration-asylum | internally-displaced stateless-persons
Teach democracy and civic education in schools. | human-rights-education democracy education |
Improve access to health care after the pandemic. | health |
"""

FRENCH = """
Les États membres devraient cesser d'exporter des logiciels espions. | surveillance |
Nous nous engageons à garantir des élections libres et la liberté de la presse. | media-freedom elections |
Il convient de protéger les défenseurs des droits humains et les journalistes contre les représailles. | human-rights-defenders journalists-safety reprisals | human-rights-defenders journalists
Renforcer l’indépendance de la justice et lutter contre la corruption. | judicial-independence anti-corruption |
Ratifier la Convention contre la torture. | treaties torture |
Assurer la participation des femmes et des jeunes aux consultations publiques. | gender-equality citizen-participation youth | women youth
Respecter le principe de non-refoulement des demandeurs d'asile. | migration-asylum | refugees
Protéger les peuples autochtones et l'environnement. | environment indigenous-rights | indigenous-peoples
Mettre fin aux coupures d'Internet et à la désinformation. | internet-shutdowns disinformation |
Abolir la peine de mort. | death-penalty |
Garantir la liberté d'association des syndicats. | freedom-of-association labour-rights | workers
Le coup d'État est condamné. | coups |
"""

SPANISH = """
Los Estados deben poner fin al uso de programas espía contra periodistas. | surveillance journalists-safety | journalists
Nos comprometemos a celebrar elecciones libres y a respetar la libertad de expresión. | freedom-of-expression elections |
Proteger a las personas defensoras de derechos humanos y al medio ambiente. | human-rights-defenders environment | human-rights-defenders
Garantizar la independencia judicial y combatir la corrupción. | judicial-independence anti-corruption |
Ratificar el Protocolo Facultativo de la Convención contra la Tortura. | treaties torture |
Promover la participación de las mujeres y de los jóvenes. | gender-equality youth | women youth
Respetar los derechos de los pueblos indígenas y la consulta previa. | indigenous-rights | indigenous-peoples
Poner fin a los cortes de internet y a la desinformación. | internet-shutdowns disinformation |
Abolir la pena de muerte. | death-penalty |
Apoyar a las organizaciones de la sociedad civil con financiación flexible. | civic-space democracy-assistance | civil-society-organisations
Investigar las desapariciones forzadas y reparar a las víctimas. | enforced-disappearances | victims
Garantizar el derecho a la alimentación y el agua potable. | food-water |
"""

NOTHING = """
en | The minutes contain minor changes to the agenda.
en | The bank will grant an extension of the deadline.
en | The Chair thanked the host for the warm reception.
en | He will ai and so will we.
en | A minority government took office.
en | The media, freedom lovers say, must wait.
en | The train to the fair was late.
fr | J'ai donné un coup de main au secrétariat.
fr | La politique commune sera révisée.
fr | Ce chapitre traite de la date de la prochaine séance.
fr | Ce genre de salle convient.
es | El acuerdo de asociación económica será examinado.
es | Se trata de fijar la fecha de la sesión.
es | La meta se alcanzará en la próxima reunión.
"""


def cases(language: str, table: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(language, text, tuple(themes.split()), tuple(groups.split())) for text, themes, groups in rows]


SPEC = [*cases("en", ENGLISH), *cases("fr", FRENCH), *cases("es", SPANISH)]


@pytest.mark.parametrize(("language", "text", "themes", "groups"), SPEC)
def test_sentences_carry_their_themes_and_groups_strongest_first(
    language: str, text: str, themes: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    assert vocabulary.default().tagged(text, language) == (themes, groups)


@pytest.mark.parametrize("line", NOTHING.strip().splitlines())
def test_sentences_about_nothing_of_the_kind_carry_nothing(line: str) -> None:
    language, _, text = line.partition(" | ")
    assert vocabulary.default().tagged(text.strip(), language.strip()) == ((), ())


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Support mine action and the clearance of roads.", "environment"),
        ("Health surveillance of cattle will continue.", "surveillance"),
        ("Market surveillance of toys.", "surveillance"),
        ("Rights of sexual minorities.", "minorities"),
        ("The Human Rights Council met.", "human-rights"),
        ("The Community of Democracies met.", "democracy"),
        ("Report sexual harassment at work.", "reprisals"),
        ("Cap party funding.", "democracy-assistance"),
    ],
)
def test_phrases_that_only_sound_alike_do_not_count(text: str, absent: str) -> None:
    assert absent not in vocabulary.default().tagged(text, "en")[0]
