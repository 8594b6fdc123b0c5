"""Declarative base and column types shared by all models."""

from sqlalchemy import (
    BigInteger,
    DateTime,
)
from sqlalchemy.orm import DeclarativeBase

InstantColumn = DateTime(timezone=True)

WallTimeColumn = DateTime(timezone=False)


class Base(DeclarativeBase):
    # An id is a 64-bit number in all tables of our own; only the seed's and the host's are 32 bits.
    type_annotation_map = {int: BigInteger}  # noqa: RUF012 - SQLAlchemy reads it from the class
