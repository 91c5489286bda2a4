"""Errors of the program: each says what is wrong, where, and what to do.

``status`` is what the ledger records for an input that ended in this error.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar


class IkiError(Exception):
    """Base of all errors that a user may see; ``str()`` of it is a sentence with file, page and remedy."""

    status: ClassVar[str] = "failed"

    def __init__(
        self, what: str, *, file: str | None = None, page: int | None = None, remedy: str = ""
    ) -> None:
        self.what = what
        self.file = file
        self.page = page
        self.remedy = remedy
        super().__init__(what, file, page, remedy)

    def __str__(self) -> str:
        where = self.file or ""
        if self.page is not None:
            where += f", page {self.page}" if where else f"page {self.page}"
        text = f"{where}: {self.what}" if where else self.what
        return f"{text}. {self.remedy}" if self.remedy else text

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.file, self.page, self.remedy))


def _rebuild(kind: type[IkiError], what: str, file: str | None, page: int | None, remedy: str) -> IkiError:
    return kind(what, file=file, page=page, remedy=remedy)


class UsageError(IkiError):
    """The command line asks for something that cannot be."""

    status = "usage"


class NotAPdfError(IkiError):
    """The file is no PDF, whatever its name says."""

    status = "not_pdf"


class EncryptedError(IkiError):
    """The file opens with a password only."""

    status = "encrypted"


class DamagedError(IkiError):
    """The file is a PDF that nothing could repair."""

    status = "damaged"


class EmptyFileError(IkiError):
    """The file has no bytes, or no pages."""

    status = "empty"


class TooLargeError(IkiError):
    """The file or a page is beyond the limits."""

    status = "too_large"


class UnsupportedError(IkiError):
    """A kind of file that the program does not read."""

    status = "unsupported"


class EngineUnavailableError(IkiError):
    """A reading engine was asked for that is not installed."""

    status = "engine_unavailable"


class EngineFailedError(IkiError):
    """A reading engine is there, but cannot be loaded, broke off, or gave an answer of no sense.

    ``engine`` is its name as in the options, like ``tesseract``.
    """

    status = "engine_failed"

    def __init__(
        self, what: str, *, engine: str, file: str | None = None, page: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(what, file=file, page=page, remedy=remedy)
        self.engine = engine

    def __reduce__(self) -> tuple[object, ...]:
        rebuild = partial(EngineFailedError, engine=self.engine, file=self.file, page=self.page)
        return partial(rebuild, remedy=self.remedy), (self.what,)


class MissingFileError(IkiError):
    """The input is not there, or may not be read."""

    status = "missing"


class RecordError(IkiError):
    """A file in ``decrees/`` is not what the program wrote there."""

    status = "record"


class OutputError(IkiError):
    """The output folder cannot be written: nothing more can be done until that is put right."""

    status = "output"
