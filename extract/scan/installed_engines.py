"""Which recognition engines there are, for the reader of scans, the ink audit and `iki doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .engine import LineEngine
from .engine_failures import BrokenEngine, CheckedEngine, failure
from .options import ScanOptions
from .rapid import model_path, rapid_engine
from .tesseract import installed_models, tesseract_engine


@dataclass(frozen=True, slots=True)
class Model:
    """A file that an engine loads; ``package`` is the Python package whose wheel brought it, None for others."""

    path: Path
    package: str | None = None


def available_engines(options: ScanOptions) -> list[LineEngine]:
    """The engines that the options allow and that are installed, the leading one first.

    One that is installed but cannot be loaded is among them: it raises an `EngineFailedError` when it is to read.
    """
    engines = []
    if options.engine in ("auto", "rapidocr"):
        engines.append(_loaded("rapidocr", rapid_engine))
    if options.engine in ("auto", "tesseract"):
        engines.append(_loaded("tesseract", lambda: tesseract_engine(options.languages)))
    return [engine for engine in engines if engine is not None]


def engine_models() -> Iterator[Model]:
    """The files of models that the installed engines load."""
    if (path := model_path()) is not None:
        yield Model(path, "rapidocr")
    yield from (Model(path) for path in installed_models())


def _loaded(name: str, load: Callable[[], LineEngine | None]) -> LineEngine | None:
    try:
        engine = load()
    except MemoryError:  # the whole input's, to be tried again with more
        raise
    except Exception as error:  # onnxruntime and tesserocr raise kinds of their own
        return BrokenEngine(failure(name, "cannot be loaded", error))
    return None if engine is None else CheckedEngine(engine)
