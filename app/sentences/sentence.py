"""A sentence of the service in English and Hebrew, with places for values."""

from typing import NamedTuple

from app.sentences.languages import Language


class Sentence(NamedTuple):
    en: str
    he: str

    def render(self, language: Language, params: dict[str, object]) -> str:
        return (self.he if language == "he" else self.en).format_map(_Known(params))


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
