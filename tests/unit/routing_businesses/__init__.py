"""Businesses and sentences of our own, as customers say them, each with the right calendar or none to ask."""

from tests.unit.routing_businesses.arabic import ARABIC
from tests.unit.routing_businesses.english import ENGLISH
from tests.unit.routing_businesses.form import Business, Case
from tests.unit.routing_businesses.hebrew import HEBREW
from tests.unit.routing_businesses.russian import RUSSIAN

BUSINESSES = (*HEBREW, *ARABIC, *RUSSIAN, *ENGLISH)

__all__ = ["BUSINESSES", "Business", "Case"]
