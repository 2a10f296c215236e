from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

#: Flows that show one capability on a page of another.
SHOWN: tuple[str, ...] = ("watched_bills_become_flashpoints", "place_was_asked")


class FlowsConfig(AppConfig):
    """What crosses capabilities."""

    name = "koinon.flows"
    label = "flows"

    def ready(self) -> None:
        for flow in SHOWN:
            import_module(f"koinon.flows.{flow}")
