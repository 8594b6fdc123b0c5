"""The budget of each business for large searches and series: what is at work holds a database connection."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.core.principal import BusinessId
from app.errors import TooManyAtOnce

HEAVY_STEPS = 1_000_000
"""Work of so many steps of a grid (see `core.scheduling.estimate`) is counted: some 50 ms."""

HEAVY_AT_ONCE = 2
"""Per business and process; a pool has ten connections by default."""


class HeavyWork:
    """The heavy requests that are at work in this process, per business."""

    def __init__(self) -> None:
        self._at_work: Counter[BusinessId] = Counter()

    @contextmanager
    def place(self, business: BusinessId, steps: int) -> Iterator[None]:
        """A place for work of so many steps while the block runs; light work needs none.

        Raises TooManyAtOnce where the business has no place left.
        """
        if steps < HEAVY_STEPS:
            yield
            return
        if self._at_work[business] >= HEAVY_AT_ONCE:
            raise TooManyAtOnce(max=HEAVY_AT_ONCE)
        self._at_work[business] += 1
        try:
            yield
        finally:
            self._at_work[business] -= 1
            if not self._at_work[business]:
                del self._at_work[business]
