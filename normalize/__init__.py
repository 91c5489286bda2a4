"""Raw blocks become decrees: columns, merged cells, lists, formulas, positions, metadata."""
