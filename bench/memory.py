"""Whether memory stays flat over an archive: resident size while many documents are read one after the other.

    python bench/memory.py [--files FOLDER] [--pages 2000]

One process reads and normalises the PDFs of the folder in turn, again and again, until it has read that many
pages. (For one document of that many pages see `throughput.py --pages`.)
"""

from __future__ import annotations

import argparse
from pathlib import Path

import psutil
from iki.extract.document_reader import read_document
from iki.normalize.decree_builder import build_decrees

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"


def main() -> None:
    """Read the files over and over, and print how the memory of the process grows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=Path, default=SAMPLES, help="a folder of PDFs")
    parser.add_argument("--pages", type=int, default=2000, help="how many pages to read")
    options = parser.parse_args()
    files = sorted(options.files.glob("*.pdf"))
    process = psutil.Process()
    pages, shown = 0, 0
    print("pages read  resident MB")
    while pages < options.pages:
        for path in files:
            document = read_document(path, name=path.name)
            for decree in build_decrees(document):
                decree.model_dump_json()
            pages += len(document.pages)
        if pages >= shown:
            print(f"{pages:10,d} {process.memory_info().rss / 1e6:12.0f}")
            shown += options.pages // 8


if __name__ == "__main__":
    main()
