"""The workbook as a file: written, read back and marked."""
