"""What the documents say, and how it becomes Word."""
