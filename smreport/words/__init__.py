"""What smreport says: every sentence stands in a catalogue of its language, under an id, and is said by that id."""

from smreport.words.catalogue import (
    ENGLISH,
    MissingWords,
    Words,
    at_the_terminal,
    both_spoken,
    compiled,
    language_of,
    say,
    saying,
    speak,
    speak_at_the_terminal,
    speak_both,
    speaking,
    speaking_as_the_terminal,
    speaking_of,
    spoken,
)
from smreport.words.places import place, placed

__all__ = [
    "ENGLISH",
    "MissingWords",
    "Words",
    "at_the_terminal",
    "both_spoken",
    "compiled",
    "language_of",
    "place",
    "placed",
    "say",
    "saying",
    "speak",
    "speak_at_the_terminal",
    "speak_both",
    "speaking",
    "speaking_as_the_terminal",
    "speaking_of",
    "spoken",
]
