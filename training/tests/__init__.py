"""Tests of the training programs, all on toy pairs."""
