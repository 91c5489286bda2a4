"""The command line: parses, calls the other packages and speaks to people."""
