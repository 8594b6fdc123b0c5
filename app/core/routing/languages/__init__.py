"""The languages that routing knows, one table each. To add a language, add its table to this tuple."""

from app.core.routing.languages.arabic import ARABIC
from app.core.routing.languages.english import ENGLISH
from app.core.routing.languages.hebrew import HEBREW
from app.core.routing.languages.russian import RUSSIAN
from app.core.routing.languages.table import LanguageTable

LANGUAGES: tuple[LanguageTable, ...] = (HEBREW, ARABIC, RUSSIAN, ENGLISH)

BY_CODE = {language.code: language for language in LANGUAGES}
