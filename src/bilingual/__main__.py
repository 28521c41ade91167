"""`python -m bilingual`."""

from bilingual.cli import run

run()
