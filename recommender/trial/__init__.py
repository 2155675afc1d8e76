"""How good substitutes are: asked of a whole catalogue whose truth is known, promises counted.

with scratch_database(), ...:           # a shop of its own, dropped afterwards
    report = try_substitutes(queries=1000, seed=7, blind=0.5)
"""
