"""A PDF or an image becomes pages of raw blocks: words, rulings, cells with spans, lists, signatures."""
