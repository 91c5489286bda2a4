"""Makes files that mean harm or are badly broken, each with the statuses that it may end in.

Run ``python tests/hostile/make.py FOLDER`` to have them as files. Nothing here is random: the same call gives
the same files.
"""

from __future__ import annotations

import base64
import io
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "decrees" / "sheet-stacked.pdf"

READ = ("ok", "partial", "repaired")
BROKEN = ("damaged", "empty")
STOPPED = ("timeout", "out_of_memory", "too_large")
ANY_SANE = (*READ, *BROKEN, *STOPPED)


@dataclass(frozen=True)
class Hostile:
    """A file, and the statuses that are right for it."""

    name: str
    make: Callable[[], bytes]
    statuses: tuple[str, ...]


FILES: list[Hostile] = []


def hostile(name: str, *statuses: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Notes a function as the maker of a file of that name, which may end in these statuses."""

    def note(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES.append(Hostile(name, make, statuses))
        return make

    return note


def sample() -> bytes:
    """A good file."""
    return SAMPLE.read_bytes()


def pdf(objects: Sequence[bytes], *, root: int = 1, header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects, numbered from 1, with a right table."""
    out = bytearray(header)
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with its length; ``entries`` are further entries of its dictionary."""
    return b"<<%s/Length %d>>\nstream\n" % (entries, len(data)) + data + b"\nendstream"


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object of deflated data."""
    return stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


def deflated_repeat(piece: bytes, times: int) -> bytes:
    """``piece`` repeated, deflated: one block is packed and its packed form repeated."""
    block = piece * 10_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times // 10_000):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + packed * (times // 10_000) + b"\x03\x00" + struct.pack(">I", check)


def page(content: bytes, *, resources: bytes = b"", box: bytes = b"0 0 595 842", more: bytes = b"") -> bytes:
    """A PDF of one page with this content stream object."""
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s%s>>/Contents 4 0 R%s>>"
            % (box, font, resources, more),
            content,
        ]
    )


TEXT = b"BT /F1 12 Tf 72 700 Td (INDIKATOR KINERJA INDIVIDU) Tj ET"


def pages(count: int) -> bytes:
    """A PDF of ``count`` pages that share one content."""
    kids = b" ".join(b"%d 0 R" % (n + 4) for n in range(count))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 3 0 R>>"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, stream(b"0 0 m 10 10 l S"), *[one] * count])


# -- no PDFs at all ---

