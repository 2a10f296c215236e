"""Documents in layouts that tear text apart, or put other text beside it."""

from __future__ import annotations

from tests.spec.reader.forms import read


def test_hard_wrapped_lines_and_hyphens_are_joined() -> None:
    text = (
        "Declaration of the Ministers\n\n"
        "We, the Ministers of the Isles, met in the capital of the Isles this spring and have had a "
        "good talk.\n\n"
        "1. We will open the registers of owner-\nship to everyone in every part of the Isles, and "
        "will pay for\n"
        "the translation of the forms into the languages that are spoken on the\nsmaller islands of "
        "the group.\n"
        "2. We will meet again next year in the same place, at the same time of\nthe year, and in "
        "the same spirit.\n"
    )
    first = read(text).provisions[0]
    assert "registers of ownership to everyone" in first.text
    assert text[first.start : first.end].startswith("We will open")


def test_a_page_break_inside_an_item_leaves_no_trace() -> None:
    pages = [
        "Report of the Review Group\n\nRecommendations\n\n1. Arcadia should expedite the "
        "establishment of a commission\n\n- 1 -\n\n",
        "Report of the Review Group\n\nfor the rights of the elderly;\n\n2. Arcadia should publish "
        "the budget.\n\n- 2 -\n\n",
    ]
    found = read("".join(pages)).provisions
    assert [p.text for p in found] == [
        "Arcadia should expedite the establishment of a commission for the rights of the elderly;",
        "Arcadia should publish the budget.",
    ]


def test_footnotes_signatures_and_menus_are_no_provisions() -> None:
    text = (
        "Home\nAbout us\nSubscribe to our newsletter\n\n"
        "Joint statement on archives\n\nArcadia should open its archives.(1)\n\n"
        "Notes\n\n(1) Courts should also publish. See https://example.org\n\n"
        "Signed by:\nForum of Cities\nGovernments should sign\n"
    )
    assert [p.text for p in read(text).provisions] == ["Arcadia should open its archives.(1)"]


def test_a_summary_that_is_repeated_in_full_is_left_out() -> None:
    body = "The archives have been closed for years, and nobody knows what they hold. " * 4
    text = (
        f"Brief\n\nExecutive summary\n\nArcadia must open its archives.\n\nIntroduction\n\n"
        f"{body}Arcadia must open all archives by 2030.\n"
    )
    assert [p.section[-1] for p in read(text).provisions] == ["Introduction"]


def test_quotations_of_individuals_are_not_the_documents_voice() -> None:
    quoted = '"The government must pay for a reporter in every town," said one mayor.'
    text = f"Brief\n\n{quoted} Arcadia should open its archives.\n"
    assert [p.text for p in read(text).provisions] == ["Arcadia should open its archives."]


def test_pledges_under_the_name_of_a_party() -> None:
    text = (
        "Compendium of pledges\n\n"
        "Arcadia\n• Will open its archives by 2030.\n• Arcadia ratified the Protocol in January.\n\n"
        "Dorne\n• Intends to publish the budget.\n\n"
        "Havmark\n• May host a meeting.\n"
    )
    found = read(text).provisions
    assert [(p.issuer, p.kind.value, p.strength.value) for p in found] == [
        ("Arcadia", "commitment", "binding"),
        ("Dorne", "commitment", "intention"),
        ("Havmark", "commitment", "optional"),
    ]


def test_recommendations_signed_by_states_in_a_review() -> None:
    text = (
        "Report of the Working Group on Mutual Review\n\n"
        "61. The following recommendations will be examined by Dorne:\n\n"
        "61.1 Ratify the Convention (Arcadia) (Havmark);\n"
        "61.2 Consider ratifying the Protocol (Havmark);\n"
        "61.3 Continue to protect reporters (Arcadia, Havmark).\n"
    )
    found = read(text).provisions
    assert [(p.label, p.issuer) for p in found] == [
        ("61.1", "Arcadia; Havmark"),
        ("61.2", "Havmark"),
        ("61.3", "Arcadia; Havmark"),
    ]
    assert {a.name for p in found for a in p.addressees} == {"Dorne"}
    assert [p.strength.value for p in found] == ["recommendation", "optional", "recommendation"]


def test_rows_of_a_table_keep_lead_and_date() -> None:
    text = (
        "Table of commitments\n\nNo.\tAction\tLead\tDue\n"
        "1\tOpen the register to all\tMinistry of Justice\t30 June 2027\n"
        "2\tTranslate the forms\tRegistry Office\tongoing\n"
    )
    first, second = read(text).provisions
    assert (first.issuer, first.addressees[0].name, first.deadline and first.deadline.text) == (
        "Ministry of Justice",
        "Ministry of Justice",
        "30 June 2027",
    )
    assert second.deadline is None


def test_right_to_left_text_keeps_its_structure() -> None:
    text = (
        "إعلان المدن\n\n١. نلتزم بفتح السجلات للجميع؛\n٢. ندعو الحكومات إلى:\n"
        "(أ) نشر الميزانية؛\n(ب) حماية الصحفيين.\n"
    )
    reading = read(text)
    assert reading.language == "ar"
    assert [p.label for p in reading.provisions] == ["١", "٢(أ)", "٢(ب)"]


def test_a_web_log_page_gives_the_post_that_asks_the_most() -> None:
    text = (
        "Posts tagged ‘archives’\nOctober 22, 2019\nThe Institute for Archives published a paper "
        "entitled “Open Archives”. "
        "Governments must redouble their efforts.\nRecommendations:\n- Open the archives.\n- Publish "
        "the minutes.\n"
        "See also: https://example.org\nPosted in books | 1 Comment »\nTags: archives\n"
        "November 16, 2018\nSome other post says that states should sign.\nPosted in other | Leave a "
        "Comment »\n"
    )
    assert [p.text for p in read(text).provisions] == ["Open the archives.", "Publish the minutes."]
