"""Cursors: what a list gave comes back whole, anything else is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.paging import decode_cursor, encode_cursor
from app.errors import FieldError

IDS = st.integers(-(2**31) + 1, 2**31 - 1)


@given(priority=IDS, row=IDS)
def test_a_cursor_of_numbers_comes_back(priority: int, row: int) -> None:
    assert decode_cursor(encode_cursor((priority, row)), (int, int)) == (priority, row)


@given(text=st.text(max_size=50), row=IDS)
def test_a_cursor_with_text_comes_back_and_fits_into_an_address(text: str, row: int) -> None:
    cursor = encode_cursor((text, row))
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?# ")
    assert decode_cursor(cursor, (str, int)) == (text, row)


@given(cursor=st.text(max_size=60) | st.binary(max_size=40).map(lambda b: b.decode("latin-1")))
def test_anything_else_is_a_cursor_or_refused(cursor: str) -> None:
    with contextlib.suppress(FieldError):
        assert [type(part) for part in decode_cursor(cursor, (int,))] == [int]


@pytest.mark.parametrize("key", [(1,), (1, 2, 3), ("1", 2), (True, 1), (2**31, 1), (1, -(2**31)), (1.0, 2)])
def test_a_key_of_another_shape_is_refused(key: tuple[int | str, ...]) -> None:
    with pytest.raises(FieldError):
        decode_cursor(encode_cursor(key), (int, int))