hostile("zero-bytes.pdf", "empty")(lambda: b"")
hostile("one-byte.pdf", "not_pdf")(lambda: b"%")
hostile("text.pdf", "not_pdf")(lambda: b"Keputusan Camat\n" * 100)
hostile("web-page.pdf", "not_pdf")(lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>")
hostile("zeros.pdf", "not_pdf")(lambda: bytes(1 << 20))
hostile("noise.pdf", "not_pdf")(lambda: random.Random(1).randbytes(1 << 16))
hostile("office.pdf", "not_pdf")(lambda: b"PK\x03\x04" + bytes(100))
hostile("gif.pdf", "not_pdf")(lambda: b"GIF89a" + bytes(100))
hostile("script.pdf", "not_pdf")(lambda: b"#!/bin/sh\nrm -rf /\n")
hostile("utf16.pdf", "not_pdf")(lambda: "Keputusan Camat".encode("utf-16"))

# -- damaged structure ---

hostile("header-only.pdf", "damaged", "empty")(lambda: b"%PDF-1.7\n")
hostile("junk-before.pdf", "repaired")(lambda: b"HTTP/1.1 200 OK\r\n\r\n" + sample())
hostile("much-junk-before.pdf", "repaired")(lambda: b"\xff" * 500_000 + sample())
hostile("junk-after.pdf", *READ)(lambda: sample() + b"junk" * 5000)
hostile("truncated-tail.pdf", "repaired")(lambda: sample()[:-60])
hostile("truncated-half.pdf", *READ, *BROKEN)(lambda: sample()[: len(sample()) // 2])
hostile("truncated-tenth.pdf", *READ, *BROKEN)(lambda: sample()[: len(sample()) // 10])
hostile("table-moved.pdf", *READ)(lambda: sample().replace(b"startxref\n", b"startxref\n9"))
hostile("table-gone.pdf", *READ)(lambda: page(stream(TEXT)).replace(b"xref", b"xxxx"))
hostile("table-zeroed.pdf", *READ)(lambda: page(stream(TEXT)).replace(b" 00000 n", b" 00000 f"))
hostile("no-trailer.pdf", *READ, *BROKEN)(lambda: page(stream(TEXT)).split(b"trailer")[0])
hostile("root-missing.pdf", *READ, *BROKEN)(
    lambda: page(stream(TEXT)).replace(b"/Root 1 0 R", b"/Root 9 0 R")
)
hostile("bit-rot.pdf", *READ, *BROKEN)(lambda: rotten(sample(), 200, 7))
hostile("bit-rot-much.pdf", *READ, *BROKEN)(lambda: rotten(sample(), 3000, 8))
hostile("line-ends-changed.pdf", *READ, *BROKEN)(lambda: sample().replace(b"\n", b"\r\n"))
hostile("eighth-bit-lost.pdf", *READ, *BROKEN)(lambda: bytes(byte & 0x7F for byte in sample()))
hostile("twice.pdf", *READ)(lambda: sample() + sample())


def rotten(data: bytes, bits: int, seed: int) -> bytes:
    """The data with some bits turned over, always the same for one seed."""
    out, source = bytearray(data), random.Random(seed)
    for _ in range(bits):
        out[source.randrange(20, len(out))] ^= 1 << source.randrange(8)
    return bytes(out)


@hostile("previous-table-loop.pdf", *READ, *BROKEN)
def _() -> bytes:
    made = page(stream(TEXT))
    start = int(made.rsplit(b"startxref\n", 1)[1].split()[0])
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


@hostile("xref-stream-huge.pdf", *BROKEN, *READ)
def _() -> bytes:
    table = deflated(bytes(3000), b"/Type/XRef/Size 2147483647/W[1 8 8]/Root 1 0 R/Index[0 2147483647]")
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    return head + b"5 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


@hostile("thousand-updates.pdf", *READ)
def _() -> bytes:
    out = bytearray(page(stream(TEXT)))
    previous = int(bytes(out).rsplit(b"startxref\n", 1)[1].split()[0])
    for number in range(1000):
        at = len(out)
        out += b"9 0 obj\n(%d)\nendobj\n" % number
        start = len(out)
        out += b"xref\n9 1\n%010d 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev %d>>\n" % (at, previous)
        out += b"startxref\n%d\n%%%%EOF\n" % start
        previous = start
    return bytes(out)


# -- page trees ---

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
hostile("no-pages.pdf", "empty", "damaged")(lambda: pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]))
hostile("pages-missing.pdf", "empty", "damaged")(lambda: pdf([CATALOG]))
hostile("tree-loop.pdf", *READ, *BROKEN)(lambda: pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 5>>"]))
hostile("tree-null.pdf", *READ, *BROKEN)(
    lambda: pdf([CATALOG, b"<</Type/Pages/Kids[null 9 0 R 7]/Count 3>>"])
)
hostile("count-lies.pdf", *READ, "too_large")(
    lambda: page(stream(TEXT)).replace(b"/Count 1", b"/Count 99999999")
)
hostile("count-negative.pdf", *READ, *BROKEN)(lambda: page(stream(TEXT)).replace(b"/Count 1", b"/Count -5"))
hostile("kids-shared.pdf", *READ)(
    lambda: pdf(
        [
            CATALOG,
            b"<</Type/Pages/Kids[%s]/Count 150>>" % (b"3 0 R " * 150),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    )
)
hostile("two-thousand-pages.pdf", *READ)(lambda: pages(2000))
hostile("fifty-thousand-pages.pdf", "too_large")(lambda: pages(50_000))


@hostile("tree-deep.pdf", *READ, *BROKEN)
def _() -> bytes:
    depth = 5000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(depth)]
    return pdf([CATALOG, *nodes, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth + 1)])


# -- page sizes ---

hostile("page-200000-points.pdf", "too_large")(lambda: page(stream(TEXT), box=b"0 0 200000 200000"))
hostile("page-without-size.pdf", *READ, *BROKEN)(lambda: page(stream(TEXT), box=b"5 5 5 5"))
hostile("page-inside-out.pdf", *READ)(lambda: page(stream(TEXT), box=b"595 842 0 0"))
hostile("page-size-nonsense.pdf", *READ, *BROKEN, "too_large")(
    lambda: page(stream(TEXT), box=b"a null 1e99 -1e99")
)
hostile("crop-outside.pdf", *READ, *BROKEN)(lambda: page(stream(TEXT), more=b"/CropBox[9000 9000 9100 9100]"))
hostile("rotate-37.pdf", *READ)(lambda: page(stream(TEXT), more=b"/Rotate 37"))
hostile("user-unit.pdf", *READ, "too_large")(lambda: page(stream(TEXT), more=b"/UserUnit 75000"))
hostile("parts-huge.pdf", *READ)(lambda: page(stream(b"1e30 0 0 1e30 -1e30 1e30 cm " + TEXT)))
hostile("coordinates-huge.pdf", *READ)(
    lambda: page(stream(b"-1e38 1e38 m 1e38 -1e38 l S 99999999999999999999 0 9 9 re f " + TEXT))
)

# -- bombs ---

hostile("deflate-bomb.pdf", *ANY_SANE)(
    lambda: page(stream(deflated_repeat(b" ", 1 << 30), b"/Filter/FlateDecode"))
)
hostile("path-bomb.pdf", *ANY_SANE)(
    lambda: page(stream(deflated_repeat(b"1 1 m 9 9 l S\n", 3_000_000), b"/Filter/FlateDecode"))
)
hostile("glyph-bomb.pdf", *ANY_SANE)(
    lambda: page(stream(deflated_repeat(b"BT /F1 9 Tf (abcdefgh) Tj ET\n", 300_000), b"/Filter/FlateDecode"))
)
hostile("save-bomb.pdf", *ANY_SANE)(
    lambda: page(stream(deflated_repeat(b"q ", 3_000_000), b"/Filter/FlateDecode"))
)


@hostile("deflate-twice-bomb.pdf", *ANY_SANE)
def _() -> bytes:
    inner = deflated_repeat(b"\0", 1 << 30)
    return page(stream(zlib.compress(inner, 9), b"/Filter[/FlateDecode/FlateDecode]"))


@hostile("object-stream-bomb.pdf", *ANY_SANE)
def _() -> bytes:
    packed = deflated_repeat(b"[[[[[[[[[[", 10_000_000)
    made = page(stream(TEXT))
    bomb = stream(packed, b"/Type/ObjStm/N 1000000/First 8000000/Filter/FlateDecode")
    return made.replace(b"xref\n", b"9 0 obj\n" + bomb + b"\nendobj\nxref\n", 1)


@hostile("grid-bomb.pdf", *ANY_SANE)
def _() -> bytes:
    lines = [b"%d 0 m %d 842 l S\n%d.5 0 m 595 %d.5 l S" % (n, n, n, n) for n in range(0, 590)]
    return page(deflated(b"0.1 w\n" + b"\n".join(lines)))


@hostile("form-recursion.pdf", *ANY_SANE)
def _() -> bytes:
    form = stream(
        b"/X Do " * 9 + TEXT,
        b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X 4 0 R>>>>",
    )
    return page(form, resources=b"/XObject<</X 4 0 R>>")


@hostile("billion-forms.pdf", *ANY_SANE)
def _() -> bytes:
    levels = 9
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>" % (n + 6),
        )
        for n in range(levels)
    ]
    last = stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]")
    leaf = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    )
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([CATALOG, tree, leaf, stream(b"/X Do"), *forms, last])


