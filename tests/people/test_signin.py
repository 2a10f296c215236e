from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from koinon.ledger.models import Entry
from koinon.people import signin
from koinon.people.actions import persons
from koinon.people.models import Person
from tests.people.cast import PASSWORD, joined, secretary, signed_in

pytestmark = pytest.mark.django_db
OTHER = "eleven lanterns on the quay"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def ola() -> Person:
    return joined("ola@x.example", "Ola Berg")


def sign_in(email: str, password: str, **headers: str) -> Client:
    client = Client(**headers)  # type: ignore[arg-type]
    client.post("/account/login/", {"login": email, "password": password})
    return client


def prove(client: Client) -> None:
    """Type the password again, as before anything that matters."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def test_signing_in_keeps_no_address_no_browser_and_no_exact_time(ola: Person) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Peculiar/7.3")
    client.post("/account/login/", {"login": ola.email, "password": PASSWORD})
    session = UserSession.objects.get(user=ola)
    assert (session.ip, session.user_agent) == (signin.NO_ADDRESS, "")
    assert (session.created_at.minute, session.created_at.second) == (0, 0)
    assert (session.last_seen_at.hour, session.last_seen_at.minute) == (0, 0)
    kept = "".join(map(str, Session.objects.get().get_decoded().items()))
    assert "198.51.100" not in kept
    assert "Peculiar" not in kept


def test_signing_in_writes_no_last_login_and_no_ledger_entry(ola: Person) -> None:
    before = Entry.objects.count()
    signed_in(ola)
    assert Entry.objects.count() == before
    columns = [
        c.name for c in connection.introspection.get_table_description(connection.cursor(), "people_person")
    ]
    assert "last_login" not in columns


def test_an_outdated_hash_is_renewed_at_sign_in(ola: Person, settings: object) -> None:
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    before = ola.password
    signed_in(ola)
    ola.refresh_from_db()
    assert ola.password != before


def test_failed_attempts_are_limited_without_keeping_the_address(ola: Person, settings: object) -> None:
    for _ in range(6):
        answer = Client(REMOTE_ADDR="198.51.100.7").post(
            "/account/login/", {"login": ola.email, "password": "wrong"}
        )
    assert b"Too many failed" in answer.content
    for file in settings.DATA_DIR.joinpath("cache").rglob("*"):  # type: ignore[attr-defined]
        if file.is_file():
            assert "198.51.100" not in file.name
            assert b"198.51.100" not in file.read_bytes()


def test_the_word_for_a_caller_differs_by_caller_and_cannot_be_read(rf: object) -> None:
    adapter = signin.Adapter()
    words = [adapter.get_client_ip(rf.get("/", REMOTE_ADDR=ip)) for ip in ("198.51.100.7", "198.51.100.8")]  # type: ignore[attr-defined]
    assert words[0] != words[1]
    assert "198" not in words[0].split(".")


def test_wrong_address_and_wrong_password_look_the_same(ola: Person) -> None:
    def page(login: str) -> str:
        answer = Client().post("/account/login/", {"login": login, "password": "wrong"})
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(
            login, ""
        )

    assert page("nobody@x.example") == page(ola.email)


def test_a_password_reset_does_not_tell_who_has_an_account(ola: Person) -> None:
    known = Client().post("/account/password/reset/", {"email": ola.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@x.example"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [letter.to for letter in mail.outbox] == [[ola.email], ["nobody@x.example"]]
    assert "opened by invitation" in mail.outbox[1].body


def test_a_mailed_link_resets_the_password(ola: Person) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": ola.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    target = form.redirect_chain[-1][0]
    done = client.post(target, {"password1": OTHER, "password2": OTHER})
    assert done.status_code == 302
    ola.refresh_from_db()
    assert ola.check_password(OTHER)


def test_a_letter_tells_of_a_changed_password_but_not_from_where(ola: Person) -> None:
    form = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    signed_in(ola).post(
        "/account/password/change/", form, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Odd/1"
    )
    (letter,) = mail.outbox
    assert letter.to == [ola.email]
    assert "Your password has been changed." in letter.body
    assert "reset your password now" in letter.body
    told = letter.subject + letter.body
    assert not re.search(r"198\.51|Odd/1|[0-9a-f]{32}", told)


def test_changing_the_password_ends_the_other_sessions(ola: Person) -> None:
    here, elsewhere = signed_in(ola), signed_in(ola)
    answer = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )
    assert answer.status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_session_is_revoked_and_nobody_ends_anothers(ola: Person) -> None:
    here, elsewhere = signed_in(ola), signed_in(ola)
    mine = UserSession.objects.get(session_key=elsewhere.session.session_key)
    theirs = signed_in(secretary())
    assert theirs.post(f"/account/sessions/{mine.pk}/end/").status_code == 404
    assert elsewhere.get("/account/").status_code == 200
    assert here.post(f"/account/sessions/{mine.pk}/end/").status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_all_other_sessions_end_at_once(ola: Person) -> None:
    here, elsewhere = signed_in(ola), signed_in(ola)
    assert here.post("/account/sessions/").status_code == 302
    assert (here.get("/account/").status_code, elsewhere.get("/account/").status_code) == (200, 302)


def test_closing_an_account_signs_its_person_out_and_keeps_them_out(ola: Person) -> None:
    client = signed_in(ola)
    persons.close(by=secretary(), person=ola)
    assert client.get("/account/").status_code == 302
    again = sign_in(ola.email, PASSWORD)
    assert again.get("/account/").status_code == 302


def test_totp_is_enrolled_asked_for_and_its_secret_kept_encrypted(ola: Person) -> None:
    client = signed_in(ola)
    prove(client)
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    kept = Authenticator.objects.get(user=ola, type="totp").data["secret"]
    assert secret not in kept
    assert signin.SecondFactors().decrypt(kept) == secret
    again = sign_in(ola.email, PASSWORD)
    assert again.get("/account/").status_code == 302, "the password alone lets nobody in any more"
    cache.clear()  # a code counts once; the next one is thirty seconds away
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert again.get("/account/").status_code == 200


def test_a_recovery_code_lets_in_once(ola: Person) -> None:
    totp.TOTP.activate(ola, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(ola).get_unused_codes()
    assert codes[0] not in str(Authenticator.objects.get(user=ola, type="recovery_codes").data)
    for works in (True, False):
        client = sign_in(ola.email, PASSWORD)
        client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert (client.get("/account/").status_code == 200) is works


def test_an_address_changes_once_it_is_proved(ola: Person) -> None:
    client = signed_in(ola)
    prove(client)
    client.post("/account/email/", {"action_add": "", "email": "berg@x.example"})
    ola.refresh_from_db()
    assert ola.email == "ola@x.example"
    link = re.search(r"http://testserver(/account/confirm-email/\S+)", mail.outbox[-1].body)
    assert link
    client.post(link[1])
    ola.refresh_from_db()
    assert ola.email == "berg@x.example"
    assert list(EmailAddress.objects.filter(user=ola).values_list("email", flat=True)) == ["berg@x.example"]
    signed_in(ola)


def test_no_form_of_the_library_writes_beside_the_guard(ola: Person) -> None:
    client = signed_in(ola)
    prove(client)
    assert client.post("/account/email/", {"action_primary": "", "email": ola.email}).status_code == 302


def test_nobody_signs_up_by_themselves_unless_it_is_switched_on(settings: object) -> None:
    form = {"email": "new@x.example", "name": "New", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/account/signup/", form)
    assert not Person.objects.exists()
    settings.KOINON_SELF_REGISTRATION = True  # type: ignore[attr-defined]
    Client().post("/account/signup/", form)
    person = Person.objects.get()
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.private.person) == ("people.register", person.reference)
    assert person.name == "New"
    assert not person.mandates.exists()
    assert sign_in("new@x.example", PASSWORD).get("/account/").status_code == 302, "not before it is proved"
    link = re.search(r"http://testserver(/account/confirm-email/\S+)", mail.outbox[-1].body)
    assert link
    Client().post(link[1])
    signed_in(person)


def test_signing_up_with_a_known_address_tells_nobody(ola: Person, settings: object) -> None:
    settings.KOINON_SELF_REGISTRATION = True  # type: ignore[attr-defined]

    def answer(email: str) -> tuple[int, str]:
        form = {"email": email, "name": "New", "password1": PASSWORD, "password2": PASSWORD}
        response = Client().post("/account/signup/", form)
        return response.status_code, response.headers.get("Location", "")

    assert answer(ola.email) == answer("new@x.example")
    assert Person.objects.filter(email=ola.email).count() == 1


def test_a_session_tells_the_day_it_was_last_used(ola: Person) -> None:
    client = signed_in(ola)
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    session = client.session
    session["day"] = long_ago.date().isoformat()
    session.save()
    client.get("/account/")
    told = UserSession.objects.get()
    assert told.last_seen_at.date() == timezone.now().date()
    assert (told.last_seen_at.hour, told.last_seen_at.minute) == (0, 0)


def test_what_ran_out_is_forgotten(ola: Person) -> None:
    signed_in(ola)
    signed_in(ola)
    Session.objects.filter(pk=UserSession.objects.first().session_key).update(  # type: ignore[union-attr]
        expire_date=timezone.now() - timedelta(days=1)
    )
    signin.forget_ended_sessions()
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)


def test_nothing_about_signing_in_is_logged(
    ola: Person, caplog: pytest.LogCaptureFixture, capfd: object
) -> None:
    with caplog.at_level("DEBUG"):
        Client(REMOTE_ADDR="198.51.100.7").post("/account/login/", {"login": ola.email, "password": "wrong"})
        Client(REMOTE_ADDR="198.51.100.7").post("/account/login/", {"login": ola.email, "password": PASSWORD})
    told = StringIO()
    told.writelines(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "198.51.100" not in told.getvalue()
