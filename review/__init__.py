"""Corrections by people: what they are, and what they make of a decree. The desk where they are made is `review.desk`.

`batch` applies them to the records of an output folder (`batch.corrected_folder`), so nothing here knows of folders.
"""
