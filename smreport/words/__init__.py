"""What smreport says: every sentence stands in a catalogue of its language, under an id, and is said by that id."""

from smreport.words.catalogue import ENGLISH, MissingWords, Words, in_every_language, say, speaking, spoken
from smreport.words.places import place, placed

__all__ = [
    "ENGLISH",
    "MissingWords",
    "Words",
    "in_every_language",
    "place",
    "placed",
    "say",
    "speaking",
    "spoken",
]
