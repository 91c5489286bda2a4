"""What a decree says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..schema.gaps import Gap
from ..schema.models import Metadata
from .items import PlacedLine
from .signatures import SignatureBlock


@dataclass(slots=True)
class MetadataTexts:
    """Everything of a decree that may speak of it."""

    front: Sequence[PlacedLine] = ()
    jabatan: Sequence[str] = ()
    signatures: Sequence[SignatureBlock] = ()
    body: Sequence[str] = ()
    furniture: Sequence[str] = ()


@dataclass(slots=True)
class MetadataResult:
    """The metadata and what is missing of it or contradicts itself."""

    metadata: Metadata
    gaps: list[Gap] = field(default_factory=list)


def find_metadata(texts: MetadataTexts) -> MetadataResult:
    """The decree's metadata."""
    return MetadataResult(Metadata())
