"""A form of somebody else's, given as a Word file, filled with a document's contents."""
