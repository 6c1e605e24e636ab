"""Moves of a pen against its places, and back."""

from ae_helpers.data import ink, strokes

import numpy as np

PATHS = ink.draw(40, seed=3).strokes


def test_a_path_by_hand():
    path = np.array([[[0, 0, 0], [16, 10, 1], [9, 9, 1], [18, 16, 0]]], "float32")
    wanted = [[[1, -2, 1], [1, 3, 0]]]  # from (14, 14) to (16, 10) to (18, 16), in units of 2 px
    np.testing.assert_allclose(strokes.offsets(path, jitter=0), wanted)


def test_there_and_back_is_every_second_point():
    moves = strokes.offsets(PATHS, jitter=0)
    assert moves.dtype == np.float32
    np.testing.assert_allclose(strokes.positions(moves), PATHS[:, 1::2], atol=1e-4)


def test_the_noise_is_on_the_moves_alone_and_as_large_as_it_says():
    moves = strokes.offsets(PATHS, jitter=0)
    noisy, other = (strokes.offsets(PATHS, jitter=0.5, seed=seed) for seed in (0, 1))
    np.testing.assert_array_equal(noisy[..., 2], moves[..., 2])
    assert abs((noisy - moves)[..., :2].std() - 0.5) < 0.03
    assert abs(np.corrcoef((noisy - moves).ravel(), (other - moves).ravel())[0, 1]) < 0.1
    np.testing.assert_array_equal(noisy, strokes.offsets(PATHS, jitter=0.5, seed=0))
