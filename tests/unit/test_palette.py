"""The ten digit colours stay apart for colour-blind eyes and visible on white and on dark."""

from ae_helpers.palette import DIGIT_COLOURS

import numpy as np

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
PROTANOPIA = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
              [-0.003882, -0.048116, 1.051998]]  # fmt: skip
DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881]]  # fmt: skip
# OKLab (Ottosson 2020).
TO_LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
          [0.0883024619, 0.2817188376, 0.6299787005]]  # fmt: skip
TO_LAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
          [0.0259040371, 0.7827717662, -0.8086757660]]  # fmt: skip


def linear_rgb():
    rgb = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in DIGIT_COLOURS])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def smallest_distance(linear):
    lab = np.cbrt(np.clip(linear, 0, 1) @ np.transpose(TO_LMS)) @ np.transpose(TO_LAB)
    distances = np.linalg.norm(lab[:, None] - lab[None], axis=-1)
    return distances[~np.eye(10, dtype=bool)].min()


def test_distinguishable_with_and_without_colour_blindness():
    rgb = linear_rgb()
    assert smallest_distance(rgb) > 0.15
    assert smallest_distance(rgb @ np.transpose(PROTANOPIA)) > 0.11
    assert smallest_distance(rgb @ np.transpose(DEUTERANOPIA)) > 0.11


def test_visible_on_white_and_on_dark():
    luminance = linear_rgb() @ [0.2126, 0.7152, 0.0722]
    assert (1.05 / (luminance + 0.05)).min() >= 1.9
    assert ((luminance + 0.05) / (0.0056 + 0.05)).min() >= 2.6
