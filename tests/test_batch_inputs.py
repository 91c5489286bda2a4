"""Finding inputs and naming outputs: everything that is meant, nothing that leads astray."""

from __future__ import annotations

import os
import socket
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.batch.inputs import Input, find_inputs, opened
from iki.batch.output_folder import LocalFolder
from iki.batch.output_names import decree_files, free_name, slot, stem
from iki.schema.errors import DamagedError, EncryptedError, MissingFileError, TooLargeError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "tree"
    for name in (
        "arsip/a.pdf",
        "arsip/2023/B.PDF",
        "arsip/scan.tiff",
        "arsip/notes.txt",
        "arsip/.hidden/x.pdf",
        "arsip/._a.pdf",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    monkeypatch.chdir(root)
    return root


def names(*given: str) -> list[str]:
    return sorted(item.name for item in find_inputs(given))


def refused(*given: str) -> dict[str, str]:
    return {item.name: item.refused[0] for item in find_inputs(given) if item.refused}


def test_folders_are_searched_for_what_can_be_read(tree: Path) -> None:
    assert names("arsip") == ["arsip/2023/B.PDF", "arsip/a.pdf", "arsip/scan.tiff"]


def test_what_is_passed_over_in_folders_and_archives_is_reported(tree: Path) -> None:
    (tree / "arsip/foto.HEIC").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0")
    (tree / "arsip/paparan.pptx").write_bytes(b"PK\x03\x04...")
    (tree / "arsip/tanpa-akhiran").write_bytes(b"%PDF-1.4 ...")
    (tree / "arsip/kosong").write_bytes(b"")
    (tree / "arsip/hasil").mkdir()
    (tree / "arsip/hasil/ledger.sqlite").write_bytes(b"SQLite")
    archive(tree / "arsip/z.zip", [("a.pdf", b"one"), ("catatan.txt", b"-"), ("._a.pdf", b"-")])
    told: dict[str, str] = {}
    found = sorted(item.name for item in find_inputs(["arsip"], told.__setitem__))
    assert found == [
        "arsip/2023/B.PDF",
        "arsip/a.pdf",
        "arsip/scan.tiff",
        "arsip/tanpa-akhiran",
        "arsip/z.zip/a.pdf",
    ]
    assert sorted(told) == [
        "arsip/foto.HEIC",
        "arsip/kosong",
        "arsip/notes.txt",
        "arsip/paparan.pptx",
        "arsip/z.zip/catatan.txt",
    ]
    assert "HEIC" in told["arsip/foto.HEIC"]
    assert "office document" in told["arsip/paparan.pptx"]
    assert "empty" in told["arsip/kosong"]


@pytest.mark.parametrize("suffix", ["bmp", "webp", "jp2", "jfif", "JPG"])
def test_pictures_of_many_kinds_are_inputs(tree: Path, suffix: str) -> None:
    (tree / f"arsip/2023/foto.{suffix}").write_bytes(b"x")
    assert f"arsip/2023/foto.{suffix}" in names("arsip")


def test_archives_in_archives_are_opened(tree: Path) -> None:
    inner = archive(tree / "inner.zip", [("x.txt", b"-"), ("a!1:b.pdf", b"two")]).read_bytes()
    middle = archive(tree / "middle.zip", [("in.zip", inner), ("c.pdf", b"three")]).read_bytes()
    too_deep = archive(
        tree / "deep.zip", [("m.zip", archive(tree / "n.zip", [("n.zip", middle)]).read_bytes())]
    )
    archive(tree / "z.zip", [("a.pdf", b"one"), ("m.zip", middle), ("bad.zip", b"PK\x03\x04 no")])
    items = {item.name: item for item in find_inputs(["z.zip"])}
    good = {"z.zip/a.pdf": b"one", "z.zip/m.zip/in.zip/a!1:b.pdf": b"two", "z.zip/m.zip/c.pdf": b"three"}
    assert set(items) == {*good, "z.zip/bad.zip"}
    assert {name: read(items[name]) for name in good} == good
    assert (items["z.zip/bad.zip"].refused or ("",))[0] == "damaged"
    told: dict[str, str] = {}
    assert [item.name for item in find_inputs([str(too_deep)], told.__setitem__)] == [
        "deep.zip/m.zip/n.zip/c.pdf"
    ]
    assert list(told) == ["deep.zip/m.zip/n.zip/in.zip"]


def test_names_do_not_depend_on_where_a_folder_lies(tree: Path) -> None:
    assert names(str(tree / "arsip")) == names("arsip") == names("./arsip")
    os.chdir(tree / "arsip")
    assert names("../arsip") == ["arsip/2023/B.PDF", "arsip/a.pdf", "arsip/scan.tiff"]


def test_globs_and_named_files_are_taken_whatever_their_suffix(tree: Path) -> None:
    assert names("arsip/**/*.[pP][dD][fF]") == ["arsip/2023/B.PDF", "arsip/a.pdf"]
    assert names("arsip/notes.txt") == ["arsip/notes.txt"]


def test_a_name_with_glob_characters_is_a_name_first(tree: Path) -> None:
    (tree / "a[1].pdf").write_bytes(b"x")
    assert names("a[1].pdf") == ["a[1].pdf"]


def test_what_is_not_there_is_reported(tree: Path) -> None:
    assert refused("nowhere.pdf", "arsip/*.xyz") == {"nowhere.pdf": "missing", "arsip/*.xyz": "missing"}


def test_links_out_of_the_folder_pipes_and_sockets_are_refused(tree: Path) -> None:
    outside = tree / "outside.pdf"
    outside.write_bytes(b"x")
    (tree / "arsip/out.pdf").symlink_to(outside)
    (tree / "arsip/in.pdf").symlink_to(tree / "arsip/a.pdf")
    (tree / "arsip/broken.pdf").symlink_to(tree / "arsip/nowhere.pdf")
    (tree / "arsip/loop.pdf").symlink_to(tree / "arsip/loop.pdf")
    (tree / "arsip/folder").symlink_to(tree)
    os.mkfifo(tree / "arsip/pipe.pdf")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("arsip/plug.pdf")
        found = {item.name: item.refused for item in find_inputs(["arsip"])}
    assert found["arsip/in.pdf"] is None
    assert found["arsip/a.pdf"] is None
    for name in ("out", "pipe", "plug"):
        assert (found[f"arsip/{name}.pdf"] or ("",))[0] == "unsupported"
    for name in ("broken", "loop"):
        assert (found[f"arsip/{name}.pdf"] or ("",))[0] in {"missing", "unsupported"}
    assert not [name for name in found if name.startswith("arsip/folder")]


def archive(path: Path, members: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members:
            out.writestr(name, data)
    return path


def read(item: Input, max_bytes: int = 1000) -> bytes:
    with opened(item.key, item.name, max_bytes) as path:
        return path.read_bytes()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_archives_are_inputs(tree: Path) -> None:
    archive(
        tree / "z.zip", [("a.pdf", b"one"), ("a.pdf", b"two"), ("x/c.txt", b"-"), ("../evil.pdf", b"three")]
    )
    items = sorted(find_inputs(["z.zip"]), key=lambda item: item.key)
    assert [item.name for item in items] == ["z.zip/a.pdf", "z.zip/a.pdf", "z.zip/../evil.pdf"]
    assert [read(item) for item in items] == [b"one", b"two", b"three"]
    assert not (tree.parent / "evil.pdf").exists()


def test_an_archive_that_inflates_is_stopped(tree: Path) -> None:
    archive(tree / "bomb.zip", [("a.pdf", b"\0" * 5_000_000)])
    (item,) = find_inputs(["bomb.zip"])
    with pytest.raises(TooLargeError):
        read(item, max_bytes=1_000_000)


def test_damaged_and_encrypted_archives_are_reported(tree: Path) -> None:
    (tree / "no.zip").write_bytes(b"PK\x03\x04 nonsense")
    assert refused("no.zip") == {"no.zip": "damaged"}
    path = archive(tree / "y.zip", [("a.pdf", b"content" * 50)])
    raw = bytearray(path.read_bytes())
    raw[36:44] = b"\xff" * 8
    path.write_bytes(raw)
    (item,) = find_inputs(["y.zip"])
    with pytest.raises(DamagedError):
        read(item)
    locked = archive(tree / "locked.zip", [("a.pdf", b"content")])
    raw = bytearray(locked.read_bytes())
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(raw)
    (item,) = find_inputs(["locked.zip"])
    with pytest.raises(EncryptedError):
        read(item)


def test_an_archive_that_vanished_is_reported(tree: Path) -> None:
    path = archive(tree / "y.zip", [("a.pdf", b"content")])
    (item,) = find_inputs(["y.zip"])
    path.unlink()
    with pytest.raises(MissingFileError):
        read(item)


def test_file_names_of_another_encoding_are_found_again(tree: Path) -> None:
    raw = os.fsencode(tree) + b"/caf\xe9.pdf"
    with open(raw, "wb") as file:
        file.write(b"content")
    item = next(item for item in find_inputs(["."]) if "caf" in item.name)
    item.name.encode()
    item.key.encode()
    assert read(item) == b"content"


# -- names ---


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arsip/Bontang Barat.pdf", "Bontang Barat"),
        ("no.12.pdf", "no.12"),
        ("a/b~c.PDF", "b_c"),
        ("baris\nbaru.pdf", "baris_baru"),
        ("\u202eevil.pdf", "_evil"),
        ("CON.pdf", "_CON"),
        ("...pdf", "decree"),
        ("-rf.pdf", "rf"),
        ("e\u0301.pdf", "\u00e9"),
    ],
)
def test_stems_are_safe(name: str, expected: str) -> None:
    assert stem(name) == expected


