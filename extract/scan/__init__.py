"""The scan reader: a picture of a page becomes the same words and rulings that a text layer gives.

The way of a page: picture (`image`), even light (`light`), upright and straight (`upright`, `warp`), rulings
(`rulings`, `grid`), lines of text (`lines`), recognition by up to three engines (`ppocr`, `tesseract`), one reading per
word (`choose`), its probability (`confidence`). Words that decrees use are known to `schema.known_words`.
`read.read_scan` is the door; `route` tells which pages need to go through it.
"""
