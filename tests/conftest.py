"""What holds for all tests: no time limit on a single example, for machines differ and are shared."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
