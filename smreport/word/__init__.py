"""Blocks as Word files: body, styles, charts, edits kept, accessibility. Knows no council."""
