"""Work in slices: a generator that pauses now and then, so that whoever runs it may let others through.

A pause carries nothing; the generator's value is the result of the work.
"""

from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Slices: TypeAlias = Generator[None, None, T]

SLICE = 4096
"""Steps of a grid that are looked at between two pauses: some 0.2 ms."""


def finish(work: Slices[T]) -> T:
    """The result of work that is run to its end without a pause."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
