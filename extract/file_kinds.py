"""What a file is that is no PDF, told from its first bytes: for messages that tell the user what the file is."""

from __future__ import annotations

import re

from ..schema.errors import NotAPdfError

# What other files begin with, to tell the user what the file is.
OTHER_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"GIF8", "a GIF picture"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)
CAMERA_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


def other_kind(head: bytes) -> str | None:
    """The kind of file that begins with these bytes, if neither a PDF nor a readable picture; None if unknown."""
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for magic, kind in OTHER_KINDS if start.startswith(magic)), None)
    if kind is None and head[4:8] == b"ftyp" and head[8:12] in CAMERA_BRANDS:
        kind = "a HEIC or AVIF picture, as phones take them; save it as JPEG"
    if kind is None and re.match(rb"(?i)<(!doctype html|html|\?xml|head|script)", start):
        kind = "a web page; the download may have failed"
    if kind is None and b"\x00" not in head[:4096]:
        kind = "plain text"
    return kind


def not_a_pdf(head: bytes, name: str) -> NotAPdfError:
    """The error for a file that is no PDF; it says what kind of file begins with these bytes."""
    kind = other_kind(head)
    what = f"the file is not a PDF; it is {kind}" if kind else "the file is not a PDF, whatever its name says"
    return NotAPdfError(what, file=name, remedy="Fetch the PDF itself, or print the document to PDF")
