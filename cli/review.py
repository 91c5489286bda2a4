"""``iki review``: the desk for going through what is uncertain."""

from __future__ import annotations

import errno
import importlib.util
import os
import secrets
import socket
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from ..schema.errors import EngineUnavailableError, UsageError
from .language import Lang, language, say

LAST_PORT = 65_535
"""The highest number that a port can have."""


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of iki convert.")],
    port: Annotated[
        int,
        typer.Option(
            metavar="NUMBER", min=0, max=LAST_PORT, help="Port on this machine; 0 takes a free one."
        ),
    ] = 0,
    who: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="Your name, kept with your corrections."),
    ] = None,
    lang: Lang = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    vocabulary: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Your own positions, as for iki convert.", show_default=False),
    ] = None,
    merge: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take over another reviewer's corrections.jsonl.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="TRUTH", help="Write documents that somebody went through as truth and end."),
    ] = None,
    unreviewed: Annotated[
        bool,
        typer.Option(
            "--unreviewed",
            help="With --export: also documents without open questions that nobody looked at.",
        ),
    ] = False,
) -> None:
    """Go through doubtful places in the browser and put them right; only this machine can reach it.

    Every document, row, duty and signature can be opened, doubtful or not. Nothing that is typed gets lost.

    Examples:

      iki review out --who Sari

      iki review out --merge corrections-from-budi.jsonl

      iki review out --export truth/
    """
    from ..batch.corrected_folder import ignored_lines  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - slow to import, see main
    from ..batch.output_names import CORRECTIONS  # noqa: PLC0415
    from .summary import print_ignored  # noqa: PLC0415

    if not (folder / "decrees").is_dir():
        raise UsageError("no decrees are there", file=str(folder), remedy="Run `iki convert ... --out` first")
    print_ignored(ignored_lines(LocalFolder(folder)), CORRECTIONS)
    if merge is not None:
        _merge(folder, merge)
    elif export is not None:
        _export(folder, export, unreviewed=unreviewed)
    else:
        _serve(folder, port, who, lang or language(), no_browser, vocabulary)


def _merge(folder: Path, theirs: Path) -> None:
    from ..batch.corrected_folder import correct_folder, merge_files  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - slow to import, see main
    from ..batch.output_names import CORRECTIONS  # noqa: PLC0415
    from .summary import print_ignored  # noqa: PLC0415

    if not theirs.is_file():
        raise UsageError("there is no such file", file=str(theirs), remedy="Give their corrections.jsonl")
    done = merge_files(folder / CORRECTIONS, theirs)
    correct_folder(LocalFolder(folder))
    told = (
        "{count} [count:correction|corrections] taken over, {ignored} [ignored:line|lines] ignored, "
        "{disputed} [disputed:place|places] where people disagree"
    )
    typer.echo(say(told, count=done.taken, ignored=len(done.ignored), disputed=len(done.disputed)), err=True)
    print_ignored(done.ignored, theirs.name)
    for said in done.disputed:
        first = said[0]
        typer.echo(say("page {page}, {field}:", page=first.page, field=first.field or first.action))
        for correction in said:
            typer.echo(f"  {correction.who or say('nobody')}: {correction.action} {correction.value or ''}")


def _export(folder: Path, truth: Path, *, unreviewed: bool) -> None:
    from ..batch.corrected_folder import correct_folder  # noqa: PLC0415
    from ..batch.output_folder import LocalFolder  # noqa: PLC0415 - slow to import, see main
    from ..report.output_reader import decrees  # noqa: PLC0415
    from ..review.desk.desk_queue import Queue  # noqa: PLC0415
    from ..review.desk.truth_export import export_truth  # noqa: PLC0415

    correct_folder(LocalFolder(folder))
    queue = Queue()
    queue.fill(decrees(folder))
    done = export_truth(folder, truth, queue.open_documents(), unreviewed=unreviewed)
    typer.echo(say("{count} written to {truth}", count=len(done.written), truth=truth), err=True)
    _named(say("with open questions, not written"), done.still_open)
    _named(say("never looked at by anyone, not written (take them too: --unreviewed)"), done.unseen)
    _named(say("copies of the same decrees, not written"), done.copies)


def _named(what: str, names: list[str]) -> None:
    """Say how many documents something holds for, and their names."""
    if names:
        typer.echo(f"{what}: {say('{count}', count=len(names))}", err=True)
    for name in names:
        typer.echo(f"  {name}", err=True)


def _is_taken(port: int) -> bool:
    """Whether another program listens on the port; the server itself would say so in its own words, and end."""
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does, so that a port in the wait after its last use is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def _serve(
    folder: Path, port: int, who: str | None, lang: str, no_browser: bool, vocabulary: Path | None
) -> None:
    if importlib.util.find_spec("flask") is None:
        raise EngineUnavailableError("the desk needs flask", remedy="Install it: pip install flask")
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415 - optional, see above

    from ..review.desk.desk_app import create_app  # noqa: PLC0415
    from ..review.desk.desk_state import Desk  # noqa: PLC0415 - slow to import

    class Quiet(WSGIRequestHandler):
        """Keeps the addresses, which hold the token, out of the terminal."""

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    if port and _is_taken(port):
        raise UsageError(
            f"port {port} cannot be used (Address already in use)",
            remedy="Give another --port, or leave it out",
        )
    token = secrets.token_urlsafe(24)
    desk = Desk(folder, who, vocabulary)
    desk.make_ready()
    app = create_app(desk, token, lang)
    try:
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used ({error.strerror})", remedy="Give another --port, or leave it out"
        ) from None
    address = f"http://127.0.0.1:{server.server_port}/{token}/"
    typer.echo(address)
    sys.stdout.flush()
    told = "Open this address; end with Ctrl-C. Then run `iki convert` again to renew the tables."
    typer.echo(say(told), err=True)
    if not no_browser:
        webbrowser.open(address)
    with server:
        server.serve_forever()
