"""Opening inputs: content decides, damage is repaired and told, refusals say what to do."""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iki.extract.source import Source, SourceLimits, check_page_size, open_source
from iki.schema.errors import (
    DamagedError,
    EmptyFileError,
    EncryptedError,
    IkiError,
    MissingFileError,
    NotAPdfError,
    TooLargeError,
    UnsupportedError,
)
from PIL import Image

SAMPLE = Path(__file__).parent.parent / "samples" / "decrees" / "sheet-stacked.pdf"
GOOD = SAMPLE.read_bytes()
PAGES = 3


def put(tmp_path: Path, data: bytes, name: str = "x.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def saved(**options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(out, **options)
    return out.getvalue()


def picture(form: str, mode: str = "L", size: tuple[int, int] = (826, 1169), **options: Any) -> bytes:
    out = io.BytesIO()
    white: Any = {"RGB": "white", "I;16": 65535}.get(mode, 255)
    Image.new(mode, size, white).save(out, form, **options)
    return out.getvalue()


def test_a_good_file_is_opened_as_it_is() -> None:
    with open_source(SAMPLE) as source:
        assert (source.page_count, source.repaired, source.active_content) == (PAGES, False, ())
        assert source.sha256 == hashlib.sha256(GOOD).hexdigest()
        assert source.path_or_bytes == SAMPLE.absolute()


@pytest.mark.parametrize(
    "data",
    [
        b"junk before" + GOOD,
        b"\r\n" * 2000 + GOOD,
        GOOD[:-200],
        GOOD.replace(b"startxref\n", b"startxref\n7"),
        GOOD.replace(b"startxref", b"startyref"),
    ],
    ids=["junk", "much junk", "no end", "table elsewhere", "no table"],
)
def test_damage_is_repaired_and_reported(tmp_path: Path, data: bytes) -> None:
    with open_source(put(tmp_path, data)) as source:
        assert (source.page_count, source.repaired) == (PAGES, True)
        assert source.sha256 == hashlib.sha256(data).hexdigest()
        assert "Inspektur" in other_engine(source)


def other_engine(source: Source) -> str:
    """What pdfplumber reads from the same source."""
    data = source.path_or_bytes
    with pdfplumber.open(io.BytesIO(data) if isinstance(data, bytes) else data) as pdf:
        return str(pdf.pages[0].extract_text())


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", EmptyFileError, "0 bytes"),
        (b"Keputusan", NotAPdfError, "plain text"),
        (b"\xef\xbb\xbf <html>", NotAPdfError, "web page"),
        (b"PK\x03\x04" + bytes(50), NotAPdfError, "ZIP archive or an office document"),
        (bytes(500), NotAPdfError, "whatever its name"),
        (b"%PDF-1.4\n", DamagedError, "beyond repair"),
        (saved(encryption=pikepdf.Encryption(owner="a", user="b")), EncryptedError, "password"),
        (picture("PNG")[:60], DamagedError, "picture is damaged"),
        (b"\x89PNG\r\n\x1a\n", UnsupportedError, "picture cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    tmp_path: Path, data: bytes, error: type[IkiError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught, open_source(put(tmp_path, data), name="arsip/x.pdf"):
        pass
    assert str(caught.value).startswith("arsip/x.pdf: ")


def test_a_file_without_pages_is_empty_whatever_failed_before(tmp_path: Path) -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    locked = put(tmp_path, saved(encryption=pikepdf.Encryption(owner="a", user="b")), "locked.pdf")
    with pytest.raises(EncryptedError), open_source(locked):
        pass
    with pytest.raises(EmptyFileError, match="no pages"), open_source(put(tmp_path, out.getvalue())):
        pass


def test_an_empty_password_is_no_obstacle(tmp_path: Path) -> None:
    data = saved(encryption=pikepdf.Encryption(owner="a", user=""))
    with open_source(put(tmp_path, data)) as source:
        assert (source.page_count, source.repaired) == (PAGES, False)


def test_a_missing_file_and_a_folder_are_reported(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.pdf", tmp_path):
        with pytest.raises(MissingFileError), open_source(path):
            pass


def test_limits_of_bytes_and_pages() -> None:
    with (
        pytest.raises(TooLargeError, match="more than 1,000 bytes"),
        open_source(SAMPLE, SourceLimits(max_bytes=1000)),
    ):
        pass
    with (
        pytest.raises(TooLargeError, match="3 pages, the limit is 2"),
        open_source(SAMPLE, SourceLimits(max_pages=2)),
    ):
        pass


@pytest.mark.parametrize(
    ("width", "height", "error"),
    [
        (200_000, 842, TooLargeError),
        (595, 14_401, TooLargeError),
        (0, 842, DamagedError),
        (float("nan"), 9, DamagedError),
    ],
)
def test_page_sizes_that_are_refused(width: float, height: float, error: type[IkiError]) -> None:
    with pytest.raises(error, match=r"x\.pdf, page 7"):
        check_page_size(width, height, SourceLimits(), name="x.pdf", page=7)


@pytest.mark.parametrize(("width", "height"), [(595, 842), (14_400, 1)])
def test_page_sizes_within_the_limits_pass(width: float, height: float) -> None:
    """No error is raised."""
    check_page_size(width, height, SourceLimits())


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        (b"/OpenAction<</S/JavaScript/JS(1)>>", "scripts"),
        (b"/OpenAction<</S/Launch/F(x)>>", "launch actions"),
        (b"/Names<</EmbeddedFiles<</Names[]>>>>", "attachments"),
    ],
)
def test_active_content_is_counted(tmp_path: Path, mark: bytes, found: str) -> None:
    data = GOOD.replace(b"/Type/Catalog", b"/Type/Catalog" + mark).replace(
        b"/Type /Catalog", b"/Type /Catalog" + mark
    )
    assert data != GOOD
    with open_source(put(tmp_path, data)) as source:
        assert source.active_content == (found,)


@pytest.mark.parametrize(
    ("entries", "attached", "found"),
    [
        ({"/AcroForm": "<</Fields[]/XFA(x)>>", "/NeedsRendering": "true"}, False, "XFA"),
        ({"/Collection": "<<>>"}, True, "portfolio"),
        ({"/Collection": "<<>>"}, False, ""),
    ],
)
def test_forms_and_portfolios_that_only_a_viewer_shows_are_named(
    tmp_path: Path, entries: dict[str, str], attached: bool, found: str
) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, value in entries.items():
            pdf.Root[name] = pikepdf.Object.parse(value.encode())
        if attached:
            pdf.attachments["a.pdf"] = b"%PDF-1.4"
        pdf.save(path)
    with open_source(path) as source:
        assert found in " ".join(source.active_content)
        assert bool(source.active_content) == bool(found)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (picture("PNG", dpi=(100, 100)), (594.7, 841.7)),
        (picture("JPEG", "RGB", dpi=(100, 100)), (594.7, 841.7)),
        (picture("TIFF", "1", dpi=(100, 100)), (594.7, 841.7)),
        (picture("TIFF", "I;16", dpi=(100, 100)), (594.7, 841.7)),
        (picture("PNG"), (594.7, 841.7)),
    ],
)
def test_page_images_become_pages_of_their_size(
    tmp_path: Path, data: bytes, size: tuple[float, float]
) -> None:
    with open_source(put(tmp_path, data, "scan.pdf")) as source:
        assert (source.page_count, source.is_picture) == (1, True)
        assert source.pdf.get_page_size(0) == pytest.approx(size, abs=1.5)
        rendered = source.pdf[0].render(scale=1).to_pil().convert("L")
        assert rendered.getextrema()[1] == 255


