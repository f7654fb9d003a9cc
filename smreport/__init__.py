"""smreport: a workbook that services fill in becomes a social media strategy and action plan."""

__version__ = "0.1.0"
