"""What became of the decrees, for people: the quality report, figures against truth, and in `review` the desk.

Reads finished output folders and knows the schema; of the other packages how inputs are opened and positions named.
"""