def test_frames_of_a_tiff_are_pages(tmp_path: Path) -> None:
    frames = [Image.new("L", (100, 140), shade) for shade in (0, 128, 255)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    with open_source(put(tmp_path, out.getvalue(), "x.tif")) as source:
        shades = [page.render(scale=1).to_pil().convert("L").getpixel((50, 50)) for page in source.pdf]
    assert shades == pytest.approx([0, 128, 255], abs=2)


@pytest.mark.parametrize(
    ("pixels", "told", "inches"),
    [
        ((1240, 1754), (72, 72), (8.27, 11.69)),  # no camera and no program measures 72
        ((1240, 1754), (96, 96), (8.27, 11.69)),
        ((1240, 1754), (150, 150), (8.27, 11.69)),
        ((596, 842), (72, 72), (8.28, 11.69)),  # but a rendering may have it
        ((1275, 1650), (72, 72), (8.5, 11.0)),
        ((1275, 1950), (96, 96), (8.5, 13.0)),
        ((1728, 1145), (204, 98), (8.47, 11.68)),  # a coarse fax
        ((1240, 1754), (600, 600), (8.27, 11.69)),  # a thumbnail's size is no page's
        ((2480, 1754), (150, 150), (16.53, 11.69)),  # A3
    ],
)
def test_a_resolution_is_believed_where_it_makes_a_paper(
    tmp_path: Path, pixels: tuple[int, int], told: tuple[int, int], inches: tuple[float, float]
) -> None:
    with open_source(put(tmp_path, picture("PNG", size=pixels, dpi=told), "x.png")) as source:
        width, height = source.pdf.get_page_size(0)
    assert (width / 72, height / 72) == pytest.approx(inches, abs=0.05)


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "JPEG2000"])
def test_other_kinds_of_pictures_are_pages(tmp_path: Path, kind: str) -> None:
    with open_source(put(tmp_path, picture(kind, "RGB"), "x.bin")) as source:
        assert (source.page_count, source.is_picture) == (1, True)
        assert max(source.pdf.get_page_size(0)) == pytest.approx(841.7, abs=1.5)


