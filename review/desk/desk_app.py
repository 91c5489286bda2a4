"""``iki review``: a small local web application to put right what the machine could not.

Loopback only, under a random token in the address; requests that name another host are refused, so that
no web page can reach in by a trick of names. Pages are plain forms rendered here; a script adds keys, zoom and
drafts. Nothing typed is lost: the script keeps it in the browser until it is saved or thrown away by name, a refused
form comes back as it was typed, and what was changed elsewhere in the meantime is shown beside it.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from ... import report
from ...batch.output_names import REPORT, REPORT_FILES
from ...report.gap_words import explained
from ...report.output_reader import read_decree
from ...report.report_words import TEXTS, Words
from ...schema.gaps import GapCode
from ...schema.models import FIELDS, Decree
from ..corrections import METADATA, SIGNATURE, conflicts, is_added
from .desk_form import Changes, RefusedError
from .desk_queue import Item
from .desk_state import Desk
from .desk_words import DESK_TEXTS

HERE = Path(__file__).parent
OF_REPORT = Path(report.__path__[0])
HISTORY, LIST = 500, 200  # corrections and items that a page lists
LARGEST_FORM = 4 << 20  # bytes of what is sent to the desk
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# The report holds its own style sheet and script.
REPORT_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class _Site:
    """What all pages of one desk share."""

    desk: Desk
    token: str
    words: Words
    lang: str

    def page(self, template: str, **said: Any) -> str:
        """A page of the desk."""
        return render_template(
            template,
            t=self.words,
            desk=self.desk,
            lang=self.lang,
            explain=lambda code: explained(code, self.lang),
            codes=frozenset(GapCode),
            **said,
        )

    def shown(
        self, item: Item, notice: str = "", status: int = 200, typed: Mapping[str, str] | None = None
    ) -> tuple[str, int]:
        """The page of an item and its HTTP status, with a notice and with what was typed before, if it was refused."""
        desk = self.desk
        decree = desk.decree(item)
        position = decree.positions[item.position] if item.kind != "document" else None
        number = _page_number(item, decree)
        before, after = desk.neighbours(item)
        text = self.page(
            "desk_item.html",
            item=item,
            decree=decree,
            position=position,
            row=position.rows[item.row] if position and item.kind == "row" else None,
            number=number,
            size=desk.page_size(item.decree_id, decree.source.sha256, number) if number else None,
            names=desk.names_like(position.jabatan or "") if position else [],
            before=before,
            after=after,
            queued=desk.queue.get(item.key) is not None,
            metadata=METADATA,
            signature_fields=SIGNATURE,
            fields=FIELDS,
            seen=_seen(item, decree),
            is_added=is_added,
            notice=notice,
            typed=typed or {},
            saved=request.args.get("saved", "") if request.method == "GET" else "",
        )
        return text, status

    @staticmethod
    def to(item: Item | None, saved: str = "", code: int = 303) -> BaseResponse:
        """A redirection to an item, or to the desk's first page; ``saved`` is the key of the one just saved."""
        where = (
            url_for("look", key=item.key, saved=saved or None)
            if item
            else url_for("start", saved=saved or None)
        )
        return redirect(where, code)


