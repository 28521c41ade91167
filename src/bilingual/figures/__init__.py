"""Figures and dates as values: found in a text, compared with those of its translation, written the English way."""
