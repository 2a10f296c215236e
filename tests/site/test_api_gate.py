"""What every call passes: tags, conditions, rates, languages, and problems for whatever goes wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from koinon.people.actions import tokens
from koinon.register.api import documents as documents_api
from koinon.register.models import Provision
from koinon.site.api_rates import MINUTE, Minutes
from tests.site.calling import ApiWorld, secret_of, visitor

BODY = {
    "title": "Other", "kind": "other", "issuers": [], "issued_on": None, "place": "", "language": "en",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> ApiWorld:
    return ApiWorld()


@pytest.fixture
def ines(world: ApiWorld) -> Client:
    """A program of the secretariat's."""
    return Client(headers={"Authorization": f"Bearer {secret_of(visitor('secretariat', world))}"})


def sent(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    text = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api/v1{path}", text, "application/json", headers=given)


def problem(response: Any, status: int, code: str) -> str:
    """The sentence of a problem that is one in every way."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert (told["status"], told["type"]) == (status, f"urn:koinon:{code}")
    return str(told["detail"])


def test_an_answer_that_still_stands_is_not_sent_again(world: ApiWorld, client: Client) -> None:
    for path in (
        "/documents",
        f"/documents/{world.document.slug}",
        "/provisions",
        "/roles",
        "/ledger/entries",
    ):
        first = sent(client, "GET", path)
        again = sent(client, "GET", path, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]
        assert sent(client, "GET", path, If_None_Match='"other"').status_code == 200


def test_a_change_says_upon_which_version_it_was_made(world: ApiWorld, ines: Client) -> None:
    path = f"/desk/documents/{world.open.pk}"
    problem(sent(ines, "PUT", path, BODY), 428, "api.if_match")
    seen = sent(ines, "GET", path).headers["ETag"]
    done = sent(ines, "PUT", path, BODY, If_Match=seen)
    assert done.status_code == 200 and done.headers["ETag"] == f'"{done.json()["revision"]}"'
    problem(sent(ines, "PUT", path, BODY, If_Match=seen), 412, "api.stale")
    assert sent(ines, "PUT", path, BODY, If_Match=done.headers["ETag"]).status_code == 200
    problem(sent(ines, "DELETE", path, If_Match='"1"'), 412, "api.stale")


def test_things_without_revisions_are_guarded_too(world: ApiWorld, ines: Client) -> None:
    seen = sent(ines, "GET", "/places/halcyon")
    body = {"name": "Halcyon League", "kind": "group"}
    assert sent(ines, "PUT", "/places/halcyon", body, If_Match=seen.headers["ETag"]).status_code == 200
    problem(sent(ines, "PUT", "/places/halcyon", body, If_Match=seen.headers["ETag"]), 412, "api.stale")


@pytest.mark.parametrize(
    ("method", "path", "body", "media", "status", "code"),
    [
        ("GET", "/nowhere", "", "", 404, "api.missing"),
        ("GET", "/documents/nowhere", "", "", 404, "register.document.unknown"),
        ("DELETE", "/documents", "", "", 405, "api.method"),
        ("GET", "/documents?issuer=%00", "", "", 400, "api.malformed"),
        ("GET", "/documents?limit=many", "", "", 422, "api.invalid"),
        ("POST", "/places", "{", "application/json", 400, "api.malformed"),
        ("POST", "/places", "\xff", "application/json", 400, "api.malformed"),
        ("POST", "/places", '{"name": "a\\u0000", "kind": "group"}', "application/json", 422, "api.invalid"),
        ("POST", "/places", '{"name": "\\ud800", "kind": "group"}', "application/json", 422, "api.invalid"),
        ("POST", "/places", "name=a", "text/plain", 415, "api.media"),
        ("POST", "/desk/documents", "{}", "application/json", 415, "api.media"),
        ("POST", "/places", " " * (2 * 1024 * 1024 + 1), "application/json", 413, "api.large"),
        (
            "POST",
            "/places",
            '{"name": "A", "kind": "group", "more": 1}',
            "application/json",
            422,
            "api.invalid",
        ),
    ],
)
def test_whatever_goes_wrong_is_a_problem(
    world: ApiWorld, ines: Client, method: str, path: str, body: str, media: str, status: int, code: str
) -> None:
    data = body.encode("latin-1")
    assert problem(ines.generic(method, f"/api/v1{path}", data, media), status, code)


def test_a_fault_of_ours_is_a_problem_without_a_trace(
    world: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(documents_api.public, "filtered_documents", fails)
    response = sent(Client(raise_request_exception=False), "GET", "/documents")
    assert "of the machine" not in problem(response, 500, "broken")


def test_a_wrong_method_names_the_right_ones(client: Client, db: None) -> None:
    assert "GET" in sent(client, "DELETE", "/documents").headers["Allow"]


def test_an_unknown_an_expired_and_a_missing_token_are_challenged(world: ApiWorld) -> None:
    whom = visitor("secretariat", world)
    past = timezone.now() - timezone.timedelta(days=2)
    old = tokens.make_token(by=whom, person=whom, name="old", scopes=["read"], days=1, now=past).secret
    for header, code in (
        ("", "api.no_token"),
        ("Bearer koinon_no", "api.token"),
        (f"Bearer {old}", "api.token"),
    ):
        response = sent(Client(), "GET", "/me", **({"Authorization": header} if header else {}))
        problem(response, 401, code)
        assert response.headers["WWW-Authenticate"].startswith('Bearer realm="koinon"')
    narrow = secret_of(whom, ("own",))
    response = sent(Client(), "GET", "/desk/documents", Authorization=f"Bearer {narrow}")
    assert "“read”" in problem(response, 403, "api.scope")


def test_the_token_itself_can_be_ended_by_its_holder(world: ApiWorld, ines: Client) -> None:
    assert sent(ines, "DELETE", "/me/token").status_code == 204
    problem(sent(ines, "GET", "/me"), 401, "api.token")


def test_a_sentence_comes_in_the_callers_language(world: ApiWorld, client: Client) -> None:
    for language in ("en", "fr"):
        response = sent(client, "GET", "/documents/nowhere", Accept_Language=f"{language}, *;q=0.1")
        assert response.headers["Content-Language"] == language
        assert "Accept-Language" in response.headers["Vary"]


def test_nothing_is_kept_of_a_call_with_a_token(world: ApiWorld, ines: Client, client: Client) -> None:
    assert sent(ines, "GET", "/documents").headers["Cache-Control"] == "no-store"
    public = sent(client, "GET", "/documents")
    assert public.headers["Cache-Control"] == "public, no-cache" and not public.cookies


def test_lists_lead_on_and_the_walk_has_no_ceiling(world: ApiWorld, client: Client) -> None:
    part = sent(client, "GET", f"/documents/{world.document.slug}/provisions?limit=1")
    assert part.json()["prev"] is None and f'<{part.json()["next"]}>; rel="next"' in part.headers["Link"]
    address, numbers = "/api/v1/every-provision?limit=1", []
    while address:
        step = client.get(address.removeprefix("http://testserver")).json()
        numbers += [item["number"] for item in step["items"]]
        address = step["next"]
    there = Provision.objects.filter(document__state="published", withdrawn=False)
    assert numbers == list(there.order_by("pk").values_list("number", flat=True)) and len(numbers) > 2


@override_settings(KOINON_API_RATE=3)
def test_one_request_too_many_waits(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("koinon.site.api_rates.MINUTES", Minutes())
    monkeypatch.setattr("koinon.site.api_gate.time.time", lambda: 1_000_000.0)
    for remaining in ("2", "1", "0"):
        assert sent(client, "GET", "/roles").headers["RateLimit-Remaining"] == remaining
    over = sent(client, "GET", "/roles")
    problem(over, 429, "api.rate")
    assert over.headers["Retry-After"] == str(MINUTE - 1_000_000 % MINUTE)
    assert sent(client, "GET", "/roles", Authorization="Bearer a").status_code == 200
    monkeypatch.setattr("koinon.site.api_gate.time.time", lambda: 1_000_060.0)
    assert sent(client, "GET", "/roles").status_code == 200


def test_a_caller_is_counted_without_an_address_and_tokens_made_up_buy_little() -> None:
    minutes = Minutes()
    assert [minutes.turn("a", limit=1, now=0).over for _ in range(2)] == [False, True]
    assert not minutes.turn("b", limit=1, now=0).over and not minutes.turn("a", limit=1, now=60).over


@override_settings(KOINON_API_RATE=1)
def test_made_up_tokens_share_what_their_place_may(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = Minutes()
    monkeypatch.setattr("koinon.site.api_rates.MINUTES", minutes)
    monkeypatch.setattr("koinon.site.api_gate.time.time", lambda: 1_000_000.0)
    statuses = [sent(client, "GET", "/roles", Authorization=f"Bearer {n}").status_code for n in range(11)]
    assert statuses == [200] * 10 + [429]
    assert not [name for name in minutes._counts if "127.0.0.1" in name]
