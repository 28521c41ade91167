"""Readers' editions of the file of record: pages, books and plain files."""
