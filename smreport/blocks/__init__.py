"""What documents say, without Word: headings, paragraphs, tables, charts and listings."""
