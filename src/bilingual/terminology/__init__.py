"""Looks after glossaries: what is wrong with them, adding and removing, other formats, and proposals from articles."""
