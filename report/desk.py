"""``iki review``: a small local web application to put right what the machine could not.

Loopback only, under a random token in the address; requests that name another host are refused, so that
no web page can reach in by a trick of names. Pages are plain forms rendered here; a few lines of script add
keys. Every correction is appended to ``corrections.jsonl`` and applied to its document at once; nothing else
is kept. What was changed elsewhere in the meantime is shown instead of overwritten.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2
from flask import Flask, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from ..batch.folder import LocalFolder
from ..batch.names import CORRECTIONS
from ..normalize.positions import Vocabulary
from ..schema.errors import IkiError
from ..schema.gaps import GapCode
from ..schema.models import FIELDS, Decree, Metadata, TextValue
from .corrected import add_corrections, correct_decree, correct_folder, grouped, read_corrections
from .corrections import (
    METADATA,
    OF_A_CELL,
    OF_A_NAME,
    OF_METADATA,
    Correction,
    active,
    conflicts,
    same_place,
)
from .desk_words import DESK_TEXTS
from .gap_words import explained
from .load import decrees, read_decree, read_run
from .pictures import source_page
from .queue import Item, Queue, anchor
from .words import TEXTS, Words

T = TypeVar("T")
HERE = Path(__file__).parent
PICTURE_SCALE = 1.8
PICTURES_KEPT = 32
HISTORY = 500
LIST = 200
SPLIT = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Desk:
    """What the desk knows of one output folder. Its methods may be called from many threads."""

    def __init__(self, out_dir: Path, who: str | None = None) -> None:
        self.out_dir = out_dir
        self.who = who
        self.file = out_dir / CORRECTIONS
        self.lock = threading.RLock()
        self.queue = Queue()
        self._folder = LocalFolder(out_dir)
        self._run = read_run(out_dir)
        self._documents: dict[str, list[str]] = defaultdict(list)
        self._sizes: dict[tuple[str, int], tuple[float, float] | None] = {}
        self._pictures: dict[tuple[str, int], bytes | None] = {}
        self._seen: tuple[int, int] | None = None
        self.corrections: list[Correction] = []
        self.refresh()
        if not len(self.queue):
            self._fill()

    def refresh(self) -> None:
        """Take up corrections that came from elsewhere: another desk, a merge."""
        stat = self.file.stat() if self.file.exists() else None
        seen = (stat.st_size, stat.st_mtime_ns) if stat else None
        if seen != self._seen:
            self._seen = seen
            self.corrections = read_corrections(self.file)
            correct_folder(self._folder)
            self._fill()

    def _fill(self) -> None:
        self._documents.clear()
        self.queue = Queue()
        found = []
        for decree_id, decree in decrees(self.out_dir):
            self._documents[decree.source.sha256].append(decree_id)
            found.append((decree_id, decree))
            if len(found) == LIST:
                self.queue.fill(iter(found))
                found.clear()
        self.queue.fill(iter(found))

    def decree(self, item: Item) -> Decree:
        """The item's decree as it is now."""
        return read_decree(self.out_dir, item.decree_id)

    def add(self, given: list[Correction]) -> None:
        """Keep corrections and apply them to their documents."""
        if not given:
            return
        act = secrets.token_hex(8)
        given = [c if c.action == "undo" else c.model_copy(update={"act": act}) for c in given]
        add_corrections(self.file, given)
        stat = self.file.stat()
        self._seen = (stat.st_size, stat.st_mtime_ns)
        self.corrections += given
        by_document = grouped(active(self.corrections))
        touched = {c.sha256 for c in given}
        for sha256 in touched:
            for decree_id in self._documents[sha256]:
                correct_decree(self._folder, decree_id, {sha256: by_document.get(sha256, ())})
                self.queue.replace(decree_id, read_decree(self.out_dir, decree_id))

    def correction(self, decree: Decree, action: str, **said: Any) -> Correction:
        """A new correction of a document, signed."""
        return Correction.model_validate(
            {
                "id": secrets.token_hex(8),
                "sha256": decree.source.sha256,
                "action": action,
                "who": self.who,
                "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                **said,
            }
        )

    def undo(self, identity: str) -> Correction | None:
        """Take back a correction and those saved with it; returns it, or nothing if it does not stand."""
        undone = {c.undoes for c in self.corrections}
        found = next((c for c in self.corrections if c.id == identity and c.id not in undone), None)
        if found is None or found.action == "undo":
            return None
        together = [c for c in self.corrections if c is found or (c.act and c.act == found.act)]
        self.add(
            [
                Correction(id=secrets.token_hex(8), sha256=c.sha256, action="undo", undoes=c.id, who=self.who)
                for c in together
                if c.id not in undone
            ]
        )
        return found

    def standing(self) -> list[Correction]:
        """Corrections that were not taken back, the latest first."""
        undone = {c.undoes for c in self.corrections}
        return [c for c in reversed(self.corrections) if c.action != "undo" and c.id not in undone]

    def near(self, correction: Correction) -> Item | None:
        """The item that a correction's place belongs to."""
        for decree_id in self._documents.get(correction.sha256, ()):
            for item in self.queue.of(decree_id):
                if item.page == correction.page and same_place(item.bbox, correction.bbox) > 0:
                    return item
        return None

    def page_size(self, decree_id: str, sha256: str, number: int) -> tuple[float, float] | None:
        """A page's width and height in points; ``None`` where its source is gone."""
        place = (sha256, number)
        if place not in self._sizes:
            with self.lock:
                self._sizes[place] = self._from_page(decree_id, sha256, number, _size)
        return self._sizes[place]

    def picture(self, decree_id: str, sha256: str, number: int) -> bytes | None:
        """A page as a JPEG; ``None`` where its source is gone. The last ones are remembered."""
        place = (sha256, number)
        with self.lock:
            if place not in self._pictures:
                while len(self._pictures) >= PICTURES_KEPT:
                    del self._pictures[next(iter(self._pictures))]
                self._pictures[place] = self._from_page(decree_id, sha256, number, _jpeg)
            return self._pictures[place]

    def _from_page(
        self, decree_id: str, sha256: str, number: int, take: Callable[[pypdfium2.PdfPage], T]
    ) -> T | None:
        source = self._run.by_decree.get(decree_id)
        if source is None:
            return None
        try:
            with source_page(source, sha256, number) as page:
                return take(page)
        except (IkiError, OSError, ValueError, pypdfium2.PdfiumError):
            return None


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return width, height


