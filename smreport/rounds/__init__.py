"""One workbook for each service and back: who gets which rows, and how what comes back is brought together."""
