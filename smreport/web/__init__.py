"""Documents as web pages: one file with all that it needs. Knows no council."""
