"""Unit tests compile hundreds of small programs: XLA optimizes less here, for half the time.

The lessons' kernels, which a test run starts as well, do not inherit it.
"""

import gc
import os

import ae_helpers  # noqa: F401  it chooses the backend, and sets flags of its own

import jax
import keras  # noqa: F401  so that it is frozen

asked = os.environ.get("XLA_FLAGS", "")
os.environ["XLA_FLAGS"] = asked + " --xla_backend_optimization_level=0"
jax.devices()  # reads the flags, once
os.environ["XLA_FLAGS"] = asked

gc.freeze()  # what is imported stays, and need not be looked through again and again
