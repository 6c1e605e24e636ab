"""Chooses the JAX backend before any test file imports Keras."""

import ae_helpers  # noqa: F401
