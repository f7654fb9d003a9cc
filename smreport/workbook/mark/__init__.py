"""A sender's own workbook given back with its findings."""
