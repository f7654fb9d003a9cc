"""What smreport says: every sentence stands in a catalogue of its language, under an id, and is said by that id."""

from smreport.words.catalogue import (
    ENGLISH,
    MissingWords,
    Words,
    both_spoken,
    compiled,
    language_of,
    say,
    speak,
    speak_at_the_terminal,
    speak_both,
    speaking,
    speaking_of,
    spoken,
)
from smreport.words.places import place, placed

__all__ = [
    "ENGLISH",
    "MissingWords",
    "Words",
    "both_spoken",
    "compiled",
    "language_of",
    "place",
    "placed",
    "say",
    "speak",
    "speak_at_the_terminal",
    "speak_both",
    "speaking",
    "speaking_of",
    "spoken",
]
