"""What everyone sees of datasets, and how an officer brings a release by page and by API."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from koinon.observatory.actions import bringing
from koinon.observatory.models import Loading
from koinon.people.actions import tokens
from tests.factories.people import person
from tests.observatory.datasets import published
from tests.observatory.datasets.examples_datasets import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode() if not response.streaming else b"".join(response).decode()  # type: ignore[attr-defined]


def test_datasets_say_whose_they_are_and_which_can_be_loaded(client: Client) -> None:
    empty = text(client, "/observatory/datasets/")
    assert "No dataset is loaded here yet" in empty
    assert "Freedom House" in empty
    loaded()
    page = text(client, "/observatory/datasets/")
    assert "V-Dem Institute" in page and "CC BY-SA 4.0" in page and "v15" in page
    assert "No dataset is loaded here yet" not in page


def test_a_release_tells_its_source_its_indicators_and_what_has_no_place(client: Client) -> None:
    release = loaded()
    page = text(client, "/observatory/datasets/ert/v15/")
    assert release.checksum in page
    assert "Zanzibar" in page and "a part of Tanzania, coded by itself" in page
    assert "The code is not known here." in page
    found = text(client, "/observatory/datasets/ert/v15/?q=electoral")
    assert "v2x_polyarchy" in found and "aut_ep" not in found
    assert client.get("/observatory/datasets/ert/v99/").status_code == 404
    assert client.get("/observatory/datasets/none/").status_code == 404


def test_the_figures_of_an_indicator_go_out_with_their_source(client: Client) -> None:
    loaded()
    rows = list(
        csv.DictReader(
            io.StringIO(text(client, "/observatory/datasets/ert/v15/v2x_polyarchy.csv").lstrip("\ufeff"))
        )
    )
    assert rows[0] == {
        "place": "NAM", "unit": "NAM", "unit_name": "Namibia", "year": "2023", "indicator": "v2x_polyarchy",
        "value": "0.6", "low": "0.55", "high": "0.66", "dataset": "ert", "version": "v15",
        "publisher": "V-Dem Institute, University of Gothenburg", "licence": "CC BY-SA 4.0",
    }  # fmt: skip
    assert len(rows) == 4
    lost = json.loads(text(client, "/observatory/datasets/ert/v15/unmapped.json"))
    assert [one["unit"] for one in lost] == ["QQX", "ZZB"]
    assert len(json.loads(text(client, "/observatory/datasets.json"))) == 1
    assert "0.55" in text(client, "/observatory/datasets/ert/v15/v2x_polyarchy/")


def test_why_a_unit_has_no_place_is_told_in_the_language_of_the_reader(client: Client) -> None:
    loaded()
    told = "une partie de la Tanzanie, codée à part"
    assert f"<bdi>{told}</bdi>" in text(client, "/fr/observatory/datasets/ert/v15/")
    for address in (
        "/fr/observatory/datasets/ert/v15/unmapped.json",
        "/observatory/datasets/ert/v15/unmapped.json",
    ):
        reasons = [one["reason"] for one in json.loads(text(client, address))]
        assert (told in reasons) == address.startswith("/fr")
    answer = client.get("/api/v1/datasets/ert/releases/v15/unmapped", headers={"accept-language": "fr"})
    assert told in [one["reason"] for one in answer.json()["items"]]


def test_an_analyst_brings_a_release_by_page(client: Client) -> None:
    client.force_login(person("Ana", role="analyst"))
    file = SimpleUploadedFile("ert.csv", published.GOOD.encode())
    sent = client.post("/desk/observatory/datasets/", {"source": "ert", "file": file})
    row = Loading.objects.get()
    assert sent.headers["Location"].endswith(f"/desk/observatory/datasets/brought/{row.pk}/")
    assert "Waiting for its turn" in text(client, sent.headers["Location"])
    bringing.carry_out(row, timezone.now())
    assert "It is loaded:" in text(client, sent.headers["Location"])


def test_what_is_refused_is_told_on_its_page(client: Client) -> None:
    client.force_login(person("Ana", role="analyst"))
    file = SimpleUploadedFile("ert.csv", published.GOOD.replace("0.61", "1.61").encode())
    sent = client.post("/desk/observatory/datasets/", {"source": "ert", "file": file})
    bringing.carry_out(Loading.objects.get(), timezone.now())
    page = text(client, sent.headers["Location"])
    assert "row 3: v2x_polyarchy is 1.61" in page
    assert "Nothing of it was loaded." in page


def test_the_desk_is_closed_to_others(client: Client) -> None:
    assert client.get("/desk/observatory/datasets/").status_code == 302
    client.force_login(person("Oke", role="observer"))
    assert client.get("/desk/observatory/datasets/").status_code == 403


def test_a_release_is_taken_out_with_a_reason(client: Client) -> None:
    loaded()
    client.force_login(person("Mira", role="secretariat"))
    assert client.post("/desk/observatory/datasets/ert/v15/end", {"reasons": ""}).status_code == 422
    client.post("/desk/observatory/datasets/ert/v15/end", {"reasons": "The publisher withdrew it."})
    page = text(client, "/observatory/datasets/ert/")
    assert "The publisher withdrew it." in page and "No release of it is loaded here now." in page


def test_the_api_tells_the_same_and_takes_a_release(client: Client) -> None:
    loaded()
    api = "/api/v1/datasets"
    assert json.loads(text(client, api))["items"][0]["releases"][0]["version"] == "v15"
    assert json.loads(text(client, f"{api}/ert/releases/v15/unmapped"))["total"] == 2
    assert json.loads(text(client, f"{api}/ert/releases/v15/indicators?q=regime"))["total"] == 1
    figures = json.loads(text(client, f"{api}/ert/releases/v15/indicators/v2x_polyarchy?limit=1&offset=1"))
    assert (figures["total"], figures["items"][0]["value"], figures["items"][0]["place"]) == (4, 0.61, "NAM")
    mira = person("Mira", role="secretariat")
    made = tokens.make_token(
        by=mira, person=mira, name="figures", scopes=["observe", "read"], days=1, now=timezone.now()
    )
    held = {"Authorization": f"Bearer {made.secret}"}
    older = published.ert(("NAM", "Namibia", 2022, "0.5", "0.4", "0.6"))
    answer = client.post(
        "/api/v1/desk/loadings",
        {"source": "ert", "file": SimpleUploadedFile("ert_v13.csv", older.encode())}, headers=held,
    )  # fmt: skip
    assert answer.status_code == 202, answer.content
    bringing.carry_out(Loading.objects.get(), timezone.now())
    state = client.get(f"/api/v1/desk/loadings/{answer.json()['id']}", headers=held).json()
    assert (state["state"], state["release"]) == ("done", "v13")
    assert client.post("/api/v1/desk/loadings", {"source": "ert"}).status_code == 401


def test_lists_take_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any
) -> None:
    from koinon.observatory.queries import catalogue

    loaded()
    with django_assert_num_queries(1):
        assert len(catalogue.shelves()) == 1
    for year in (2021, 2022):
        bringing.carry_out(
            bringing.bring_release(
                by=person(f"M{year}", role="analyst"), source="ert", version="", now=timezone.now(),
                files=[("e.csv", [published.ert(("NAM", "Namibia", year, "0.5", "0.4", "0.6")).encode()])],
            ),
            timezone.now(),
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(catalogue.shelves()[0][1]) == 3


def test_the_figures_of_an_indicator_are_found_by_unit_and_year(client: Client) -> None:
    loaded()
    base = "/observatory/datasets/ert/v15/v2x_polyarchy/"

    def rows(query: str) -> int:
        return text(client, base + query).count('<th scope="row">')

    assert [rows(q) for q in ("", "?q=namib", "?q=NAM", "?q=qqx", "?q=nowhere")] == [4, 2, 2, 1, 0]
    assert [rows(q) for q in ("?year=2023", "?year=1900", "?year=x", "?q=NAM&year=2023")] == [1, 0, 4, 1]
    assert '<script>"' not in text(client, f'{base}?q=<script>"')
