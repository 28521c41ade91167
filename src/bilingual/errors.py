"""What can go wrong, each with the exit code it ends in and the mend it proposes."""

from __future__ import annotations


class BilingualError(Exception):
    """What was asked cannot be done; the message names the file, `hint` the mend."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(BilingualError):
    """A source text cannot be read."""


class GlossaryError(BilingualError):
    """A glossary cannot be read."""


class ModelError(BilingualError):
    """A translation package is missing, broken or refused."""


class UsageError(BilingualError):
    """The call itself does not fit together."""


class PromiseError(BilingualError):
    """The program broke its own promise (a segment lost or doubled): a bug of ours."""

    exit_code = 3
