"""Forms: labels, names, lists and agreements, put together from lines and tables."""
