"""What a line of text is about: the things it names, by whatever name, and failing that its words."""

from .asked import Meaning, meaning_of
from .query import all_words, by_words, likely

__all__ = ["Meaning", "all_words", "by_words", "likely", "meaning_of"]
