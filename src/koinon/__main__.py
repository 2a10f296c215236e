from __future__ import annotations

from koinon.cli import main

main()
