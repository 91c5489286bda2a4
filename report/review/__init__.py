"""The desk where people correct decrees, and what becomes of their corrections. The report itself does not know it."""
