"""What a decree is: raw blocks, records, gap codes, errors and the JSON Schema.

Everything else of the program speaks in these types. This package knows no other one.
"""
