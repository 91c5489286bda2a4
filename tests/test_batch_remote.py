"""Inputs and outputs at a URL give the same as those on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from iki.batch.engines import SerialEngine
from iki.batch.inputs import find_inputs
from iki.batch.ledger import FILE
from iki.batch.output_folder import Folder, LocalFolder
from iki.batch.remote_folder import RemoteFolder, fetch, folder_at, is_url
from iki.batch.run import BatchOptions, Listener, Summary, run_batch
from iki.schema.errors import MissingFileError, TooLargeError, UsageError

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"


class Heard(Listener):
    """Notes what is to be done."""

    todo = -1

    def begin(self, given: int, todo: int, waiting: object) -> None:
        self.todo = todo


@pytest.fixture
def store(tmp_path: Path) -> Iterator[fsspec.AbstractFileSystem]:
    """A store in memory and a folder on disk with the same files."""
    system = fsspec.filesystem("memory")
    for name in ("arsip/a.pdf", "arsip/b/a.pdf", "arsip/b/notes.txt", "arsip/b/bad.pdf"):
        data = (
            b"nothing" if "b/" in name and "a.pdf" not in name else (SAMPLES / "drawn-gaps.pdf").read_bytes()
        )
        data += name.encode() if data != b"nothing" else b""
        system.pipe_file(f"/{name}", data)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    yield system
    system.rm("/", recursive=True)


def run(given: str, folder: LocalFolder | RemoteFolder) -> tuple[Summary, int]:
    heard = Heard()
    return run_batch([given], folder, SerialEngine(), BatchOptions(), heard), heard.todo


def test_a_url_gives_the_same_as_a_folder(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    remote, _ = run("memory://arsip", RemoteFolder("memory://out"))
    local, _ = run(str(tmp_path / "arsip"), LocalFolder(tmp_path / "out"))
    assert remote.counts == local.counts
    names = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert {name.removeprefix("/out/") for name in store.find("/out")} == names
    for name in sorted(names - {FILE}):
        assert store.cat_file(f"/out/{name}") == (tmp_path / "out" / name).read_bytes(), name


def test_a_run_at_a_url_goes_on_where_it_was(store: fsspec.AbstractFileSystem) -> None:
    assert run("memory://arsip", RemoteFolder("memory://out"))[1] == 3
    summary, todo = run("memory://arsip", RemoteFolder("memory://out"))
    assert (todo, summary.changed) == (0, False)
    store.rm_file(store.ls("/out/decrees", detail=False)[0])
    assert run("memory://arsip", RemoteFolder("memory://out"))[1] == 1


def test_globs_and_single_files(store: fsspec.AbstractFileSystem) -> None:
    assert [item.name for item in find_inputs(["memory://arsip/b/*.pdf"])] == ["a.pdf", "bad.pdf"]
    assert [item.name for item in find_inputs(["memory://arsip/b/a.pdf"])] == ["a.pdf"]
    (missing,) = find_inputs(["memory://nowhere/x.pdf"])
    assert missing.refused is not None
    assert missing.refused[0] == "missing"


def test_a_file_too_large_is_not_fetched_whole(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        fetch("memory://arsip/a.pdf", tmp_path / "x", "a.pdf", 100)
    with pytest.raises(MissingFileError):
        fetch("memory://arsip/nowhere.pdf", tmp_path / "x", "a.pdf", 100)


def test_an_unknown_kind_of_url_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="pip install"):
        list(find_inputs(["nosuchstore://x/y.pdf"]))


@pytest.mark.parametrize(
    ("text", "expected"), [("s3://x/y", True), ("C:/x", False), ("a/b", False), ("memory://x", True)]
)
def test_urls_are_distinguished_from_paths(text: str, expected: bool) -> None:
    assert is_url(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("out", LocalFolder(Path("out"))),
        ("file:///tmp/out", LocalFolder(Path("/tmp/out"))),
        ("s3://bucket/out/", RemoteFolder("s3://bucket/out")),
    ],
)
def test_outputs_by_path_and_url(text: str, expected: Folder) -> None:
    assert folder_at(text) == expected


def test_the_ledger_is_uploaded_while_it_works(
    store: fsspec.AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iki.batch.remote_folder.UPLOAD_SECONDS", 0.0)
    written: list[str] = []
    original = RemoteFolder.write

    def noted(folder: RemoteFolder, name: str, data: bytes, *, lasting: bool = True) -> None:
        written.append(name)
        original(folder, name, data, lasting=lasting)

    monkeypatch.setattr(RemoteFolder, "write", noted)
    run("memory://arsip", RemoteFolder("memory://out"))
    assert written.count(FILE) >= 3
    shutil.rmtree(tmp_path)
