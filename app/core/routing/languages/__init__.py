"""The languages routing knows, one table each. A new language is a new table in this tuple."""

from app.core.routing.languages.arabic import ARABIC
from app.core.routing.languages.english import ENGLISH
from app.core.routing.languages.hebrew import HEBREW
from app.core.routing.languages.russian import RUSSIAN
from app.core.routing.languages.table import Language

LANGUAGES: tuple[Language, ...] = (HEBREW, ARABIC, RUSSIAN, ENGLISH)

BY_CODE = {language.code: language for language in LANGUAGES}
