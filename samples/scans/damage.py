"""Scans of the sample decrees in every state of wear, always the same for the same seed.

    python samples/scans/damage.py --out DIR [--levels clean,office,bad,fax] [--samples NAME,...] [--seed 1]
                                   [--source FOLDER]

Pages of ``samples/decrees/*.pdf`` (or of another folder's PDFs with their truth) are drawn, worn and written as
image-only PDFs, with the truth beside.
"""

from __future__ import annotations

import argparse
import io
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]

DECREES = Path(__file__).parent.parent / "decrees"
STAMPED_OFFICE, STAMPED_BAD = 0.5, 0.4  # shares of pages with a stamp
SPECKS = 0.0008  # share of a fax's pixels that turn black
LEVELS = ("clean", "office", "bad", "fax")


def main() -> None:
    """Write the scans that the command line asks for."""
    parser = argparse.ArgumentParser(description="Scans of the sample decrees in every state of wear")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--samples", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", type=Path, default=DECREES)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = [name for name in given.samples.split(",") if name]
    for source in sorted(given.source.glob("*.pdf")):
        if names and source.stem not in names:
            continue
        for level in given.levels.split(","):
            target = given.out / f"{source.stem}__{level}.pdf"
            pages = [image for image, _ in scanned(source, level, given.seed)]
            save(pages, target, level, resolution(source, level, given.seed))
            shutil.copyfile(source.with_suffix(".truth.json"), given.out / f"{target.stem}.truth.json")


def resolution(source: Path, level: str, seed: int) -> float:
    """Dots per inch of a sample's scan, one of those usual for the level."""
    rng = np.random.default_rng(zlib.crc32(f"{source.stem} {level} {seed}".encode()))
    usual = {"clean": [300], "office": [200, 250, 300], "bad": [150, 200], "fax": [200]}
    return float(rng.choice(usual[level]))


def scanned(source: Path, level: str, seed: int) -> Iterator[tuple[Picture, float]]:
    """The pages of a PDF as scans of that level, with their resolution."""
    document = pypdfium2.PdfDocument(source)
    dpi = resolution(source, level, seed)
    before: Picture | None = None
    for number in range(len(document)):
        rng = np.random.default_rng(zlib.crc32(f"{source.stem} {level} {number} {seed}".encode()))
        page = document[number].render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        sheet = np.array(page[:, :, :3], dtype=np.uint8)
        yield worn(sheet, level, rng, dpi, before), dpi
        before = sheet


def worn(
    sheet: Picture,
    level: str,
    rng: Generator,
    dpi: float,
    behind: Picture | None = None,
    *,
    flat: bool = False,
) -> Picture:
    """One page in the state of the level; ``behind`` is what is printed on its other side.

    A ``flat`` one is neither slanted nor bent nor turned, so that everything keeps its place.
    """
    out = sheet.astype(np.float32)
    if flat:
        out = _worn_rulings(out, rng, dpi, 0.0 if level == "clean" else 0.5 if level == "office" else 1.0)
        return _noisy(_shaded(out, rng, 0.3), rng, 6.0)
    if level == "clean":
        return _noisy(_skewed(out, rng.uniform(-0.5, 0.5), 255), rng, 2.0)
    out = _worn_rulings(out, rng, dpi, 0.5 if level == "office" else 1.0)
    if level == "office":
        if rng.random() < STAMPED_OFFICE:
            out = _stamped(out, rng, dpi, (190.0, 70.0, 60.0))
        out = _punched(_skewed(out, rng.uniform(-1.5, 1.5), 235), dpi)
        return _noisy(_shaded(out, rng, 0.25), rng, 4.0)
    if behind is not None and behind.shape == sheet.shape:
        blurred = cv2.GaussianBlur(behind[:, ::-1].astype(np.float32), (0, 0), 2)
        through: NDArray[np.float32] = np.minimum(out, 255 - 0.12 * (255 - blurred)).astype(np.float32)
        out = through
    if rng.random() < STAMPED_BAD:
        out = _stamped(out, rng, dpi, (60.0, 60.0, 60.0))
    out = _curled(_skewed(out, rng.uniform(-3, 3), 255), rng, dpi)
    soft = np.asarray(cv2.GaussianBlur(out, (0, 0), dpi / 300), np.float32)
    out = _folded(_shaded(soft, rng, 0.35), rng)
    image = _noisy(out, rng, 8.0)
    if level == "fax":
        image = _bilevel(image, rng)
    turns = int(rng.choice([0, 0, 0, 1, 2, 3]))
    return np.ascontiguousarray(np.rot90(image, turns))


def save(pages: list[Picture], target: Path, level: str, dpi: float) -> None:
    """Save an image-only PDF: bilevel for ``fax``, JPEG for the others, grey where nothing is coloured."""
    quality = {"clean": 85, "office": 60, "bad": 35}.get(level, 75)
    images = [_encoded(page, level, quality) for page in pages]
    images[0].save(target, save_all=True, append_images=images[1:], resolution=dpi)