def create_app(desk: Desk, token: str, lang: str = "id") -> Flask:
    """The desk as a WSGI application; every address begins with the token."""
    app = Flask("iki-desk", template_folder=str(HERE), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    site = _Site(desk, token, Words(lang, TEXTS | DESK_TEXTS), lang)
    _protect(app)
    for add in (_add_lists, _add_items, _add_corrections, _add_files):
        add(app, site)
    return app


def _protect(app: Flask) -> None:
    """Refuse other hosts and origins, and tell browsers to run and load nothing of others."""

    @app.before_request
    def guard() -> None:
        if request.host.rsplit(":", 1)[0] not in {"127.0.0.1", "localhost"}:
            abort(403)
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin not in {None, request.host_url.rstrip("/")}:
            abort(403)

    @app.after_request
    def sealed(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _add_lists(app: Flask, site: _Site) -> None:
    """Add the pages of queue, documents, history and conflicts."""
    desk, token = site.desk, site.token

    @app.get(f"/{token}/")
    def start() -> BaseResponse | str:
        with desk.lock:
            desk.refresh()
            item = desk.queue.after(None)
        if item:
            return site.to(item, request.args.get("saved", ""), 302)
        return site.page("desk_list.html", view="queue", items=[], found=0, chosen={}, choices={})

    @app.get(f"/{token}/queue")
    def queue() -> str:
        with desk.lock:
            desk.refresh()
            every = desk.queue.first(len(desk.queue))
            chosen = {name: request.args.get(name, "") for name in ("document", "code", "field")}
            found = [item for item in every if _fits(item, chosen)]
            choices = {
                "document": sorted({item.decree_id for item in every}),
                "code": sorted({reason.code.value for item in every for reason in item.reasons}),
                "field": sorted({reason.field for item in every for reason in item.reasons if reason.field}),
            }
            return site.page(
                "desk_list.html",
                view="queue",
                items=found[:LIST],
                found=len(found),
                chosen=chosen,
                choices=choices,
            )

    @app.get(f"/{token}/documents")
    def documents() -> str:
        with desk.lock:
            desk.refresh()
            wanted = request.args.get("q", "")[:200]
            found = desk.documents(wanted)
            return site.page(
                "desk_documents.html",
                lines=found[:LIST],
                count=len(found),
                wanted=wanted,
                decree_id=None,
            )

    @app.get(f"/{token}/history")
    def history() -> str:
        with desk.lock:
            desk.refresh()
            standing = desk.standing()
            return site.page(
                "desk_list.html",
                view="history",
                corrections=standing[:HISTORY],
                together=Counter(c.act for c in standing if c.act),
            )

    @app.get(f"/{token}/conflicts")
    def disputed() -> str:
        with desk.lock:
            desk.refresh()
            return site.page("desk_list.html", view="conflicts", conflicts=conflicts(desk.corrections))


def _add_items(app: Flask, site: _Site) -> None:
    """Add the pages of one document, place or item, and the way from item to item."""
    desk, token = site.desk, site.token

    @app.get(f"/{token}/document/<path:decree_id>")
    def document(decree_id: str) -> str:
        with desk.lock:
            desk.refresh()
            if decree_id not in desk.decree_ids():
                abort(404)
            found = desk.places(decree_id)
            decree = desk.decree(found[0])
            standing = {c.id: c for c in desk.standing() if c.sha256 == decree.source.sha256}
            return site.page(
                "desk_documents.html",
                decree_id=decree_id,
                decree=decree,
                found=found,
                lines=[],
                asked=any(desk.queue.of(own) for own in desk.decrees_of(decree.source.sha256)),
                confirmed=next((c for c in standing.values() if c.action == "confirm"), None),
            )

    @app.get(f"/{token}/place/<path:decree_id>")
    def place(decree_id: str) -> BaseResponse:
        with desk.lock:
            desk.refresh()
            item = desk.place(
                decree_id, request.args.get("position", -1, int), request.args.get("row", -1, int)
            )
        if item is None:
            abort(404)
        return site.to(item, code=302)

    @app.get(f"/{token}/item/<key>")
    def look(key: str) -> Any:
        with desk.lock:
            desk.refresh()
            item = desk.item(key)
            return site.shown(item) if item else redirect(url_for("start"))

    @app.get(f"/{token}/item/<key>/<any(next,previous):way>")
    def go(key: str, way: str) -> BaseResponse:
        with desk.lock:
            item = desk.item(key)
            if item is not None:
                item = desk.queue.after(item.order) if way == "next" else desk.queue.before(item.order)
        return site.to(item, code=302)


def _add_corrections(app: Flask, site: _Site) -> None:
    """Add what saves and undoes corrections."""
    desk, token, words = site.desk, site.token, site.words

    @app.post(f"/{token}/item/<key>")
    def correct(key: str) -> Any:
        with desk.lock:
            desk.refresh()
            item = desk.item(key)
            if item is None:
                typed = {
                    name: text
                    for name, text in request.form.items()
                    if name not in {"seen", "focus", "action"}
                }
                return site.page("desk_lost.html", typed=typed), 409
            decree = desk.decree(item)
            if request.form.get("seen") != _seen(item, decree):
                return site.shown(item, words("changed"), 409, request.form)
            action = request.form.get("action", "save")
            try:
                desk.add(Changes(desk, item, decree, request.form, words).wanted(action))
            except RefusedError as refused:
                return site.shown(item, str(refused), 422, request.form)
            following = _following(desk, item, action)
        return site.to(following, "" if action == "dismiss" else key)

    @app.post(f"/{token}/confirm/<path:decree_id>")
    def confirm(decree_id: str) -> BaseResponse:
        with desk.lock:
            desk.refresh()
            if decree_id not in desk.decree_ids():
                abort(404)
            decree = read_decree(desk.out_dir, decree_id)
            desk.add([desk.correction(decree, "confirm")])
        return redirect(url_for("document", decree_id=decree_id), 303)

    @app.post(f"/{token}/undo")
    def undo() -> BaseResponse:
        with desk.lock:
            desk.refresh()
            standing = desk.standing()
            identity = request.form.get("id") or (standing[0].id if standing else "")
            found = desk.undo(identity)
            item = desk.near(found) if found else None
        return site.to(item)


def _add_files(app: Flask, site: _Site) -> None:
    """Add the report, names for the search, pictures of pages, style sheets and scripts."""
    desk, token, words = site.desk, site.token, site.words

    @app.get(f"/{token}/report/")
    def report() -> Response:
        return _of_report(desk.out_dir / REPORT, f"/{token}/", words)

    @app.get(f"/{token}/report/{REPORT_FILES}/<name>")
    def of_report(name: str) -> Response:
        folder = desk.out_dir / REPORT_FILES
        if not folder.is_dir() or name not in os.listdir(folder):
            abort(404)
        return _of_report(folder / name, f"/{token}/", words)

    @app.get(f"/{token}/names")
    def names() -> Response:
        return jsonify(desk.names_like(request.args.get("q", "")[:200]))

    @app.get(f"/{token}/page/<key>/<int:number>.jpg")
    def picture(key: str, number: int) -> Response:
        with desk.lock:
            item = desk.item(key)
            data = desk.picture(item.decree_id, desk.decree(item).source.sha256, number) if item else None
        if data is None:
            abort(404)
        return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=600"})

    @app.get(f"/{token}/<any('report.css','desk.css','desk.js'):name>")
    def asset(name: str) -> Response:
        kind = "text/css" if name.endswith("css") else "text/javascript"
        folder = OF_REPORT if name.startswith("report") else HERE
        return Response((folder / name).read_bytes(), content_type=f"{kind}; charset=utf-8")


def _of_report(path: Path, desk: str, words: Words) -> Response:
    """The report, or a file beside it; its pages get the desk's address, so that gaps link to their places."""
    if not path.is_file():
        abort(404)
    content = path.read_bytes()
    if path.suffix == ".html":
        told = Markup('<body data-desk="{}" data-to-desk="{}"').format(desk, words("to_desk"))
        content = content.replace(b"<body", told.encode(), 1)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(content, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _page_number(item: Item, decree: Decree) -> int | None:
    """The page to show: the one that was turned to, else the item's."""
    asked = request.args.get("page", "")
    if asked.isdecimal() and 1 <= int(asked) <= decree.source.pages:
        return int(asked)
    return item.page


def _following(desk: Desk, item: Item, action: str) -> Item | None:
    """Where to go on: beside what was added or taken away, else to the queue's next place."""
    if action in {"save", "dismiss", "clear"}:
        return desk.queue.after(item.order)
    found: dict[tuple[str, int, int], Item] = {
        (own.kind, own.position, own.row): own for own in desk.places(item.decree_id)
    }
    at = (item.kind, item.position, item.row)
    places: dict[str, list[tuple[str, int, int]]] = {
        "insert": [("row", item.position, item.row + 1), at],
        "remove": [at, ("row", item.position, item.row - 1), ("position", item.position, -1)],
        "merge": [("row", item.position, item.row - 1)],
    }
    return next((found[place] for place in places.get(action, [at]) if place in found), None)


def _fits(item: Item, chosen: Mapping[str, str]) -> bool:
    return (
        chosen["document"] in {"", item.decree_id}
        and (not chosen["code"] or any(reason.code.value == chosen["code"] for reason in item.reasons))
        and (not chosen["field"] or any(reason.field == chosen["field"] for reason in item.reasons))
    )


def _seen(item: Item, decree: Decree) -> str:
    """A short text that differs once the item's place was changed."""
    if item.kind == "document":
        state = decree.decree.model_dump_json() + "".join(gap.code for gap in decree.gaps)
    else:
        state = decree.positions[item.position].model_dump_json()
    reasons = "".join(f"{reason.code}{reason.field}" for reason in item.reasons)
    return hashlib.sha256((state + reasons).encode()).hexdigest()[:16]
