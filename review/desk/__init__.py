"""The desk where people correct decrees in the browser, and the export of what they went through as truth.

It is built on the report, which does not know it.
"""
