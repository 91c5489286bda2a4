"""A Word or Excel document as a PDF, by LibreOffice where it is installed.

Decrees are born as such files. LibreOffice runs without windows, with a profile of its own that is thrown away, so that
nobody's settings and no open window matter; macros do not run, links are not followed, and it is ended with all that it
started when its time is up. What the file is, its content tells, not its name. The last PDFs are remembered, for pages
are drawn one by one.
"""

from __future__ import annotations

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from ..schema.errors import DamagedError, EncryptedError, EngineUnavailableError, TooLargeError

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Members by which packages are recognised, and streams of old files (their names stand there in UTF-16).
MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb"}
MIME_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
ENCRYPTED = "EncryptedPackage"
SUFFIXES = (".docx", ".doc", ".odt", ".xlsx", ".xls", ".ods")
# The part of LibreOffice that opens each kind, and the library in its program folder that this part is.
PARTS = {"doc": "sw", "docx": "sw", "odt": "sw", "xls": "sc", "xlsx": "sc", "xlsb": "sc", "ods": "sc"}
LIBRARIES = ("lib{part}lo.so", "{part}lo.dll", "../Frameworks/lib{part}lo.dylib")
SECONDS = 240.0  # a long workbook takes a minute; one that takes longer than this hangs
KEPT = 2
PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
REMEDY = (
    "Install LibreOffice (Debian: apt install libreoffice-writer-nogui libreoffice-calc-nogui; Windows: winget install "
    "TheDocumentFoundation.LibreOffice; macOS: brew install --cask libreoffice), or save the document as PDF"
)
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
# Whatever would still go to the network ends at a port where nobody listens.
NOWHERE = "http://127.0.0.1:9"

_made: OrderedDict[str, bytes] = OrderedDict()


def office_kind(path: Path, head: bytes, name: str) -> str | None:
    """The suffix that such files have, or ``None`` for any other file.

    Raises:
        EncryptedError: it opens with a password only.
    """
    if head.startswith(ZIP_MAGIC):
        with suppress(zipfile.BadZipFile, OSError, ValueError, KeyError), zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            found = next((kind for member, kind in MEMBERS.items() if member in names), None)
            if found is None and "mimetype" in names:
                found = MIME_TYPES.get(package.read("mimetype").strip())
            return found
    if head.startswith(OLE_MAGIC):
        data = path.read_bytes()
        if ENCRYPTED.encode("utf-16-le") in data:
            raise EncryptedError(
                "the document opens with a password only", file=name, remedy="Save it without one"
            )
        return next((kind for stream, kind in STREAMS.items() if stream.encode("utf-16-le") in data), None)
    return None


def office_to_pdf(path: Path, kind: str, *, sha256: str, name: str, max_bytes: int) -> bytes:
    """The document as LibreOffice prints it.

    Raises:
        EngineUnavailableError: LibreOffice is not installed, or not the part of it that opens such documents.
        DamagedError: it cannot open the document, or does not come to an end.
        TooLargeError: the PDF has more than ``max_bytes``.
    """
    if sha256 in _made:
        _made.move_to_end(sha256)
        return _made[sha256]
    program = find_program()
    if program is None:
        raise EngineUnavailableError(
            f"a .{kind} document needs LibreOffice, which is not installed", file=name, remedy=REMEDY
        )
    if not has_part(program, kind):
        raise EngineUnavailableError(
            f"LibreOffice is installed without the part that opens a .{kind} document",
            file=name,
            remedy=REMEDY,
        )
    with tempfile.TemporaryDirectory(prefix="iki-office-", ignore_cleanup_errors=True) as folder:
        made = _converted(program, path, kind, Path(folder), name)
        if made.stat().st_size > max_bytes:
            raise TooLargeError(f"as a PDF it has more than {max_bytes:,} bytes", file=name)
        _made[sha256] = made.read_bytes()
    while len(_made) > KEPT:
        _made.popitem(last=False)
    return _made[sha256]


def find_program() -> str | None:
    """Where LibreOffice is."""
    found = next((path for program in PROGRAMS if (path := shutil.which(program))), None)
    return found or next((place for place in PLACES if os.path.isfile(place)), None)


def has_part(program: str, kind: str) -> bool:
    """Whether the part of LibreOffice that opens documents of this kind is installed.

    Debian packs Writer and Calc apart. Where nothing in the program's folder looks like LibreOffice's libraries
    (another build, or a script in its place), nothing speaks against it.
    """
    folder = Path(os.path.realpath(program)).parent
    patterns = [str(folder / pattern) for pattern in LIBRARIES]
    if not any(glob.glob(pattern.format(part="*")) for pattern in patterns):
        return True
    return any(os.path.isfile(pattern.format(part=PARTS[kind])) for pattern in patterns)


def _converted(program: str, path: Path, kind: str, folder: Path, name: str) -> Path:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    source = folder / f"document.{kind}"
    shutil.copyfile(path, source)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=dict(os.environ) | proxies | {"HOME": str(folder)},
        start_new_session=True,
    )
    try:
        _, said = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        what = f"LibreOffice did not finish with the document within {SECONDS:.0f} s"
        raise DamagedError(what, file=name, remedy="Save it as PDF and convert that") from None
    finally:
        _end(process)
    made = folder / "document.pdf"
    if not made.is_file():
        reason = said.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it says no reason"]
        raise DamagedError(
            f"LibreOffice cannot convert the document ({reason[0][:200]})", file=name, remedy="Save it as PDF"
        )
    return made


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
    process.wait()
