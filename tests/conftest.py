"""What holds for all tests: no time limit on a single example, for machines differ and are shared, and English."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["IKI_LANG"] = "en"
settings.register_profile(
    "patient", deadline=None, max_examples=int(os.environ.get("IKI_TEST_EXAMPLES", "50"))
)
settings.load_profile("patient")
