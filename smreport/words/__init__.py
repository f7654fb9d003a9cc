"""What smreport says: every sentence stands in a catalogue of its language, under an id, and is said by that id."""

from smreport.words.catalogue import ENGLISH, MissingWords, Words, language, say, speaking, spoken

__all__ = ["ENGLISH", "MissingWords", "Words", "language", "say", "speaking", "spoken"]
