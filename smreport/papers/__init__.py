"""What is said in the strategy, the action plan and the guides: results in, blocks out. Knows no Word."""
