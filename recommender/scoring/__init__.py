"""The score: how probable it is that a person would call two garments similar.

scorer = Scorer.shipped(query.version)
scorer.probability(wanted, candidates, "Tshirts")     # (n,), 0 to 1
least_of("Tshirts", query.version)                    # the cosine from which on they look alike

Numpy alone; `manage.py train_substitutes` learns the numbers. docs/quality.md has the figures.
"""

from .scorer import Scorer, least_of, scorer_for

__all__ = ["Scorer", "least_of", "scorer_for"]
