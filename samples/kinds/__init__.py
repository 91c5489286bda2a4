"""Documents of every kind that offices print, invented from a seed, each with its truth."""