def _jpeg(page: pypdfium2.PdfPage) -> bytes:
    out = io.BytesIO()
    image = page.render(scale=PICTURE_SCALE, may_draw_forms=False).to_pil().convert("RGB")
    image.save(out, "JPEG", quality=75)
    return out.getvalue()


class RefusedError(Exception):
    """What was asked for cannot be done; the text says why."""


class Changes:
    """Reads a form about an item and says which corrections it means."""

    def __init__(self, desk: Desk, item: Item, decree: Decree, form: Mapping[str, str], words: Words) -> None:
        self._desk = desk
        self._item = item
        self._decree = decree
        self._form = form
        self._t = words

    def wanted(self, action: str) -> list[Correction]:
        """The corrections that the action means.

        Raises:
            RefusedError: it cannot be done.
        """
        if action == "dismiss":
            return self._dismissed(frozenset(GapCode))
        if action == "clear":
            return self._cleared()
        if action in {"merge", "split"} and self._item.kind == "row":
            return [self._merge()] if action == "merge" else [self._split()]
        if action == "save":
            return self._saved()
        raise RefusedError(action)

    def _make(self, action: str, at: TextValue | None, /, **said: Any) -> Correction:
        """A correction at a value's place, or at the item's where the value has none."""
        if at is None or at.page is None or at.bbox is None:
            at = anchor(self._decree, self._item.kind, self._item.position, self._item.row)
        place = {"page": at.page, "bbox": at.bbox} if at else {}
        return self._desk.correction(self._decree, action, **place, **said)

    def _text(self, name: str) -> str | None:
        """A field of the form as text, lines ended as ours are; ``None`` where the form has none."""
        text = self._form.get(name)
        return None if text is None else text.replace("\r\n", "\n").strip()

    def _saved(self) -> list[Correction]:
        item = self._item
        if item.kind == "document":
            return [*self._metadata(), *self._dismissed(frozenset(GapCode) - OF_METADATA)]
        out = [*self._names()]
        if item.kind == "row":
            out += self._cells()
            return out + self._dismissed(frozenset(GapCode) - OF_A_CELL - OF_A_NAME)
        if not out and any(reason.code in OF_A_NAME for reason in item.reasons):
            out.append(self._make("accept", None, field="jabatan"))
        return out + self._dismissed(frozenset(GapCode) - OF_A_NAME)

    def _cells(self) -> Iterator[Correction]:
        row = self._decree.positions[self._item.position].rows[self._item.row]
        asked = {reason.field for reason in self._item.reasons if reason.code in OF_A_CELL}
        for name in FIELDS:
            cell: TextValue = getattr(row, name)
            text = self._text(name)
            if text is None:
                continue
            if text != cell.text:
                action = "set" if text else "empty"
                yield self._make(action, cell, field=name, value=text or None, was=cell.text)
            elif name in asked:
                yield self._make("accept" if text else "empty", cell, field=name, was=cell.text)

    def _names(self) -> Iterator[Correction]:
        position = self._decree.positions[self._item.position]
        place = anchor(self._decree, "position", self._item.position, -1)
        canonical = position.canonical.name if position.canonical else ""
        for name, now in (("jabatan", position.jabatan or ""), ("canonical", canonical)):
            text = self._text(name)
            if text is not None and text != now:
                yield self._make("set", place, field=name, value=text or None, was=now)

    def _metadata(self) -> Iterator[Correction]:
        asked = {reason.field for reason in self._item.reasons if reason.code in OF_METADATA}
        for name in METADATA:
            text = self._text(name)
            now = getattr(self._decree.decree, name)
            if text is None:
                continue
            if text != ("" if now is None else str(now)):
                self._check(name, text)
                yield self._make(
                    "set", None, field=name, value=text or None, was=None if now is None else str(now)
                )
            elif name in asked:
                yield self._make("accept", None, field=name)

    def _check(self, name: str, text: str) -> None:
        try:
            Metadata.model_validate({name: text or None})
        except ValueError:
            raise RefusedError(self._t("refused", value=f"{name}: {text}")) from None

    def _cleared(self) -> list[Correction]:
        """The field in hand, else those that were asked for, are empty in print."""
        if self._item.kind != "row":
            return self._dismissed(frozenset(GapCode))
        row = self._decree.positions[self._item.position].rows[self._item.row]
        asked = [reason.field for reason in self._item.reasons if reason.field in FIELDS]
        names = [self._form["focus"]] if self._form.get("focus") in FIELDS else asked
        return [
            self._make("empty", getattr(row, name), field=name, was=getattr(row, name).text)
            for name in dict.fromkeys(names)
            if name is not None
        ]

    def _merge(self) -> Correction:
        if self._item.row == 0:
            raise RefusedError(self._t("no_above"))
        return self._make("merge", None)

    def _split(self) -> Correction:
        parts = {}
        for name in FIELDS:
            upper, *lower = re.split(SPLIT, self._text(name) or "", maxsplit=1)
            if lower:
                parts[name] = (upper.strip(), lower[0].strip())
        if not parts:
            raise RefusedError(self._t("no_split"))
        return self._make("split", None, parts=parts)

    def _dismissed(self, codes: frozenset[GapCode]) -> list[Correction]:
        """The item's reasons of these codes need nothing."""
        out = []
        for reason in self._item.reasons:
            if reason.code not in codes:
                continue
            if self._item.kind == "row" and reason.code is GapCode.LOW_CONFIDENCE and reason.field in FIELDS:
                row = self._decree.positions[self._item.position].rows[self._item.row]
                out.append(self._make("accept", getattr(row, reason.field), field=reason.field))
                continue
            place = {"page": reason.page, "bbox": reason.bbox, "field": reason.field}
            out.append(self._desk.correction(self._decree, "dismiss", code=reason.code.value, **place))
        return out


