"""Mail that comes back: notifications as mail servers write them (invented), and what they mark."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import bounces
from koinon.register.commands import bounces as command
from koinon.register.engine.following.returned import Returned, envelope, message_id, messages, returned
from koinon.register.models import Letter
from tests.factories.people import person

REF = "0123456789abcdef0123456789abcdef"

DSN = """\
From: Mail Delivery System <MAILER-DAEMON@mx.ardenia.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

An invented notice: your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ardenia.example
Arrival-Date: Mon, 5 May 2031 06:00:00 +0000

Final-Recipient: rfc822; fara@ardenia.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} {said}

--edge
Content-Type: {kind}

From: koinon@halcyon.example
To: fara@ardenia.example
Message-ID: <{id}@halcyon.example>
Subject: Invented

--edge--
"""


def notice(
    to: str = f"bounces+{REF}@halcyon.example",
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "No such mailbox",
    kind: str = "text/rfc822-headers",
    id: str = "something",  # noqa: A002 - what the header is called
) -> bytes:
    return DSN.format(to=to, action=action, status=status, said=said, kind=kind, id=id).encode()


FAILED = [Returned(REF, True, "5.1.1 5.1.1 No such mailbox")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (notice(), FAILED),
        (notice(to=f"<BOUNCES+{REF.upper()}@HALCYON.EXAMPLE>"), FAILED),
        (notice(to=f'"Bounces, of Koinon" <bounces+{REF}@halcyon.example>'), FAILED),
        (notice(to="koinon@halcyon.example", id=f"date-{REF}"), FAILED),
        (notice(to="koinon@halcyon.example", id=f"date-{REF}", kind="message/rfc822"), FAILED),
        (
            notice(action="delayed", status="4.4.1", said="No answer from host"),
            [Returned(REF, False, "4.4.1 4.4.1 No answer from host")],
        ),
        (notice(action="delivered", status="2.0.0"), []),
        (notice(action="relayed", status="2.0.0"), []),
        (notice(to="koinon@halcyon.example"), []),  # about a letter that is not ours
        (notice(to="bounces+short@halcyon.example"), []),
        (f"To: bounces+{REF}@halcyon.example\n\nI am away until Monday.\n".encode(), []),
        (b"", []),
        (b"\x00\xff not a mail at all", []),
    ],
)
def test_what_a_notification_says_of_which_letter(data: bytes, found: list[Returned]) -> None:
    assert returned(data) == found
    assert returned(data.replace(b"\n", b"\r\n")) == found


def test_the_envelope_and_the_message_id_carry_the_reference() -> None:
    assert envelope("bounces@halcyon.example", REF) == f"bounces+{REF}@halcyon.example"
    assert envelope(None, REF) == ""
    assert message_id(REF, "Koinon <koinon@halcyon.example>") == f"<date-{REF}@halcyon.example>"


def mailbox(*letters: bytes) -> bytes:
    """Messages as a mail server appends them to a file."""
    return b"".join(
        b"From MAILER-DAEMON Mon May  5 06:00:00 2031\n" + letter.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for letter in letters
    )


def test_a_mailbox_holds_several_and_a_line_that_begins_with_from_parts_none() -> None:
    second = b"To: a@example.org\n\nFrom the beginning.\n"
    assert [len(returned(m)) for m in messages(mailbox(notice(), second, notice()))] == [1, 0, 1]
    assert b"\nFrom the beginning." in list(messages(mailbox(notice(), second)))[1]
    assert list(messages(b"")) == [] and list(messages(b"\n\n")) == []


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    for message in messages(data):
        returned(message)
    returned(notice().replace(b"No such mailbox", data))


@pytest.fixture
def letter(db: None) -> Letter:
    return a_letter(REF)


def a_letter(reference: str, state: str = "sent", day: int = 5, name: str = "Fara") -> Letter:
    with guard.writing("factory"):
        return Letter.objects.create(
            person=person(name), on=date(2031, 5, day), state=state, about=3, reference=reference
        )


def test_a_letter_that_came_back_is_marked_once(letter: Letter) -> None:
    other = a_letter("f" * 32, name="Vera")
    assert bounces.take_in(data=notice()) == bounces.Taken(1, 1, 0, 0)
    assert bounces.take_in(data=notice()) == bounces.Taken(1, 0, 0, 0)
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, letter.problem) == ("bounced", "5.1.1 5.1.1 No such mailbox")
    assert (other.state, other.problem) == ("sent", "")


def test_delays_and_letters_of_others_change_nothing(letter: Letter) -> None:
    delayed = notice(action="delayed", status="4.4.1")
    unknown = notice(to=f"bounces+{'e' * 32}@halcyon.example")
    taken = bounces.take_in(data=mailbox(delayed, unknown, b"To: a@b.example\n\nHello.\n"))
    assert taken == bounces.Taken(3, 0, 1, 2)
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_the_command_reads_a_file_or_standard_input(letter: Letter, tmp_path: Path) -> None:
    from contextlib import nullcontext

    run = CliRunner().invoke
    (tmp_path / "box.mbox").write_bytes(mailbox(notice(), b"To: a@b.example\n\nHello.\n"))
    done = run(command.bounces, [str(tmp_path / "box.mbox"), "--json"], obj=nullcontext)
    assert json.loads(done.stdout) == {"messages": 2, "bounced": 1, "delayed": 0, "unknown": 1}
    done = run(command.bounces, ["-"], input=notice(), obj=nullcontext)
    assert done.exit_code == 0 and done.stdout.startswith("1 read: 0 letters did not arrive")
    letter.refresh_from_db()
    assert letter.state == "bounced"


@pytest.mark.parametrize("wrong", ["bounces", "@halcyon.example", "bounces@", "bounces+x@halcyon.example"])
def test_an_address_to_which_nothing_can_come_back_is_refused(wrong: str, tmp_path: Path) -> None:
    from koinon.kernel.refusals import Refused
    from koinon.site.environment import Environment

    given = {"KOINON_DATA": str(tmp_path)}
    assert Environment.read(given).bounces is None
    read = Environment.read({**given, "KOINON_MAIL_BOUNCES": " bounces@halcyon.example "})
    assert read.bounces == "bounces@halcyon.example"
    with pytest.raises(Refused, match="KOINON_MAIL_BOUNCES"):
        Environment.read({**given, "KOINON_MAIL_BOUNCES": wrong})
