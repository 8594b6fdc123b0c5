"""The two values between reading a text and answering: what it says, and what the policy made of it."""

from collections.abc import Hashable
from dataclasses import dataclass

from app.routing.finder import Hit
from app.routing.model import Reason
from app.routing.scene import Judged, Scene


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says under the rules of a channel."""

    scene: Scene
    judged: Judged
    shadowed: list[tuple[Hit, Hit]]
    foreign: list[Hit]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the policy decided: one calendar, or several to ask about."""

    reason: Reason
    calendars: tuple[Hashable, ...]
    routed: bool
    confidence: float
