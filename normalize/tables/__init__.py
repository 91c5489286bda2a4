"""Indicator tables: which column is which, their rows over page breaks, one table for a whole office."""
