"""Logistic regression with a Gaussian prior, by Newton's method."""

from __future__ import annotations

import numpy as np

ROUNDS = 50


def fit_logistic(
    rows: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    mean: np.ndarray,
    precision: np.ndarray,
) -> np.ndarray:
    """(f,) the likeliest coefficients under a prior of that mean and precision for each.

    rows: (n, f); labels: (n,) 0 to 1; weights: (n,) how much each counts; mean, precision: (f,).
    Raises LinAlgError where the data do not settle what the prior leaves open (precision 0).
    """
    found = mean.astype(np.float64)
    for _ in range(ROUNDS):
        told = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weights * (labels - told)) - precision * (found - mean)
        curve = (rows * (weights * np.maximum(told * (1 - told), 1e-6))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.diag(precision), slope)
        found = found + step / max(1.0, float(np.abs(step).max()))  # no leap beyond its curve
        if np.abs(step).max() < 1e-6:
            break
    return found
