"""A block of lines becomes a signature: which of them are the post, which the name, and which scraps.

The room left for signing separates post and name, else the last line is the name if it reads like one. What
stands in the room and is no post is a scrap of a stamp. A post at a page's foot goes on with the name at the
next page's head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..schema.blocks import Page
from ..schema.geometry import bounding_box
from ..schema.models import Signature
from .signature_columns import Segment
from .signature_lines import Number, bare_name, is_name, is_nothing, is_part_of_post, is_post, is_signed_mark

LEADING = 1.25  # of the size: distance of lines set without room
ROOM = 1.9  # of the lines' usual distance: room that is left for signing
POST_LINES = 6  # lines of the longest title of a post
DOUBTFUL = 0.8  # confidence: a signature read with less is named in a gap


@dataclass(slots=True)
class Block:
    """The lines of one signature that were read so far."""

    lines: list[Segment] = field(default_factory=list)
    names: list[Segment] = field(default_factory=list)
    party: str | None = None
    rank: str | None = None
    number: Number | None = None
    ended: bool = False
    dated: bool = False

    @property
    def complete(self) -> bool:
        """Whether a further line of a post or name belongs to the next signature."""
        return self.ended or self.rank is not None

    @property
    def page(self) -> Page | None:
        """The page of its last line."""
        return self.lines[-1].page if self.lines else None


@dataclass(slots=True)
class FoundSignature:
    """A signature with the segment that it begins with."""

    first: Segment
    signature: Signature
    party: str | None
    doubt: str | None


def joined_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a post at a page's foot joined to the name on the next page."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if last is not None and _block_goes_on(last, block):
            last.lines += block.lines
            last.names += block.names
            last.rank, last.number, last.ended = block.rank, block.number, block.ended
        else:
            out.append(block)
    return out


def _block_goes_on(last: Block, block: Block) -> bool:
    if last.page is None or block.page is None or last.page is block.page or last.complete:
        return False
    open_post = all(is_post(s.text) or is_part_of_post(s.text) for s in last.names)
    return open_post and block.complete and block.party is None and not block.dated and len(block.names) == 1


def signature_of(block: Block, left: list[Segment]) -> FoundSignature | None:
    """The block's signature, if it is one; scraps in it go to ``left``."""
    if not block.names and block.party is None:
        return None
    post, name, scraps = _post_name_scraps(block)
    jabatan = " ".join(s.text for s in post).strip(" ,;:") or None
    nama = bare_name(" ".join(s.text for s in name))
    nip = block.number.digits or None if block.number is not None else None
    evident = bool(block.number is not None or block.rank or block.party or (jabatan and is_post(jabatan)))
    if not evident and not (block.dated and jabatan and nama):
        return None
    if not (jabatan or nama or nip or block.party):
        return None
    left += scraps
    lines = [s for s in block.lines if s not in scraps]
    page = (name or lines)[-1].page
    box = bounding_box(s.box for s in lines if s.page is page)
    sure = min((s.line.confidence for s in lines), default=1.0)
    doubtful = block.number is not None and block.number.doubtful
    signature = Signature(
        jabatan=jabatan,
        nama=nama,
        pangkat=block.rank,
        nip=nip,
        page=page.number,
        bbox=page.shown(box).rounded(),
        confidence=round(sure / 2 if doubtful else sure, 4),
    )
    return FoundSignature(lines[0], signature, block.party, _doubt(signature, doubtful=doubtful))


def _doubt(signature: Signature, *, doubtful: bool) -> str | None:
    if doubtful:
        return f"the NIP {signature.nip} has {len(signature.nip or '')} digits"
    if signature.confidence < DOUBTFUL:
        return f"the signature was read with confidence {signature.confidence:.2f}"
    return None


def _post_name_scraps(block: Block) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """The lines of the post, those of the name, and scraps that are neither."""
    names = block.names
    post, between, name = _by_room(block)
    text = bare_name(" ".join(s.text for s in name))
    if name and (text is None or not is_name(text, recognised=any(s.recognised for s in name))):
        if text is None or all(is_part_of_post(s.text) or is_post(s.text) for s in name):
            post, name = post + name, []
        else:
            between, name = between + name, []
    kept = [s for s in between if is_post(s.text) or is_part_of_post(s.text)]
    scraps = [s for s in between if s not in kept]
    post = sorted(post + kept, key=names.index)
    scraps += post[:-POST_LINES]
    return post[-POST_LINES:], name, scraps


def _by_room(block: Block) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """The lines above the room for signing, those in it, and those below it."""
    names = block.names
    if not names:
        return [], [], []
    if len(names) == 1:
        alone = (is_post(names[0].text) or is_part_of_post(names[0].text)) and not (
            block.number is not None and is_name(names[0].text)
        )
        return (names, [], []) if alone else ([], [], names)
    rooms = _rooms(block)
    if rooms:
        first, last = rooms[0], rooms[-1]
        return names[:first], names[first:last], names[last:]
    last_is_post = names[-1].text.endswith(",") or not is_name(names[-1].text)
    split = len(names) if last_is_post else len(names) - 1
    return names[:split], [], names[split:]


def _rooms(block: Block) -> list[int]:
    """Indexes of the lines below wide white space, where such gaps stand out."""
    lines = [s for s in block.lines if not is_nothing(s.text) and not is_signed_mark(s.text)]
    gaps = [(b.box.top - a.box.top, b) for a, b in pairwise(lines) if a.page is b.page]
    if not gaps:
        return []
    widest, below = max(gaps, key=lambda g: g[0])
    usual = below.line.em * LEADING
    others = sorted(g for g, s in gaps if s is not below)
    if others:
        usual = max(usual, others[len(others) // 2])
    if widest <= ROOM * usual:
        return []
    wide = [s for g, s in gaps if g > ROOM * usual]
    return [i for i, s in enumerate(block.names) if i and any(s.line is w.line for w in wide)]
