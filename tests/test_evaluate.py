"""Figures against truth: right where everything is right, and down by what was spoilt."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from examples import decree
from iki.batch.tasks import to_json
from iki.report.evaluation import evaluate
from iki.report.scoring import align, level, similar
from iki.review.desk.truth_export import export_truth
from iki.schema.errors import UsageError
from iki.schema.models import Decree


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of truth and an output folder that agree."""
    (tmp_path / "out" / "decrees").mkdir(parents=True)
    (tmp_path / "out" / "decrees" / "contoh.json").write_bytes(to_json(decree()))
    export_truth(tmp_path / "out", tmp_path / "truth", set(), unreviewed=True)
    return tmp_path / "truth", tmp_path / "out"


def spoil(out: Path, change: Callable[[Decree], object]) -> None:
    path = out / "decrees" / "contoh.json"
    found = Decree.model_validate_json(path.read_bytes())
    change(found)
    path.write_bytes(to_json(found))


def test_all_right(folders: tuple[Path, Path]) -> None:
    figures = evaluate(*folders)
    assert figures.documents == 1
    assert figures.missing == []
    ones = {name: value for name, value in figures.overall.items() if name not in {"cer", "canonical_wrong"}}
    assert set(ones.values()) == {1.0}
    assert figures.cells.cer == 0.0


def test_case_marks_and_white_space_do_not_count() -> None:
    assert level("- Persentase  PEGAWAI, hadir") == level("persentase pegawai hadir")
    assert level("a) rapat;\nb) notula") == "rapat notula"
    assert level("x 100%") != level("x 10096")


def test_a_wrong_cell_counts_in_its_field_and_kind(folders: tuple[Path, Path]) -> None:
    truth, out = folders

    def change(found: Decree) -> None:
        found.positions[0].rows[0].sumber_data.text = "sesuatu yang lain sama sekali"

    spoil(out, change)
    figures = evaluate(truth, out)
    by_field = {figure.field: figure for figure in figures.fields if figure.kind == "text"}
    assert by_field["sumber_data"].exact == by_field["sumber_data"].truth - 1
    assert by_field["indikator"].exact_f1 == 1.0
    assert figures.cells.exact_f1 < 1.0


def test_a_lost_position_and_a_missing_document(folders: tuple[Path, Path]) -> None:
    truth, out = folders
    before = evaluate(truth, out)
    spoil(out, lambda found: found.positions.pop(0))
    figures = evaluate(truth, out)
    assert figures.overall["positions_f1"] < 1.0
    assert figures.cells.truth == before.cells.truth
    (out / "decrees" / "contoh.json").unlink()
    figures = evaluate(truth, out)
    assert figures.missing == ["contoh"]
    assert figures.overall["positions_f1"] == 0.0


def test_a_wrong_canonical_name_is_worse_than_none(folders: tuple[Path, Path]) -> None:
    truth, out = folders

    def change(found: Decree) -> None:
        canonical = found.positions[0].canonical
        assert canonical is not None
        canonical.name = "Kepala Dinas Kelautan"

    spoil(out, change)
    assert evaluate(truth, out).overall["canonical_wrong"] == 1.0


def test_confidence_is_set_against_truth(folders: tuple[Path, Path]) -> None:
    bins = evaluate(*folders).reliability
    assert bins
    assert all(right == 1.0 for _, right, _ in bins)


def test_plain_data(folders: tuple[Path, Path]) -> None:
    data = json.loads(json.dumps(evaluate(*folders).to_json()))
    assert {"documents", "missing", "overall", "fields", "calibration"} == set(data)


def test_no_truth_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \*.truth.json"):
        evaluate(tmp_path, tmp_path)


def test_pairs_stay_in_order_and_a_lost_one_spoils_nothing() -> None:
    pairs = align(["a", "b", "c", "d"], ["a", "c", "d"], lambda x, y: float(x == y))
    assert [(i, j) for i, j, _ in pairs] == [(0, 0), (2, 1), (3, 2)]


def test_spacing_counts_half() -> None:
    assert similar("dataset", "data set") > similar("dataset", "dataxset")