@hostile("image-in-page-bomb.pdf", *ANY_SANE)
def _() -> bytes:
    image = stream(
        deflated_repeat(b"\0", 400_000_000),
        b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode",
    )
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    leaf = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    )
    return pdf([CATALOG, tree, leaf, stream(b"595 0 0 842 0 0 cm /X Do"), image])


# -- content ---

hostile("content-missing.pdf", *READ)(lambda: page(b"null"))
hostile("content-length-wrong.pdf", *READ)(lambda: page(stream(TEXT).replace(b"/Length ", b"/Length 9")))
hostile("content-not-deflated.pdf", *READ)(lambda: page(stream(TEXT, b"/Filter/FlateDecode")))
hostile("content-filter-unknown.pdf", *READ)(lambda: page(stream(TEXT, b"/Filter/NoSuchDecode")))
hostile("content-deep-arrays.pdf", *READ)(lambda: page(deflated(b"[" * 500_000 + TEXT)))
hostile("content-deep-dictionaries.pdf", *READ)(lambda: page(deflated(b"/A <<" * 100_000 + b" BDC " + TEXT)))
hostile("string-unterminated.pdf", *READ)(lambda: page(stream(b"BT /F1 12 Tf (" + b"(" * 10_000)))
hostile("inline-image-unterminated.pdf", *READ)(
    lambda: page(stream(b"BI /W 99999 /H 99999 /BPC 8 ID " + TEXT))
)
hostile("marked-content-broken.pdf", *READ)(  # found by bench/fuzz.py: pdfminer's error left its boundary
    lambda: page(stream(b"/P <</MCID>> BDC BT /F1 9 Tf ( ) Tj ET"))
)


