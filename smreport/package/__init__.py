"""Zipped files of XML parts: looked at before they are read, read within limits, written anew."""