def _encoded(page: Picture, level: str, quality: int) -> Image.Image:
    if level == "fax":
        return Image.fromarray(page[:, :, 1]).convert("1")
    image = Image.fromarray(page if level == "office" else page[:, :, 1])
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue()))


def _skewed(out: NDArray[np.float32], degrees: float, fill: int) -> NDArray[np.float32]:
    height, width = out.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(out, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3)
    return np.asarray(turned, dtype=np.float32)


def _noisy(out: NDArray[np.float32], rng: Generator, strength: float) -> Picture:
    noise = rng.normal(0, strength, out.shape[:2])[:, :, None]
    return np.clip(out + noise, 0, 255).astype(np.uint8)


def _shaded(out: NDArray[np.float32], rng: Generator, depth: float) -> NDArray[np.float32]:
    height, width = out.shape[:2]
    small = rng.uniform(1 - depth, 1.0, (4, 3)).astype(np.float32)
    light = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    edge = round(0.012 * width)
    light[:, :edge] *= np.linspace(0.3, 1.0, edge, dtype=np.float32)
    return np.asarray(out * np.clip(light, 0.2, 1.0)[:, :, None], dtype=np.float32)


def _worn_rulings(out: NDArray[np.float32], rng: Generator, dpi: float, share: float) -> NDArray[np.float32]:
    """Long thin runs of ink lightened piece by piece; dark fields stay, and so does light print in them."""
    dark = (out.min(axis=2) < 128).astype(np.uint8)
    thick = round(11 * min(1.0, dpi / 300))  # pixels: more than a ruling is wide
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    fields = cv2.dilate(
        cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((41, 41), np.uint8)), np.ones((9, 9))
    )
    for size in ((1, 60), (60, 1)):
        runs = (cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size, np.uint8)) > 0) & (fields == 0)
        patches = cv2.resize(rng.random((60, 60)).astype(np.float32), (out.shape[1], out.shape[0]))
        out[runs & (patches < 0.36 * share)] = 250
        out[runs & (patches > 1 - 0.25 * share)] = 170
    return out


def _stamped(
    out: NDArray[np.float32], rng: Generator, dpi: float, colour: tuple[float, float, float]
) -> NDArray[np.float32]:
    height, width = out.shape[:2]
    layer = np.full((height, width), 255, np.uint8)
    radius = round(0.55 * dpi)
    middle = (round(width * rng.uniform(0.4, 0.85)), round(height * rng.uniform(0.35, 0.8)))
    cv2.circle(layer, middle, radius, 0, max(2, round(dpi / 60)))
    cv2.circle(layer, middle, round(radius * 0.68), 0, max(1, round(dpi / 100)))
    size = dpi / 220
    cv2.putText(layer, "CAMAT", (middle[0] - round(radius * 0.55), middle[1]), 0, size, 0, 2)
    share = (255 - layer.astype(np.float32))[:, :, None] / 255 * 0.85
    return np.asarray(
        np.minimum(out, out * (1 - share) + np.array(colour, np.float32)[::-1] * share), np.float32
    )


def _punched(out: NDArray[np.float32], dpi: float) -> NDArray[np.float32]:
    height = out.shape[0]
    for share in (0.4, 0.62):
        cv2.circle(out, (round(0.35 * dpi), round(height * share)), round(0.11 * dpi), (30, 30, 30), -1)
    return out


def _curled(out: NDArray[np.float32], rng: Generator, dpi: float) -> NDArray[np.float32]:
    height, width = out.shape[:2]
    x, y = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    down = dpi * (rng.uniform(-0.05, 0.05) * x**2 + rng.uniform(-0.05, 0.05) * x * y)
    right = dpi * (rng.uniform(-0.05, 0.05) * y + rng.uniform(-0.02, 0.02) * x * y)
    at_x, at_y = (x + 1) * (width - 1) / 2 + right, (y + 1) * (height - 1) / 2 + down
    bent = cv2.remap(
        out, at_x.astype(np.float32), at_y.astype(np.float32), cv2.INTER_CUBIC, borderValue=(60, 60, 60)
    )
    return np.asarray(bent, dtype=np.float32)


def _folded(out: NDArray[np.float32], rng: Generator) -> NDArray[np.float32]:
    place = round(out.shape[0] * rng.uniform(0.3, 0.7))
    shadow = 1 - 0.3 * np.exp(-(((np.arange(out.shape[0]) - place) / 5.0) ** 2))
    return np.asarray(out * shadow[:, None, None], dtype=np.float32)


def _bilevel(image: Picture, rng: Generator) -> Picture:
    grey = image[:, :, 1]
    paper = cv2.GaussianBlur(grey, (0, 0), 40)
    black = grey < paper.astype(np.float32) * rng.uniform(0.7, 0.8)
    black |= rng.random(grey.shape) < SPECKS
    return np.repeat(np.where(black, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


if __name__ == "__main__":
    main()
