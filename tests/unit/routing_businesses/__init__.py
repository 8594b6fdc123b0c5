"""Hand-written businesses and sentences, each with the right calendar, or None for a question."""

from tests.unit.routing_businesses.arabic import ARABIC
from tests.unit.routing_businesses.clinics_hebrew import CLINICS_HEBREW
from tests.unit.routing_businesses.crafts import CRAFTS
from tests.unit.routing_businesses.english import ENGLISH
from tests.unit.routing_businesses.errands import ERRANDS
from tests.unit.routing_businesses.form import Business, Case
from tests.unit.routing_businesses.hebrew import HEBREW
from tests.unit.routing_businesses.homes import HOMES
from tests.unit.routing_businesses.offices_hebrew import OFFICES_HEBREW
from tests.unit.routing_businesses.outings import OUTINGS
from tests.unit.routing_businesses.russian import RUSSIAN
from tests.unit.routing_businesses.studios import STUDIOS
from tests.unit.routing_businesses.trades_arabic import TRADES_ARABIC
from tests.unit.routing_businesses.trades_english import TRADES_ENGLISH
from tests.unit.routing_businesses.trades_hebrew import TRADES_HEBREW
from tests.unit.routing_businesses.trades_russian import TRADES_RUSSIAN

BUSINESSES = (
    *ARABIC,
    *CLINICS_HEBREW,
    *CRAFTS,
    *ENGLISH,
    *ERRANDS,
    *HEBREW,
    *HOMES,
    *OFFICES_HEBREW,
    *OUTINGS,
    *RUSSIAN,
    *STUDIOS,
    *TRADES_ARABIC,
    *TRADES_ENGLISH,
    *TRADES_HEBREW,
    *TRADES_RUSSIAN,
)

__all__ = ["BUSINESSES", "Business", "Case"]
