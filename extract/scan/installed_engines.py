"""Which recognition engines there are, for the reader of scans, the ink audit and `iki doctor`."""

from __future__ import annotations

from collections.abc import Callable

from .engine import LineEngine
from .engine_failures import BrokenEngine, CheckedEngine, failure
from .ppocr import large_engine, quick_engine
from .scan_options import ScanOptions
from .tesseract_engine import tesseract_engine


def available_engines(options: ScanOptions) -> list[LineEngine]:
    """The engines that the options allow and that are installed, as `arbitration.read_lines` takes them.

    One that is installed but cannot be loaded is among them: it raises an `EngineFailedError` when it is to read.
    """
    engines = []
    if options.engine in ("auto", "ppocr"):
        engines.append(_loaded("ppocr-small", large_engine))
    if options.engine == "auto":
        engines.append(_loaded("ppocr-tiny", quick_engine))
    if options.engine in ("auto", "tesseract"):
        engines.append(_loaded("tesseract", lambda: tesseract_engine(options.languages)))
    return [engine for engine in engines if engine is not None]


def _loaded(name: str, load: Callable[[], LineEngine | None]) -> LineEngine | None:
    try:
        engine = load()
    except MemoryError:  # the whole input's, to be tried again with more
        raise
    except Exception as error:  # onnxruntime and tesserocr raise kinds of their own
        return BrokenEngine(failure(name, "cannot be loaded", error))
    return None if engine is None else CheckedEngine(engine)
