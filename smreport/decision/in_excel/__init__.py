"""The live formulas of what the decision modules work out: each module is the Excel face of its namesake next door.

Importing them makes their kinds known to the templates. They import nothing heavy.
"""

from smreport.decision.in_excel import consolidate, evaluate, score

__all__ = ["consolidate", "evaluate", "score"]
