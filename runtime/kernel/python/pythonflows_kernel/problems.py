"""What can be wrong, as values and exceptions with a sentence for the person in front of the page."""

from dataclasses import dataclass

from .messages_gen import ErrorKind


@dataclass(frozen=True)
class SourceProblem:
    """Where and why a source is no node. Lines and columns count from 1."""

    line: int
    column: int
    message: str


class NodeProblem(Exception):
    """The node cannot run or its result cannot be taken, for a reason that is no exception of its own code."""

    def __init__(self, kind: ErrorKind, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind
        self.message = message
        self.line = line


class BadMessage(Exception):
    """A message that is not as the protocol says. The worker reports it; nothing was done."""
