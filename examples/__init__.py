"""The worked examples that ship with smreport, as answers files."""
