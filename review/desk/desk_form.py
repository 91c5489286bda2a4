"""Reads a form of the desk and says which corrections it means.

Every button keeps what was typed: what changed is saved with what the button does. Names of fields: those of a row's
cells and of the metadata as in the record; ``tugas.2`` and ``fungsi.0`` for duties, ``signature.0.nama`` and the like
for signatures, ``new.tugas``, ``new.signature.nama`` for what is to be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...report.report_words import Words
from ...schema.gaps import GapCode
from ...schema.models import FIELDS, Decree, Metadata, Position, Signature, TextValue
from ..corrections import (
    LISTS,
    METADATA,
    OF_A_CELL,
    OF_A_NAME,
    OF_METADATA,
    SIGNATURE,
    SIGNED,
    Correction,
)
from .desk_queue import Item, anchor

if TYPE_CHECKING:
    from .desk_state import Desk

SPLIT = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


class RefusedError(Exception):
    """What was asked for cannot be done; the text says why."""


class Changes:
    """Reads a form about an item."""

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
        row = self._item.kind == "row"
        if action == "save":
            return self._saved()
        if action == "dismiss":
            return self._dismissed(frozenset(GapCode))
        if action == "clear":
            return self._cleared()
        if action == "split" and row:
            parts = self._parts()
            return [*self._edits(frozenset(parts)), self._make("split", None, parts=parts)]
        if action == "merge" and row:
            if self._item.row == 0:
                raise RefusedError(self._t("no_above"))
            return [*self._edits(), self._make("merge", None)]
        if action == "insert":
            return [*self._edits(), self._make("insert", None, texts={})]
        if action == "remove" and row:
            return [self._make("remove", None)]
        if action.startswith("remove:") and self._item.kind == "position":
            return [*self._edits(), self._removed(action.removeprefix("remove:"))]
        raise RefusedError(action)

    # -- corrections -------------------------------------------------------------------------------------

    def _make(self, action: str, at: TextValue | Signature | None, /, **said: Any) -> Correction:
        """A correction at a value's place, or at the item's where the value has none."""
        item = self._item
        if at is None or at.page is None or at.bbox is None:
            at = anchor(self._decree, item.kind, item.position, item.row)
        if at is not None:
            place: dict[str, Any] = {"page": at.page, "bbox": at.bbox}
        elif item.kind == "document":
            place = {}
        else:
            place = {"position": item.position, "row": item.row if item.row >= 0 else None}
        return self._desk.correction(self._decree, action, **(place | said))

    def _of_list(self, action: str, at: TextValue | Signature, number: int, /, **said: Any) -> Correction:
        """A correction of a duty or signature, told by its number where it has no place."""
        if at.page is not None and at.bbox is not None:
            return self._make(action, at, **said)
        place = {"position": self._item.position, "row": number}
        return self._desk.correction(self._decree, action, **place, **said)

    @property
    def _position(self) -> Position:
        return self._decree.positions[self._item.position]

    def _text(self, name: str) -> str | None:
        """A field of the form as text, lines ended as ours are; ``None`` where the form has none."""
        text = self._form.get(name)
        return None if text is None else text.replace("\r\n", "\n").strip()

    # -- what changed ------------------------------------------------------------------------------------

    def _edits(self, without: frozenset[str] = frozenset()) -> list[Correction]:
        """Everything that was typed and differs from what stands there."""
        if self._item.kind == "document":
            return list(self._metadata(accept=False))
        out = list(self._names())
        if self._item.kind == "row":
            return out + list(self._cells(accept=False, without=without))
        return [*out, *self._duties(), *self._signatures()]

    def _saved(self) -> list[Correction]:
        item = self._item
        if item.kind == "document":
            return [*self._metadata(accept=True), *self._dismissed(frozenset(GapCode) - OF_METADATA)]
        if item.kind == "row":
            out = [*self._names(), *self._cells(accept=True)]
            return out + self._dismissed(frozenset(GapCode) - OF_A_CELL - OF_A_NAME)
        out = self._edits()
        if any(reason.code in OF_A_NAME for reason in item.reasons) and not any(
            c.field in {"jabatan", "canonical"} for c in out
        ):
            out.append(self._make("accept", None, field="jabatan"))
        return out + self._dismissed(frozenset(GapCode) - OF_A_NAME)

    def _cells(self, *, accept: bool, without: frozenset[str] = frozenset()) -> Iterator[Correction]:
        row = self._position.rows[self._item.row]
        asked = {reason.field for reason in self._item.reasons if reason.code in OF_A_CELL}
        for name in FIELDS:
            cell: TextValue = getattr(row, name)
            text = self._text(name)
            if text is None or name in without:
                continue
            if text != cell.text:
                action = "set" if text else "empty"
                yield self._make(action, cell, field=name, value=text or None, was=cell.text)
            elif accept and name in asked:
                yield self._make("accept" if text else "empty", cell, field=name, was=cell.text)

    def _names(self) -> Iterator[Correction]:
        position = self._position
        place = anchor(self._decree, "position", self._item.position, -1)
        canonical = position.canonical.name if position.canonical else ""
        for name, now in (("jabatan", position.jabatan or ""), ("canonical", canonical)):
            text = self._text(name)
            if text is None or text == now:
                continue
            said: dict[str, Any] = {"field": name, "value": text or None, "was": now}
            if name == "canonical" and text:
                said["named"] = self._desk.named(text)
                if said["named"] is None:
                    raise RefusedError(self._t("unknown_name", value=text))
            yield self._make("set", place, **said)

    def _duties(self) -> Iterator[Correction]:
        for kind in LISTS:
            values: list[TextValue] = getattr(self._position, kind)
            for number, value in enumerate(values):
                text = self._text(f"{kind}.{number}")
                if text == "":
                    yield self._of_list("remove", value, number, field=kind, was=value.text)
                elif text is not None and text != value.text:
                    yield self._of_list("set", value, number, field=kind, value=text, was=value.text)
            if text := self._text(f"new.{kind}"):
                yield self._make("insert", None, field=kind, texts={"text": text})

    def _signatures(self) -> Iterator[Correction]:
        for number, signature in enumerate(self._position.signatures):
            for name in SIGNATURE:
                now = getattr(signature, name) or ""
                text = self._text(f"signature.{number}.{name}")
                if text is not None and text != now:
                    said = {"field": f"{SIGNED}{name}", "value": text or None, "was": now}
                    yield self._of_list("set", signature, number, **said)
        texts = {name: text for name in SIGNATURE if (text := self._text(f"new.signature.{name}"))}
        if texts:
            yield self._make("insert", None, field="signature", texts=texts)

    def _removed(self, name: str) -> Correction:
        kind, _, number = name.partition(".")
        values: list[Any] = getattr(self._position, "signatures" if kind == "signature" else kind, [])
        if kind not in {*LISTS, "signature"} or not number.isdecimal() or int(number) >= len(values):
            raise RefusedError(name)
        return self._of_list("remove", values[int(number)], int(number), field=kind)

    def _metadata(self, *, accept: bool) -> Iterator[Correction]:
        asked = {reason.field for reason in self._item.reasons if reason.code in OF_METADATA}
        for name in METADATA:
            text = self._text(name)
            now = getattr(self._decree.decree, name)
            if text is None:
                continue
            if text != ("" if now is None else str(now)):
                self._check(name, text)
                was = None if now is None else str(now)
                yield self._make("set", None, field=name, value=text or None, was=was)
            elif accept and name in asked:
                yield self._make("accept", None, field=name)

    def _check(self, name: str, text: str) -> None:
        try:
            Metadata.model_validate({name: text or None})
        except ValueError:
            hint = self._t(f"form_of_{name}") if self._t.knows(f"form_of_{name}") else ""
            raise RefusedError(self._t("refused", value=f"{name}: {text}", hint=hint)) from None

    # -- other buttons -----------------------------------------------------------------------------------

    def _cleared(self) -> list[Correction]:
        """Corrections that mark the current field as empty in print and keep what was typed in the others."""
        if self._item.kind != "row":
            return self._dismissed(frozenset(GapCode))
        name = self._form.get("focus", "")
        if name not in FIELDS:
            raise RefusedError(self._t("no_focus"))
        cell: TextValue = getattr(self._position.rows[self._item.row], name)
        return [*self._edits(frozenset({name})), self._make("empty", cell, field=name, was=cell.text)]

    def _parts(self) -> dict[str, tuple[str, str]]:
        parts = {}
        for name in FIELDS:
            upper, *lower = re.split(SPLIT, self._text(name) or "", maxsplit=1)
            if lower:
                parts[name] = (upper.strip(), lower[0].strip())
        if not parts:
            raise RefusedError(self._t("no_split"))
        return parts

    def _dismissed(self, codes: frozenset[GapCode]) -> list[Correction]:
        """Corrections that dismiss the item's reasons of these codes."""
        out = []
        for reason in self._item.reasons:
            if reason.code not in codes:
                continue
            if self._item.kind == "row" and reason.code is GapCode.LOW_CONFIDENCE and reason.field in FIELDS:
                row = self._position.rows[self._item.row]
                out.append(self._make("accept", getattr(row, reason.field), field=reason.field))
                continue
            place = {"page": reason.page, "bbox": reason.bbox, "field": reason.field}
            out.append(self._desk.correction(self._decree, "dismiss", code=reason.code.value, **place))
        return out
