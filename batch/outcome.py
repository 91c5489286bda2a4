"""How the conversion of one input ended.

Statuses are what the ledger keeps. `DONE` ones gave records; `ACCIDENTS` may go better next time and are
tried again by the next run; the others would only fail again and wait for ``--retry-failed``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..normalize.repeated_decrees import Descriptor
from ..schema.models import Decree

STATUSES = {
    "ok": "converted",
    "repaired": "damaged, converted after a repair",
    "partial": "converted, but some of it could not be read",
    "duplicate": "same content as another input; its records were copied",
    "empty": "no bytes or no pages",
    "not_pdf": "neither a PDF nor a page image",
    "encrypted": "opens with a password only",
    "damaged": "damaged beyond repair",
    "too_large": "beyond the limits of bytes, pages, points or pixels",
    "unsupported": "a kind of file that is not read",
    "missing": "not there or not readable",
    "engine_unavailable": "needs a reading engine that is not installed",
    "engine_failed": "a reading engine that is installed failed",
    "ocr_off": "scanned, and OCR is switched off",
    "timeout": "took longer than --timeout",
    "out_of_memory": "needed more than --max-memory",
    "crashed": "the reader broke down",
}
DONE = frozenset({"ok", "repaired", "partial", "duplicate"})
LONG = "long"  # no end but a beginning: the input is to be read in parts
ACCIDENTS = frozenset(
    {"timeout", "out_of_memory", "crashed", "missing", "engine_unavailable", "engine_failed"}
)


@dataclass(slots=True)
class Outcome:
    """What became of one input: ``milliseconds`` by stage, ``kinds`` counts pages by how they were read.

    ``decrees`` are there until they lie in their files, the ``outputs``; then ``descriptors`` describe each.
    """

    status: str
    error: str = ""
    sha256: str = ""
    pages: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    decrees: list[Decree] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    descriptors: list[Descriptor] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the status is one that comes with records."""
        return self.status in DONE