@given(st.lists(st.text(max_size=300), max_size=30))
def test_output_names_are_distinct_and_stay_in_the_folder(texts: list[str]) -> None:
    taken: set[str] = set()
    folder = LocalFolder(Path("/out"))
    for text in texts:
        name = free_name(text, taken)
        assert slot(name) not in taken
        taken.add(slot(name))
        for file in decree_files(name, 2):
            path = folder.path(file)
            assert path.parent == Path("/out/decrees")
            assert len(path.name.encode()) < 200


def test_inputs_of_one_name_get_suffixes_of_their_contents() -> None:
    one, other = free_name("a/x.pdf", set(), "ab" * 32), free_name("b/x.pdf", set(), "cd" * 32)
    assert (one, other) == ("x~abababab", "x~cdcdcdcd")
    assert free_name("c/x.pdf", {slot(one)}, "ab" * 32) not in (one, other)


def test_a_taken_name_gets_a_suffix_of_its_own_path() -> None:
    one, other = free_name("a/x.pdf", {slot("x")}), free_name("b/x.pdf", {slot("x")})
    assert one.startswith("x~")
    assert one != other
    assert free_name("a/X.pdf", {slot("x")}).startswith("X~")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "", "a//b", "a/\0", "."])
def test_nothing_is_written_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="inside"):
        LocalFolder(tmp_path).path(name)