@hostile("surrogates.pdf", *READ)  # the record could not be written
def _() -> bytes:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    cmap = stream(
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 4 beginbfchar "
        b"<41> <D800> <42> <DC41> <43> <DC41> <44> <FFFF> endbfchar endcmap"
    )
    shown = stream(b"BT /F1 12 Tf 72 700 Td (Jabatan : ABCD XYZ) Tj 0 -20 Td (Tugas : CABDA XYZ) Tj ET")
    return pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, shown, font, cmap])


hostile("matrix-singular.pdf", *READ)(lambda: page(stream(b"0 0 0 0 0 0 cm " + TEXT)))
hostile("font-size-zero.pdf", *READ)(lambda: page(stream(b"BT /F1 0 Tf (x) Tj /F1 1e9 Tf (y) Tj ET")))
hostile("font-missing.pdf", *READ)(lambda: page(stream(b"BT /None 12 Tf 72 700 Td (INDIKATOR) Tj ET")))
hostile("objects-deep.pdf", *READ, *BROKEN)(lambda: pdf([CATALOG, b"[" * 200_000 + b"]" * 200_000]))
hostile("formulas-and-markup.pdf", *READ)(
    lambda: page(stream(b"BT /F1 9 Tf 72 700 Td (=cmd|'/c calc'!A1 <script>alert\\(1\\)</script>) Tj ET"))
)


@hostile("font-map-loop.pdf", *READ)
def _() -> bytes:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/DescendantFonts[5 0 R]/ToUnicode 6 0 R>>"
    cmap = stream(b"/X usecmap 1 beginbfrange <00> <ffffffff> <0000> endbfrange", b"/Type/CMap/UseCMap 6 0 R")
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([CATALOG, tree, leaf, stream(TEXT), font, cmap])


@hostile("font-file-noise.pdf", *READ)
def _() -> bytes:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 6 0 R/FirstChar 0/Widths[1e30]>>"
    about = b"<</Type/FontDescriptor/FontName/X/FontFile2 7 0 R/Flags 4/FontBBox[0 0 1e30 1e30]>>"
    noise = stream(random.Random(3).randbytes(5000))
    return pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, stream(TEXT), font, about, noise])


# -- locked and active ---


def encrypted(user: str, revision: Literal[3, 4, 6]) -> bytes:
    """The sample, locked with a password by a revision of the standard handler."""
    import pikepdf  # noqa: PLC0415 - only here

    out = io.BytesIO()
    with pikepdf.open(SAMPLE) as opened:
        opened.save(
            out,
            encryption=pikepdf.Encryption(
                owner="owner", user=user, R=revision, metadata=revision > 3, aes=revision > 3
            ),
        )
    return out.getvalue()


