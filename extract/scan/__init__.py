"""The scan reader: a picture of a page becomes the same words and rulings that a text layer gives.

The way of a page: picture (`page_image`), even light (`illumination`), upright and straight (`orientation`,
`dewarp`), rulings (`ruling_finder`, `worn_grids`), lines of text (`print_lines`), recognition by up to three engines
(`ppocr`, `tesseract_engine`), one reading per word (`arbitration`), its probability (`word_probability`). Words that
decrees use are known to `schema.known_words`. `scan_reader.read_scan` is the door; `page_route` tells which pages
need to go through it.
"""
