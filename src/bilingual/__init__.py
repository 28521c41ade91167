"""Translate French articles into reviewable side-by-side pages, offline."""

__version__ = "0.1.0"
