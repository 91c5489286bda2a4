"""Samples converted once for all tests of a run, in whichever process they are; each test works on a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from iki.batch.engines import SerialEngine
from iki.batch.locks import waiting_for
from iki.batch.output_folder import LocalFolder
from iki.batch.run import BatchOptions, Listener, run_batch

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, made by whichever process of the run asks first; nobody may change it."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each process has a folder of its own in the run's
    folder = root / "shared" / name
    folder.parent.mkdir(exist_ok=True)
    with waiting_for(folder.with_name(f"{name}.lock")):
        if not folder.exists():
            unfinished = folder.with_name(f"{name}.unfinished")
            make(unfinished)
            unfinished.rename(folder)
    return folder


def convert(out: Path, *names: str) -> None:
    """Convert the samples of these names, or all of them, in this process."""
    inputs = [str(SAMPLES / f"{name}.pdf") for name in names] or [str(SAMPLES)]
    run_batch(inputs, LocalFolder(out), SerialEngine(), BatchOptions(), Listener())


def copy_of_samples(factory: pytest.TempPathFactory, out: Path, names: Sequence[str] = ()) -> Path:
    """The output of the samples of these names, or of all, in a folder ``out`` of the test's own."""
    made = made_once(factory, "-".join(("out", *names)), lambda folder: convert(folder, *names))
    shutil.copytree(made, out)
    return out
