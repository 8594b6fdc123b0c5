"""The languages routing knows, one table each. A new language is a new table in this tuple."""

from app.routing.languages.arabic import ARABIC
from app.routing.languages.english import ENGLISH
from app.routing.languages.hebrew import HEBREW
from app.routing.languages.russian import RUSSIAN
from app.routing.languages.table import Language

LANGUAGES: tuple[Language, ...] = (HEBREW, ARABIC, RUSSIAN, ENGLISH)
BY_CODE = {language.code: language for language in LANGUAGES}
