"""The platform as an actor: upkeep, and whoever commands the machine it runs on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """Acts where no person does; its reference never names anyone."""

    reference: str = "platform"


PLATFORM = Platform()
