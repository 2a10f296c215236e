"""Names of papers, and the parties they lead to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.directory import claims
from koinon.people.engine.catalogue import directory, parties
from koinon.people.engine.kinds import PartyKind

NAMES = [
    # states, in the many ways of writing them
    ("Republic of Korea", "state-kor"),
    ("ROK", "state-kor"),
    ("South Korea", "state-kor"),
    ("République de Corée", "state-kor"),
    ("DPRK", "state-prk"),
    ("Turkey", "state-tur"),
    ("Türkiye", "state-tur"),
    ("TURKIYE", "state-tur"),
    ("Ivory Coast", "state-civ"),
    ("Cote d’Ivoire", "state-civ"),
    ("Czech Republic", "state-cze"),
    ("Czechia", "state-cze"),
    ("Lao PDR", "state-lao"),
    ("the Lao People's Democratic Republic", "state-lao"),
    ("Viet Nam", "state-vnm"),
    ("Vietnam", "state-vnm"),
    ("Burma", "state-mmr"),
    ("Myanmar/Burma", "state-mmr"),
    ("the United States", "state-usa"),
    ("US", "state-usa"),
    ("U.S.", "state-usa"),
    ("États-Unis", "state-usa"),
    ("EE. UU.", "state-usa"),
    ("United Kingdom of Great Britain and Northern Ireland", "state-gbr"),
    ("UK", "state-gbr"),
    ("Russia", "state-rus"),
    ("Iran (Islamic Republic of)", "state-irn"),
    ("Bolivia, Plurinational State of", "state-bol"),
    ("Venezuela", "state-ven"),
    ("Democratic Republic of the Congo", "state-cod"),
    ("DRC", "state-cod"),
    ("Congo", "state-cog"),
    ("The Gambia", "state-gmb"),
    ("Cape Verde", "state-cpv"),
    ("Swaziland", "state-swz"),
    ("East Timor", "state-tls"),
    ("the former Yugoslav Republic of Macedonia", "state-mkd"),
    ("Holy See", "state-vat"),
    ("State of Palestine", "state-pse"),
    ("Taiwan", "territory-twn"),
    ("Kosovo", "territory-xkx"),
    ("Alemania", "state-deu"),
    ("Allemagne", "state-deu"),
    ("Japanese government", "state-jpn"),
    ("the Government of Indonesia", "state-idn"),
    ("gouvernement du Mali", "state-mli"),
    ("Gobierno de México", "state-mex"),
    ("Soviet Union", "state-sun"),
    # groups, and the classes of their members
    ("the EU", "eu"),
    ("l'Union européenne", "eu"),
    ("la Unión Europea", "eu"),
    ("UE", "eu"),
    ("ASEAN", "asean"),
    ("Asean", "asean"),
    ("ANASE", "asean"),
    ("African Union", "african-union"),
    ("AU", "african-union"),
    ("OTAN", "nato"),
    ("Organización de los Estados Americanos", "oas"),
    ("La Francophonie", "francophonie"),
    ("G7", "g7"),
    ("EU member states", "eu-member-states"),
    ("member states of the European Union", "eu-member-states"),
    ("the member states of the EU", "eu-member-states"),
    ("EU countries", "eu-member-states"),
    ("États membres de l'UE", "eu-member-states"),
    ("les États membres de l’Union européenne", "eu-member-states"),
    ("Estados miembros de la UE", "eu-member-states"),
    ("ASEAN governments", "asean-member-states"),
    ("ASEAN Member States", "asean-member-states"),
    ("OSCE participating States", "osce-member-states"),
    ("African states", "states-of-m49-002"),
    ("countries in Southeast Asia", "states-of-m49-035"),
    ("les pays africains", "states-of-m49-002"),
    ("pays d'Afrique australe", "states-of-m49-018"),
    ("États des Caraïbes", "states-of-m49-029"),
    ("Estados latinoamericanos", "states-of-m49-419"),
    ("Latin American countries", "states-of-m49-419"),
    # bodies
    ("AICHR", "aichr"),
    ("ASEAN Intergovernmental Commission on Human Rights", "aichr"),
    ("European Commission", "european-commission"),
    ("Parlement européen", "european-parliament"),
    ("EEAS", "eeas"),
    ("EU Special Representative for Human Rights", "eu-special-representative-human-rights"),
    ("UN Human Rights Council", "un-human-rights-council"),
    ("the General Assembly", "un-general-assembly"),
    ("OHCHR", "ohchr"),
    ("WHO", "who"),
    ("Venice Commission", "venice-commission"),
    ("OSCE/ODIHR", "odihr"),
    ("CIDH", "iachr"),
    ("Comisión Interamericana de Derechos Humanos", "iachr"),
    ("National Unity Government of Myanmar", "nug-myanmar"),
    ("NUG", "nug-myanmar"),
    ("Convening Group", "cod-convening-group"),
    ("Community of Democracies", "community-of-democracies"),
    ("Summit for Democracy", "summit-for-democracy"),
    ("AoD", "alliance-of-democracies"),
    ("Democracy Without Borders", "democracy-without-borders"),
    # classes
    ("member states", "member-states"),
    ("governments", "governments"),
    ("civil society organisations", "civil-society"),
    ("CSOs", "civil-society"),
    ("société civile", "civil-society"),
    ("sociedad civil", "civil-society"),
    ("big tech companies", "tech-companies"),
    ("institutional donors", "donors"),
    ("NHRIs", "nhris"),
    ("all levels of government", "all-levels-of-government"),
    ("international community", "international-community"),
    # what is nobody
    ("Global South", None),
    ("us", None),
    ("who", None),
    ("we", None),
    ("the Committee", None),
    ("Atlantis", None),
]


@pytest.mark.parametrize(("name", "key"), NAMES)
def test_names_lead_to_parties(name: str, key: str | None) -> None:
    found = directory().resolve(name)
    assert (found.key if found else None) == key


def test_no_name_is_claimed_by_two_parties() -> None:
    names, acronyms = claims(parties())
    assert {name: keys for table in (names, acronyms) for name, keys in table.items() if len(keys) > 1} == {}
    assert len(directory().parties) == len(parties())


@given(st.data())
def test_every_name_resolves_to_its_party_however_it_is_set(data: st.DataObject) -> None:
    party = data.draw(st.sampled_from(parties()))
    name = data.draw(st.sampled_from((party.name, *party.aliases)))
    setting = data.draw(st.sampled_from((str, str.upper, str.lower, str.title, lambda n: f"  {n}\n")))
    found = directory().resolve(setting(name))
    assert found is not None
    acronyms = directory().acronyms
    if setting(name).strip() not in acronyms:
        assert found.key == party.key


def test_every_acronym_resolves_as_it_is_written() -> None:
    for party in parties():
        for acronym in party.acronyms:
            found = directory().resolve(acronym)
            assert found is not None
            assert found.key == party.key


def test_classes_of_members_have_the_members_of_the_document_s_day() -> None:
    known = directory()
    assert len(known.members("eu-member-states", date(2019, 12, 31))) == 28
    assert len(known.members("eu-member-states", date(2020, 2, 1))) == 27
    assert "state-tls" not in known.members("asean-member-states", date(2023, 7, 1))
    assert "state-tls" in known.members("asean-member-states", None)
    assert "state-idn" in known.members("states-of-m49-035", None)
    assert "eu" in known.members("g20-member-states", None)


def test_members_are_parties_of_the_directory() -> None:
    known = directory()
    for party in parties():
        assert party.members_of is None or party.kind == PartyKind.CLASS
        assert party.members_of is None or party.members_of in known.parties
        assert all(m.party in known.parties for m in party.members)
