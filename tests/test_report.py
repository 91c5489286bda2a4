"""The report as text: it agrees with the tables, is the same from run to run, and scales."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from examples import decree
from iki.batch.tasks import to_json
from iki.report import report_builder, statistics
from iki.report.document_view import document_slug, gap_slug, slug
from iki.report.gap_words import explained
from iki.report.office_peers import lacking, region_name
from iki.report.output_reader import RunInput
from iki.report.pictures import source_page
from iki.report.report_builder import build_report
from iki.report.report_words import TEXTS, TRANSLATIONS, Words, in_both
from iki.schema.gaps import GapCode
from iki.schema.messages import LANGUAGES
from iki.schema.models import Decree, FormulaCell, GapRecord, SourcesCell, Wilayah
from reportlab.pdfgen.canvas import Canvas
from shared_outputs import SAMPLES, copy_of_samples


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_samples(tmp_path_factory, tmp_path_factory.mktemp("report") / "out")


@pytest.fixture(scope="module")
def built(out: Path) -> bytes:
    """The report in Indonesian."""
    return build_report(out).read_bytes()


@pytest.fixture(scope="module")
def text(built: bytes) -> str:
    return built.decode()


@pytest.fixture(scope="module")
def english(out: Path) -> str:
    """The report in English, with figures against truth."""
    return build_report(out, "en", SAMPLES).read_text("utf-8")


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted_gaps(out: Path) -> list[dict[str, str]]:
    """The gaps of decrees that were not given before; of the others only that they were."""
    repeated = {row["decree_id"] for row in rows(out, "decrees") if row["duplicate_of"]}
    return [
        row
        for row in rows(out, "gaps")
        if row["decree_id"] not in repeated or row["code"] == "duplicate-decree"
    ]


def gap_table(text: str) -> str:
    return text[text.index('id="gap-table"') : text.index('id="coverage"')]


def test_gaps_agree_with_the_table_in_number_and_wording(out: Path, text: str) -> None:
    said = re.findall(r'<tr id="gap-([^"]+)" data-code="([^"]+)" data-severity="([^"]+)"', gap_table(text))
    messages = [unescape(m) for m in re.findall(r'<q lang="id">(.*?)</q>', gap_table(text), re.DOTALL)]
    table = counted_gaps(out)
    assert sorted(name for name, _, _ in said) == sorted(gap_slug(row["gap_id"])[4:] for row in table)
    assert Counter((code, severity) for _, code, severity in said) == Counter(
        (row["code"], row["severity"]) for row in table
    )
    assert Counter(messages) == Counter(row["pesan"] for row in table)


def test_headline_figures_agree_with_the_tables(out: Path, english: str) -> None:
    (lead,) = re.findall(r'<p class="lead">(.*?)</p>', english.replace(",", ""))
    counts = [int(number) for number in re.findall(r"\d+", lead)]
    repeated = {row["decree_id"] for row in rows(out, "decrees") if row["duplicate_of"]}
    assert repeated
    assert counts[:3] == [
        sum(row["decree_id"] not in repeated for row in rows(out, name))
        for name in ("decrees", "positions", "indicators")
    ]
    assert counts[4] == len(repeated)


def test_names_outside_the_vocabulary_are_listed_by_number(tmp_path: Path) -> None:
    out = tmp_path / "out"
    record = decree()
    printed = ["Kasi Ternak Unggas", "Tanggal", "KASI TERNAK UNGGAS"]
    one = record.positions[0]
    record.positions = [one.model_copy(update={"jabatan": name, "canonical": None}) for name in printed]
    (out / "decrees").mkdir(parents=True)
    (out / "decrees" / "a.json").write_bytes(to_json(record))
    text = build_report(out, "en").read_text("utf-8")
    table = text[text.index('id="outside-table"') : text.index('id="mapping"')]
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[hd] ?[^>]*>(.*?)</t[hd]>", table)]
    assert cells[4:7] == ["Kepala Seksi Ternak Unggas", "2", "Kasi Ternak Unggas; KASI TERNAK UNGGAS"]
    assert cells[8:11] == ["tanggal", "1", "Tanggal"]


def test_every_document_has_its_details_and_link(out: Path, text: str) -> None:
    for row in rows(out, "decrees"):
        assert f'id="{document_slug(row["decree_id"])}"' in text
        assert f'href="#{document_slug(row["decree_id"])}"' in text


def test_the_same_folder_gives_the_same_bytes(out: Path, built: bytes) -> None:
    assert build_report(out).read_bytes() == built


def test_one_file_without_addresses(text: str) -> None:
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text


def test_many_documents_get_pages_of_their_own(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_builder, "INLINE_DOCUMENTS", 3)
    monkeypatch.setattr(statistics, "MOST_GAPS", 10)
    english = build_report(out, "en").read_text("utf-8")
    assert len(re.findall(r'<tr id="gap-', english)) == 10
    all_gaps = rows(out, "gaps")
    assert f"of {len(counted_gaps(out))}" in english
    pages = "".join(path.read_text("utf-8") for path in (out / "report_files").glob("doc-*.html"))
    for row in all_gaps:
        assert f'id="{gap_slug(row["gap_id"])}"' in pages
    monkeypatch.undo()
    build_report(out)
    assert not (out / "report_files").exists()


def test_a_folder_without_ledger_sources_or_decrees(tmp_path: Path) -> None:
    (tmp_path / "decrees").mkdir()
    assert "Belum ada keputusan" in build_report(tmp_path).read_text("utf-8")
    (tmp_path / "decrees" / "contoh.json").write_bytes(to_json(decree()))
    assert "1 keputusan" in build_report(tmp_path).read_text("utf-8")


def test_figures_against_truth_are_shown(english: str) -> None:
    assert "Calibration" in english
    said = re.search(
        r"Of ([\d,]+) cells compared with truth, the program held [\d,]+ for wrong; [\d,]+ are", english
    )
    assert said is not None
    assert int(said[1].replace(",", "")) > 100
    assert "cells are wrong, not measured" not in english


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_code_has_words(lang: str) -> None:
    assert set(TRANSLATIONS[lang]["gaps"]) == {code.value for code in GapCode}
    for code in GapCode:
        info = explained(code, lang)
        assert info.meaning
        assert info.remedy
        assert info.cause


def test_texts_have_both_languages_and_the_same_places() -> None:
    for key, (first, second) in TEXTS.items():
        assert first, key
        assert set(re.findall(r"{\w+}", first)) == set(re.findall(r"{\w+}", second)), key


def test_a_text_in_one_language_only_is_an_error() -> None:
    with pytest.raises(KeyError, match="hello"):
        in_both({"id": {"texts": {}}, "en": {"texts": {"hello": "Hello"}}})
    assert tuple(TRANSLATIONS) == LANGUAGES


def test_numbers_as_each_language_writes_them() -> None:
    assert Words("id").number(12345.6, 1) == "12.345,6"
    assert Words("en").number(12345.6, 1) == "12,345.6"
    assert Words("id").percent(0.99999) == "99,9%"
    assert Words("en").percent(1.0) == "100%"
    assert Words("en").percent(0.00001) == "0.1%"
    assert Words("en").percent(None) == "–"
    assert Words("en").probability(0.99999) == "0.999"


def test_names_of_links_are_safe_and_never_the_same() -> None:
    names = ["a b", "a-b", "a'b", "a/b", "a" * 300, "a" * 301, "ü", "<script>"]
    slugs = [slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]{1,100}", name) for name in slugs)


def test_what_comparable_offices_have() -> None:
    have = {f"Kecamatan {name}": {"Camat", "Sekretaris Kecamatan"} for name in "ABCDE"}
    have["Kecamatan F"] = {"Camat"}
    have["Dinas Satu"] = {"Kepala Dinas"}
    found = lacking(have)
    assert [(lack.office, lack.position) for lack in found] == [("Kecamatan F", "Sekretaris Kecamatan")]
    assert (found[0].having, found[0].peers) == (5, 5)


DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/panduan.md", "README.id.md"])
def test_links_of_the_guides_lead_somewhere(page: str) -> None:
    path = DOCS.parent / page
    for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_pictures_show_filled_fields_and_annotations(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "form.pdf"), pagesize=(300, 300))
    canvas.acroForm.textfield(name="unit", value="KECAMATAN", x=50, y=200, width=200, height=40, borderWidth=0,
                              fillColor=None, borderColor=None, fontSize=24)  # fmt: skip
    canvas.drawString(5, 5, "1")
    canvas.save()
    with pikepdf.open(tmp_path / "form.pdf", allow_overwriting_input=True) as pdf:
        stamp = {
            "/Type": "/Annot",
            "/Subtype": "/Square",
            "/Rect": [50, 50, 250, 90],
            "/C": [1, 0, 0],
            "/F": 4,
        }
        kind = {
            "/Type": pikepdf.Name("/XObject"),
            "/Subtype": pikepdf.Name("/Form"),
            "/BBox": [0, 0, 200, 40],
        }
        look = pdf.make_stream(b"1 0 0 rg 0 0 200 40 re f", kind)
        annotation = pikepdf.Dictionary(
            {k: pikepdf.Name(v) if isinstance(v, str) else v for k, v in stamp.items()}
            | {"/AP": pikepdf.Dictionary({"/N": look})}
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(annotation))
        pdf.save()
    data = (tmp_path / "form.pdf").read_bytes()
    source = RunInput(str(tmp_path / "form.pdf"), "form.pdf", "ok")
    with source_page(source, hashlib.sha256(data).hexdigest(), 1) as page:
        image = page.render(scale=1).to_pil().convert("L")
    for box in ((50, 60, 250, 100), (60, 215, 240, 245)):
        assert image.crop(box).getextrema()[0] < 150, box


def test_decrees_are_counted_by_their_official_region() -> None:
    printed, kecamatan, unknown = decree(), decree(), decree()
    printed.decree.kabupaten_kota = "Kab. Toba Samosir"
    for one in (printed, kecamatan):
        one.wilayah = Wilayah(
            kode="12.12.01", dari="nama", provinsi="Sumatera Utara", kabupaten_kota="Kabupaten Toba Samosir"
        )
    unknown.decree.kabupaten_kota = "Kabupaten Antah"
    names = [region_name(one) for one in (printed, kecamatan, unknown, decree())]
    assert names == ["Kabupaten Toba Samosir", "Kabupaten Toba Samosir", "Kabupaten Antah", None]


def test_what_a_form_does_not_print_is_nothing_missing() -> None:
    """Units have no canonical name, and an agreement prints targets instead of formulas and sources."""
    survey = statistics.Survey()
    units, agreement, posts = decree("a.pdf"), decree("b.pdf"), decree("c.pdf")
    units.form, agreement.form, posts.form = "iku", "pk", "iki"
    for position in units.positions:
        position.canonical = None
    for position in agreement.positions:
        for row in position.rows:
            row.formulasi, row.sumber_data = FormulaCell(text=""), SourcesCell(text="")
    for one in (units, agreement, posts):
        survey.add(one.source.file, one)
    assert (survey.named, survey.posts, survey.positions) == (2, 4, 6)
    assert survey.methods["unmatched"] == 2
    (group,) = survey.offices.values()
    assert group.columns["canonical"].places == 4
    assert group.columns["formulasi"].places == group.columns["sumber_data"].places == 6
    assert group.columns["sasaran"].places == 9


def verdict_of(tmp_path: Path, lang: str, change: Callable[[Decree], object]) -> str:
    """The first part of the report on one decree, changed so, beside a copy of it."""
    (tmp_path / "decrees").mkdir(parents=True)
    one = decree()
    change(one)
    (tmp_path / "decrees" / "a.json").write_bytes(to_json(one))
    one.source.file, one.duplicate_of = "arsip/salinan.pdf", "a"
    (tmp_path / "decrees" / "b.json").write_bytes(to_json(one))
    text = build_report(tmp_path, lang).read_text("utf-8")
    return re.sub(
        r"<[^>]+>", "", text[text.index('<section id="summary"') : text.index('<section id="gaps"')]
    )


def whole(one: Decree) -> None:
    one.gaps = []
    one.positions = one.positions[:1]
    one.positions[0].rows = one.positions[0].rows[:1]


def missing_tables(one: Decree) -> None:
    """A position without a table for each that has one, among many rows."""
    one.gaps, one.positions = [], one.positions[:1]
    one.positions[0].rows *= 40
    bare = one.positions[0].model_copy(update={"rows": []})
    one.positions.append(bare)
    one.gaps = [GapRecord(code=GapCode.MISSING_TABLE, severity="warning", position=1, message="no table")]


@pytest.mark.parametrize(
    ("change", "lang", "said"),
    [
        (whole, "en", "This data is complete and ready for use."),
        (whole, "id", "Data ini lengkap dan siap dipakai."),
        (missing_tables, "en", "table cells; "),
        (missing_tables, "id", "di antaranya hilang"),
    ],
)
def test_the_verdict_and_its_figure_agree(
    tmp_path: Path, change: Callable[[Decree], object], lang: str, said: str
) -> None:
    first = verdict_of(tmp_path, lang, change)
    assert said in first
    if change is whole:
        return
    assert "ready for use" not in first
    assert "siap dipakai" not in first
    share = re.search(r"(\d+[.,]?\d*)%", first)
    told = re.search(r"(\d+) (?:of about|dari kira-kira) (\d+)", first)
    assert share
    assert told
    assert abs(int(told[1]) / int(told[2]) * 100 - float(share[1].replace(",", "."))) < 0.6


def test_only_pages_of_decrees_that_count_are_named(tmp_path: Path) -> None:
    assert "from 3 pages." in verdict_of(tmp_path, "en", whole)