def test_a_cameras_preview_is_no_page(tmp_path: Path) -> None:
    large, small = Image.new("RGB", (800, 1130), "white"), Image.new("RGB", (160, 226), "white")
    out = io.BytesIO()
    large.save(out, "MPO", save_all=True, append_images=[small])
    with open_source(put(tmp_path, out.getvalue(), "x.jpg")) as source:
        assert source.page_count == 1
    out = io.BytesIO()
    large.save(out, "TIFF", save_all=True, append_images=[large])
    with open_source(put(tmp_path, out.getvalue(), "x.tif")) as source:
        assert source.page_count == 2


def test_a_phones_picture_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(NotAPdfError, match="HEIC"),
        open_source(put(tmp_path, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "x.jpg")),
    ):
        pass


def test_transparency_is_white_paper_and_a_camera_mark_is_obeyed(tmp_path: Path) -> None:
    with open_source(put(tmp_path, picture("PNG", "LA"), "x.png")) as source:
        assert source.pdf[0].render(scale=0.2).to_pil().convert("L").getextrema() == (255, 255)
    turned = Image.Exif()
    turned[0x0112] = 6
    with open_source(put(tmp_path, picture("JPEG", size=(400, 300), exif=turned), "x.jpg")) as source:
        width, height = source.pdf.get_page_size(0)
    assert height > width


def test_too_many_pixels_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = put(tmp_path, picture("PNG"))
    with (
        pytest.raises(TooLargeError, match="826 x 1,169 pixels"),
        open_source(path, SourceLimits(max_pixels=900_000)),
    ):
        pass


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=40), st.integers(0, 400)
)
def test_any_damage_ends_in_a_document_or_an_error_of_ours(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    path = put(tmp_path, bytes(data[: len(data) - cut]))
    with suppress(IkiError), open_source(path) as source:
        assert source.page_count >= 1


def test_a_document_is_opened_again_while_it_is_the_same_file(tmp_path: Path) -> None:
    path = put(tmp_path, GOOD)
    with open_source(path) as source:
        first = source.pdf
        source.renew()
        assert source.pdf is not first
        assert len(source.pdf) == PAGES
        second = source.pdf
        put(tmp_path, saved())  # another file takes its place
        source.renew()
        assert source.pdf is second
        path.unlink()
        source.renew()
        assert source.pdf is second
        assert len(second) == PAGES


def test_bytes_are_opened_again(tmp_path: Path) -> None:
    with open_source(put(tmp_path, b"junk before\n" + GOOD)) as source:
        assert source.repaired
        source.renew()
        assert len(source.pdf) == PAGES
