"""The workbook templates that ship with smreport: TOML, lists and starter rows, no code."""
