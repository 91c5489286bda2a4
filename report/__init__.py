"""What became of the decrees, for people: the quality report, and figures against truth.

Reads finished output folders and knows the schema; of the other packages how inputs are opened and positions named.
"""
