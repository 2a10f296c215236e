"""A word by which a browser shows that someone signed in with it before, and only to whom it concerns.

After OWASP's device cookies (“Slow Down Online Guessing Attacks with Device Cookies”): whoever guesses
passwords from elsewhere uses up tries that are not the owner's.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

DAYS = 90  # for which a browser is known
_TURN = 30  # days; a word is signed with its turn, so that it fades even where it was copied
_NONCE = 32  # hexadecimal digits


def word(nonce: str, login: str, *, key: bytes, today: date) -> str:
    """The nonce and a seal over nonce, login and the turn; without the key it tells nobody's login.

    `nonce`: 32 hexadecimal digits of chance; `login`: as typed, its case is nothing.
    """
    return f"{nonce}.{_seal(nonce, login, today.toordinal() // _TURN, key)}"


def nonce_of(said: str, login: str, *, key: bytes, today: date) -> str:
    """The nonce of a word that was made for this login within the last 90 to 120 days; empty otherwise."""
    nonce, _, seal = said.partition(".")
    if len(nonce) != _NONCE or not (nonce.isascii() and nonce.isalnum() and seal.isascii()):
        return ""
    turn = today.toordinal() // _TURN
    turns = range(turn - DAYS // _TURN, turn + 1)
    known = [hmac.compare_digest(seal, _seal(nonce, login, number, key)) for number in turns]
    return nonce if any(known) else ""


def _seal(nonce: str, login: str, turn: int, key: bytes) -> str:
    message = f"known browser\n{nonce}\n{turn}\n{login.strip().lower()}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
