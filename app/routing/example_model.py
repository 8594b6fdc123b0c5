"""A model trained on a business's examples, which suggests the calendar that a text is about.

The only module that imports scikit-learn and numpy. It is imported when the first business turns examples on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from app.core.routing.examples.examples import (
    CalendarSuggestion,
    SimilarExample,
    TrainingSet,
)
from app.core.routing.examples.features import Features, features

MAX_FEATURES = 30_000

NEAREST = 3

FIT = {"C": 10.0, "class_weight": "balanced", "max_iter": 500, "random_state": 0}

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """Weights of features: the fewer examples have one, the higher; `unheard` for those of no example."""

    numbers: dict[str, int]
    rarity: Vector
    unheard: float

    def weigh(self, given: Features) -> tuple[list[int], Vector, float]:
        """Numbers of the known features, their weights as a unit vector, and their share of all, 0..1."""
        known = sorted((self.numbers[name], count) for name, count in given.items() if name in self.numbers)
        columns = [column for column, _ in known]
        weights = np.array([count for _, count in known]) * self.rarity[columns]
        said = float(weights @ weights)
        unsaid = sum((n * self.unheard) ** 2 for name, n in given.items() if name not in self.numbers)
        if said == 0.0:
            return [], weights, 0.0
        return columns, weights / np.sqrt(said), float(np.sqrt(said / (said + unsaid)))


@dataclass(frozen=True, slots=True, eq=False)
class TrainedModel:
    """A model trained on one set of examples. Immutable, and safe to share between threads."""

    version: str
    training_set: TrainingSet
    weighing: FeatureWeights
    rows: csr_matrix
    owners: NDArray[np.int64]
    slopes: Vector
    offsets: Vector

    def suggest(self, text: str) -> CalendarSuggestion | None:
        """The calendar whose examples the text resembles most. None if no example has any word of it."""
        columns, weights, known = self.weighing.weigh(features(text))
        if not columns:
            return None
        scores = 1.0 / (1.0 + np.exp(-(weights @ self.slopes[columns] + self.offsets)))
        order = np.argsort(-scores, kind="stable")
        best = int(order[0])
        query = np.zeros(self.rows.shape[1])
        query[columns] = weights
        likeness = np.where(self.owners == best, self.rows @ query, -1.0)
        nearest = np.argsort(-likeness, kind="stable")[:NEAREST]
        near = tuple(
            SimilarExample(self.training_set.examples[i], round(float(likeness[i]), 4)) for i in nearest
        )
        return CalendarSuggestion(
            calendar_id=self.training_set.calendars[best],
            share=round(float(scores[best]), 6),
            runner_up=round(float(scores[order[1]]), 6),
            known=round(known, 4),
            nearest=tuple(one for one in near if one.likeness > 0.0),
            version=self.version,
        )


def train_model(training_set: TrainingSet) -> TrainedModel:
    """Train a model. The CPU time grows with examples times calendars, at most 2 s: call it in a thread."""
    given = [features(example.text) for example in training_set.examples]
    weighing = _feature_weights(given)
    weighed = [weighing.weigh(one) for one in given]
    rows = csr_matrix(
        (
            np.concatenate([weights for _, weights, _ in weighed]),
            np.concatenate([np.array(columns, dtype=np.int64) for columns, _, _ in weighed]),
            np.cumsum([0, *(len(columns) for columns, _, _ in weighed)]),
        ),
        shape=(len(given), len(weighing.numbers)),
    )
    place = {calendar: number for number, calendar in enumerate(training_set.calendars)}
    owners = np.array([place.get(example.calendar_id, -1) for example in training_set.examples])
    slopes, offsets = _fit(rows, owners, len(training_set.calendars))
    return TrainedModel(training_set.version, training_set, weighing, rows, owners, slopes, offsets)


def _feature_weights(given: list[Features]) -> FeatureWeights:
    """The weights of the features, at most `MAX_FEATURES`: the most frequent ones."""
    held_by: dict[str, int] = {}
    for one in given:
        for name in one:
            held_by[name] = held_by.get(name, 0) + 1
    kept = sorted(sorted(held_by, key=lambda name: (-held_by[name], name))[:MAX_FEATURES])
    counts = np.array([held_by[name] for name in kept], dtype=np.float64)
    rarity = np.log((1.0 + len(given)) / (1.0 + counts)) + 1.0
    return FeatureWeights({name: number for number, name in enumerate(kept)}, rarity, float(rarity.max()))


def _fit(rows: csr_matrix, owners: NDArray[np.int64], calendars: int) -> tuple[Vector, Vector]:
    """Fit each calendar against all others, so that a text of no calendar is far from each of them."""
    # Trap: on a busy machine the threads of the linear algebra wait for each other; 3 s of work took 80 s.
    with threadpool_limits(limits=1):
        fits = [LogisticRegression(**FIT).fit(rows, owners == number) for number in range(calendars)]
    # One row per feature: a text reads a few hundred rows, each contiguous in memory.
    slopes = np.ascontiguousarray(np.vstack([fit.coef_[0] for fit in fits]).T)
    return slopes, np.array([fit.intercept_[0] for fit in fits])