hostile("locked-rc4.pdf", "encrypted")(lambda: encrypted("secret", 3))
hostile("locked-aes.pdf", "encrypted")(lambda: encrypted("secret", 6))
hostile("locked-without-password.pdf", "ok", "partial")(lambda: encrypted("", 4))
hostile("locked-unknown-way.pdf", "encrypted", "damaged")(
    lambda: page(stream(TEXT)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/NoSuch/V 9>>")
)
hostile("locked-nonsense.pdf", *READ, *BROKEN, "encrypted")(
    lambda: page(stream(TEXT)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 9 0 R")
)
hostile("script-inside.pdf", *READ)(
    lambda: page(stream(TEXT)).replace(
        b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    )
)
hostile("launches.pdf", *READ)(
    lambda: page(stream(TEXT)).replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>")
)
hostile("phones-home.pdf", *READ)(
    lambda: page(stream(TEXT)).replace(b"/Catalog", b"/Catalog/OpenAction<</S/URI/URI(http://127.0.0.1:1/)>>")
)
hostile("file-from-elsewhere.pdf", *READ)(
    lambda: page(b"<</Length 0/F(/etc/passwd)/FFilter/FlateDecode>>\nstream\n\nendstream")
)

# -- page images ---


def png(width: int, height: int, data: bytes, *, depth: int = 1) -> bytes:
    """A PNG of a size that its data need not have."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


hostile("picture-20000-pixels.png", "too_large")(
    lambda: png(20_000, 20_000, deflated_repeat(b"\0" * 2501, 20_000))
)
hostile("picture-claims-100000.png", "too_large")(lambda: png(100_000, 100_000, b""))
hostile("picture-truncated.png", "damaged")(lambda: png(800, 1100, zlib.compress(b"\0" * 101 * 1100))[:120])
hostile("picture-garbage.jpg", "damaged", "unsupported")(
    lambda: b"\xff\xd8\xff\xe0" + random.Random(4).randbytes(2000)
)
hostile("picture-no-size.png", "damaged", "unsupported")(lambda: png(0, 0, b""))
hostile("picture-loop.tiff", *ANY_SANE, "unsupported")(
    lambda: (
        b"II*\x00\x08\x00\x00\x00"
        + b"\x01\x00\x00\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00"
        + b"\x08\x00\x00\x00"
    )
)
hostile("picture-of-one-pixel.png", *ANY_SANE, "engine_unavailable")(
    lambda: base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
)

# -- archives ---


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


hostile("archive-bomb.zip", "too_large")(lambda: zipped({"bomb.pdf": b"%PDF-1.7\n" + bytes(80 << 20)}))
hostile("archive-damaged.zip", "damaged")(lambda: b"PK\x03\x04" + bytes(100))
hostile("archive-slip.zip", "ok", "partial", "duplicate")(
    lambda: zipped({"../../../../tmp/slipped.pdf": sample()})
)

# -- names ---

GOOD = ("ok", "partial", "duplicate")
NAMES = (
    "line\nbreak.pdf",
    "right\u202eto left.pdf",
    "-leading-dash.pdf",
    "$(touch pwned); `id` \"quotes\" 'too'.pdf",
    "<script>alert(1)</script>.pdf".replace("/", "_"),
    "=formula.pdf",
    "emoji 😀 kampung.pdf",
    " spaces .pdf",
    "....pdf",
    "a" * 251 + ".pdf",
    "one/same.pdf",
    "two/same.pdf",
    "two/SAME.PDF",
    "CON.pdf",
)


def numbered(number: int) -> bytes:
    """A good file that no other one has the bytes of."""
    return sample() + b"\n%%%d" % number


for _number, _name in enumerate(NAMES):
    hostile(_name, *GOOD)(partial(numbered, _number))


def make_all(folder: Path) -> dict[str, tuple[str, ...]]:
    """Write all files; returns the statuses by path below the folder."""
    for file in FILES:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.make())
    return {file.name: file.statuses for file in FILES}


if __name__ == "__main__":
    print(f"{len(make_all(Path(sys.argv[1])))} files")
