"""Lesson 21's contests on photographs, for `results.py`: the lesson's own cells, for a seed."""

from functools import cache

import numpy as np
from own_cells import variables
from scipy.ndimage import gaussian_filter
from skimage import restoration

METHODS = {
    "gaussian": "Gaussian filter",
    "total-variation": "total variation",
    "non-local-means": "non-local means",
    "biharmonic": "biharmonic",
    "network": "network",
    "known-kept": "network, known kept",
    "second-shot": "second shot",
    "hidden-pixels": "one shot, pixels hidden",
}
SIGMA, GRAIN, RIM = 1.5, 0.01, 16  # of the blur, of the noise behind it; pixels of padding


def figures(scores):
    psnr, ssim = scores
    return {"psnr": np.mean(psnr), "ssim": np.mean(ssim)}


def noise(_, kind, seed):
    """PSNR in dB and SSIM of five test photographs with noise of 0.1; milliseconds a picture."""
    found = variables("21", "ink", seed, until="void_scores =")
    scores = found["noise_scores"] | found["void_scores"]
    time = found["seconds"].get(METHODS[kind])
    return figures(scores[METHODS[kind]]) | ({"ms": 1000 * time} if time else {})


def scratches(_, kind, seed):
    found = variables("21", "ink", seed, until="void_scores =")
    return figures(found["scratch_scores"][METHODS[kind]])


def blur(_, kind, seed):
    """A Gaussian blur of 1.5 pixels, then noise of 0.01; the classics are told the blur."""
    return figures(deblurred(seed)[kind])


@cache
def deblurred(seed):
    lesson = variables("21", "ink", seed, until="void_scores =")
    lesson["train_restorer"].__globals__.update(lesson)  # another seed may have run since
    each, quality, whole, known = (lesson[n] for n in ("each", "quality", "whole", "tuning"))
    point = np.zeros((13, 13))
    point[6, 6] = 1
    point = gaussian_filter(point, SIGMA)

    def blurred(x, seed):
        x = gaussian_filter(x, (0, SIGMA, SIGMA, 0), mode="reflect")
        return x + GRAIN * np.random.default_rng(seed).standard_normal(x.shape, dtype="float32")

    def padded(method):  # both wrap around, or darken the border
        def run(image, setting):
            return method(np.pad(image, RIM, mode="reflect"), setting)[RIM:-RIM, RIM:-RIM]

        return run

    def wiener(image, balance):
        return restoration.wiener(image, point, balance, clip=False)

    def richardson_lucy(image, steps):
        return restoration.richardson_lucy(np.clip(image, 0, 1), point, steps)

    settings = {
        "wiener": (padded(wiener), (0.001, 0.002, 0.004, 0.008, 0.016)),
        "richardson-lucy": (padded(richardson_lucy), (10, 20, 40, 80)),
    }
    seen, scores = blurred(whole, seed), {}
    for name, (method, tried) in settings.items():
        spoiled = blurred(known, seed)
        best = max(tried, key=lambda s: quality(known, each(method, spoiled, s))[0].mean())
        scores[name] = quality(whole, each(method, seen, best))

    def pairs(seed):
        return lesson["two_channels"](blurred(lesson["squares"], seed)), lesson["squares"]

    return scores | {"network": quality(whole, lesson["train_restorer"](pairs)(seen))}
