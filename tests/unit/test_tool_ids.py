"""Ids that a model carries: short, signed, bound to their business and kind."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.principal import BusinessId
from app.errors import FieldError, UnknownHold, UnknownSlot
from app.schemas.scheduling import SlotOut
from app.tooling.ids import MAX_CANDIDATES, Signer

MINE, THEIRS = Signer(b"s" * 32, BusinessId(1)), Signer(b"s" * 32, BusinessId(2))
START = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
SLOT = SlotOut(starts_at=START, ends_at=START + timedelta(hours=1), calendar_id=7, calendar_ids=[7])


@given(
    calendar=st.integers(1, 2**31 - 1),
    minute=st.integers(0, 2**30),
    length=st.integers(1, 7 * 24 * 60),
)
def test_a_slot_comes_back_as_it_was(calendar: int, minute: int, length: int) -> None:
    start = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute % (10**9))
    end = start + timedelta(minutes=length)
    id_ = MINE.slot(SlotOut(starts_at=start, ends_at=end, calendar_id=calendar, calendar_ids=[calendar]))
    assert len(id_) == 24
    assert MINE.read_slot(id_) == (calendar, start, length)


@given(st.integers(1, 2**63 - 1))
def test_a_hold_comes_back_as_it_was(hold: int) -> None:
    assert MINE.read_hold(MINE.hold(hold)) == hold
    assert len(MINE.hold(hold)) <= 24


@given(st.none() | st.integers(1, 2**53 - 1), st.lists(st.integers(1, 2**31 - 1), max_size=9))
def test_a_question_remembers_its_inquiry_and_its_first_candidates_in_order(
    inquiry: int | None, offered: list[int]
) -> None:
    id_ = MINE.question(inquiry, offered)
    assert MINE.read_question(id_) == (inquiry, tuple(offered[:MAX_CANDIDATES]))
    assert len(id_) <= 64


def test_the_id_of_one_business_is_none_of_another_nor_under_another_secret() -> None:
    other = Signer(b"t" * 32, BusinessId(1))
    for reader in (THEIRS, other):
        with pytest.raises(UnknownSlot):
            reader.read_slot(MINE.slot(SLOT))
        with pytest.raises(UnknownHold):
            reader.read_hold(MINE.hold(5))
        with pytest.raises(FieldError):
            reader.read_question(MINE.question(3, [1, 2]))


@given(st.integers(0, 23), st.sampled_from("ABCXYZabcxyz0189-_=h s\u05d0"))
def test_a_changed_letter_makes_it_unknown(at: int, letter: str) -> None:
    id_ = MINE.slot(SLOT)
    changed = id_[:at] + letter + id_[at + 1 :]
    if changed != id_:
        with pytest.raises(UnknownSlot):
            MINE.read_slot(changed)


@given(st.text(max_size=40) | st.text("sh_AQ-", max_size=30).map(lambda text: f"s_{text}"))
def test_an_invented_id_is_unknown(text: str) -> None:
    with pytest.raises(UnknownSlot):
        MINE.read_slot(text)


def test_a_hold_is_no_slot_and_a_slot_no_hold() -> None:
    with pytest.raises(UnknownSlot):
        MINE.read_slot("s" + MINE.hold(5)[1:])
    with pytest.raises(UnknownHold):
        MINE.read_hold("h" + MINE.slot(SLOT)[1:])
