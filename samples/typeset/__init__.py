"""Typesetting of invented decrees in many looks; each module does one step of it."""
