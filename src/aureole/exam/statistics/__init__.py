"""How sure counts are: bounds of one share, paired comparison of two, coverage of parameters, the summary of an exam.

A share of failed cases says something about the grid of cases it was counted on, never about exposure on roads.
"""

from aureole.exam.statistics.bounds import LEVEL, Interval, clopper_pearson, trials_needed, wilson, zero_failures
from aureole.exam.statistics.coverage import coverage
from aureole.exam.statistics.grouped import bounds
from aureole.exam.statistics.paired import McNemar, Pairs, clustered, difference, mcnemar, odds
from aureole.exam.statistics.ranks import median_interval, wilcoxon
from aureole.exam.statistics.summary import summary

__all__ = [
    "LEVEL", "Interval", "McNemar", "Pairs", "bounds", "clopper_pearson", "clustered", "coverage", "difference",
    "mcnemar", "median_interval", "odds", "summary", "trials_needed", "wilcoxon", "wilson", "zero_failures",
]  # fmt: skip
