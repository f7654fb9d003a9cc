"""Blueprint and answers to an Excel file."""
