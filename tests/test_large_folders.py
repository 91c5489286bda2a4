"""Many decrees in one folder: desk and report stay quick. Times are the processor's, for the machine is shared."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from examples import decree
from iki.batch.output_folder import LocalFolder
from iki.batch.tasks import to_json
from iki.normalize.indicators import group_indicators, indicator_key
from iki.report.report_builder import build_report

pytest.importorskip("flask", reason="the desk needs flask (pip install flask)")

from iki.review.desk.desk_app import create_app
from iki.review.desk.desk_state import Desk

HOST = "http://127.0.0.1:5000"
DECREES, ROWS = 400, 50  # 20,000 rows
WORDS = [
    f"{first}{second}"
    for first in ("ba", "ka", "su", "te", "mo")
    for second in ("ran", "lim", "dak", "pun", "sir")
]


def fill(folder: LocalFolder, decrees: int, rows: int) -> None:
    folder.create()
    one = decree()
    first = one.positions[0].rows[0]
    one.positions[0].rows = [first.model_copy(update={"no": number + 1}) for number in range(rows)]
    one.positions = one.positions[:1]
    for number in range(decrees):
        one.source.sha256 = f"{number:064x}"
        one.decree.unit_kerja, one.decree.tahun = f"Dinas {number}", 2000 + number % 20
        folder.write(f"decrees/d{number:04}.json", to_json(one), lasting=False)


def test_the_desk_with_20_000_rows_answers_in_200_ms(tmp_path: Path) -> None:
    fill(LocalFolder(tmp_path), DECREES, ROWS)
    desk = Desk(tmp_path)
    desk.make_ready()
    assert sum(line.rows for line in desk.documents()) == DECREES * ROWS
    browser = create_app(desk, "token").test_client()
    item = desk.queue.after(None)
    assert item is not None
    spent = {}
    for page in (
        f"item/{item.key}",
        "queue",
        "documents",
        "documents?q=dinas+399",
        "document/d0200",
        "names?q=kepala",
    ):
        browser.get(f"/token/{page}", base_url=HOST)  # makes the templates ready
        began = time.process_time()
        assert browser.get(f"/token/{page}", base_url=HOST).status_code == 200
        spent[page] = time.process_time() - began
    assert max(spent.values()) < 0.2, spent


def test_the_report_of_200_decrees_takes_no_20_seconds(tmp_path: Path) -> None:
    fill(LocalFolder(tmp_path), 200, 14)
    began = time.process_time()
    build_report(tmp_path)
    assert time.process_time() - began < 20


def test_20_000_indicators_are_grouped_within_a_minute() -> None:
    chance = random.Random(1)
    keys = [
        indicator_key(f"persentase {' '.join(chance.sample(WORDS, 4))} {n % 97}", []) for n in range(20_000)
    ]
    began = time.process_time()
    groups = group_indicators(dict.fromkeys(keys, 1))
    assert time.process_time() - began < 60
    assert len(groups) == len(set(keys))
