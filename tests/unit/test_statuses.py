"""The statuses that end an appointment, in every spelling that a host may write."""

import pytest

from app.core.scheduling.statuses import is_cancelled, is_over, spellings


@pytest.mark.parametrize("status", ["cancelled", "canceled", "Cancelled", "CANCELED", "CanCelled"])
def test_a_cancelled_appointment_is_over_in_every_spelling(status: str) -> None:
    assert is_cancelled(status)
    assert is_over(status)
    assert set(spellings(status)) == {"cancelled", "canceled"}


@pytest.mark.parametrize("status", ["no_show", "No_Show", "NO_SHOW"])
def test_a_customer_who_did_not_come_ends_it_without_cancelling_it(status: str) -> None:
    assert is_over(status)
    assert not is_cancelled(status)
    assert spellings(status) == ("no_show",)


@pytest.mark.parametrize(
    "status", [None, "", "scheduled", "confirmed", "Completed", "cancelled?", "uncancelled"]
)
def test_every_other_status_takes_its_time(status: str | None) -> None:
    assert not is_over(status)