def create_app(desk: Desk, token: str, lang: str = "id") -> Flask:
    """The desk as a WSGI application; every address begins with the token."""
    app = Flask("iki-desk", template_folder=str(HERE), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 4 << 20
    words = Words(lang, TEXTS | DESK_TEXTS)
    vocabulary = Vocabulary.load()

    @app.before_request
    def guard() -> None:
        if request.host.rsplit(":", 1)[0] not in {"127.0.0.1", "localhost"}:
            abort(403)
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin not in {None, request.host_url.rstrip("/")}:
            abort(403)

    @app.after_request
    def sealed(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def page(template: str, **said: Any) -> str:
        return render_template(template, t=words, desk=desk, lang=lang, **said)

    def shown(item: Item, notice: str = "", status: int = 200) -> tuple[str, int]:
        decree = desk.decree(item)
        position = decree.positions[item.position] if item.kind != "document" else None
        found = (
            vocabulary.match(position.jabatan, decree.decree.unit_kerja)
            if position and position.jabatan
            else None
        )
        text = page(
            "desk_item.html",
            item=item,
            decree=decree,
            position=position,
            row=position.rows[item.row] if position and item.kind == "row" else None,
            size=desk.page_size(item.decree_id, decree.source.sha256, item.page) if item.page else None,
            names=[candidate.name for candidate in found.candidates] if found else [],
            metadata=METADATA,
            fields=FIELDS,
            seen=_seen(item, decree),
            explain=lambda code: explained(code, lang),
            notice=notice,
        )
        return text, status

    @app.get(f"/{token}/")
    def start() -> BaseResponse | str:
        with desk.lock:
            desk.refresh()
            item = desk.queue.after(None)
        return (
            redirect(url_for("look", key=item.key))
            if item
            else page("desk_list.html", view="queue", items=[])
        )

    @app.get(f"/{token}/queue")
    def queue() -> str:
        with desk.lock:
            desk.refresh()
            return page(
                "desk_list.html",
                view="queue",
                items=desk.queue.first(LIST),
                explain=lambda code: explained(code, lang),
            )

    @app.get(f"/{token}/item/<key>")
    def look(key: str) -> Any:
        with desk.lock:
            desk.refresh()
            item = desk.queue.get(key)
            return shown(item) if item else redirect(url_for("start"))

    @app.get(f"/{token}/item/<key>/<any(next,previous):way>")
    def go(key: str, way: str) -> BaseResponse:
        with desk.lock:
            item = desk.queue.get(key)
            if item is not None:
                item = desk.queue.after(item.order) if way == "next" else desk.queue.before(item.order)
        return redirect(url_for("look", key=item.key) if item else url_for("start"))

    @app.post(f"/{token}/item/<key>")
    def correct(key: str) -> Any:
        with desk.lock:
            desk.refresh()
            item = desk.queue.get(key)
            if item is None:
                return redirect(url_for("start"))
            decree = desk.decree(item)
            if request.form.get("seen") != _seen(item, decree):
                return shown(item, words("changed"), 409)
            action = request.form.get("action", "save")
            try:
                desk.add(Changes(desk, item, decree, request.form, words).wanted(action))
            except RefusedError as refused:
                return shown(item, str(refused), 422)
            following = desk.queue.get(key) if action in {"merge", "split"} else None
            following = following or desk.queue.after(item.order)
        return redirect(url_for("look", key=following.key) if following else url_for("start"), 303)

    @app.post(f"/{token}/undo")
    def undo() -> BaseResponse:
        with desk.lock:
            desk.refresh()
            standing = desk.standing()
            identity = request.form.get("id") or (standing[0].id if standing else "")
            found = desk.undo(identity)
            item = desk.near(found) if found else None
        return redirect(url_for("look", key=item.key) if item else url_for("start"), 303)

    @app.get(f"/{token}/history")
    def history() -> str:
        with desk.lock:
            desk.refresh()
            return page("desk_list.html", view="history", corrections=desk.standing()[:HISTORY])

    @app.get(f"/{token}/conflicts")
    def disputed() -> str:
        with desk.lock:
            desk.refresh()
            return page("desk_list.html", view="conflicts", conflicts=conflicts(desk.corrections))

    @app.get(f"/{token}/page/<key>/<int:number>.jpg")
    def picture(key: str, number: int) -> Response:
        with desk.lock:
            item = desk.queue.get(key)
            data = desk.picture(item.decree_id, desk.decree(item).source.sha256, number) if item else None
        if data is None:
            abort(404)
        return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=600"})

    @app.get(f"/{token}/<any('report.css','desk.css','desk.js'):name>")
    def asset(name: str) -> Response:
        kind = "text/css" if name.endswith("css") else "text/javascript"
        return Response((HERE / name).read_bytes(), content_type=f"{kind}; charset=utf-8")

    return app


def _seen(item: Item, decree: Decree) -> str:
    """A short text that differs once the item's place was changed."""
    if item.kind == "document":
        state = decree.decree.model_dump_json() + "".join(gap.code for gap in decree.gaps)
    else:
        state = decree.positions[item.position].model_dump_json()
    reasons = "".join(f"{reason.code}{reason.field}" for reason in item.reasons)
    return hashlib.sha256((state + reasons).encode()).hexdigest()[:16]
