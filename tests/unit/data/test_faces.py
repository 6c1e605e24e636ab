"""`faces`: the same everywhere, true to their factors, and each with a counterpart."""

from ae_helpers.data import faces

import numpy as np
import pytest

STILL = {name: 0.0 for name in faces.FACTORS} | {"eyes": 0.6, "mouth": 0.5}
EYES = (slice(68, 95), slice(30, 130))  # rows and columns of a face of 160 pixels


def one(person=0, size=160, **factors):
    """A face that keeps still, but for `factors`: `(size, size, 3)` in [0, 1]."""
    return faces.draw(1, person, size=size, **STILL | factors).images[0] / 255


def test_shapes_and_types():
    drawn = faces.draw(3, person=2)
    assert drawn.images.shape == (3, 32, 32, 3) and drawn.images.dtype == np.uint8
    assert list(drawn.factors) == ["tilt", "eyes", "gaze", "mouth", "smile", "light"]
    assert all(f.shape == (3,) and f.dtype == np.float32 for f in drawn.factors.values())
    assert faces.draw(1, size=20).images.shape == (1, 20, 20, 3)


def test_a_short_draw_begins_a_long_one_also_over_more_than_one_chunk():
    few, many = faces.draw(7, seed=3), faces.draw(1003, seed=3)
    np.testing.assert_array_equal(few.images, many.images[:7])
    np.testing.assert_array_equal(faces.draw(1002, seed=3).images[-2:], many.images[1000:1002])
    assert (faces.draw(7, seed=4).images != few.images).any((1, 2, 3)).all()


def test_one_seed_gives_all_persons_the_same_factors_and_other_pictures():
    ada, bo, cy = (faces.draw(50, person, seed=5) for person in (0, 1, 2))
    for name in faces.FACTORS:
        np.testing.assert_array_equal(ada.factors[name], bo.factors[name])
        np.testing.assert_array_equal(ada.factors[name], cy.factors[name])
    assert np.abs(ada.images / 255 - bo.images / 255).sum((1, 2, 3)).min() > 100


def test_factors_are_even_between_their_ends_and_independent():
    drawn = faces.draw(20_000, size=2)
    values = np.stack(list(drawn.factors.values()))
    low, high = np.array(list(faces.FACTORS.values())).T
    share = (values - low[:, None]) / (high - low)[:, None]
    assert share.min() >= 0 and share.max() <= 1
    tenths = np.stack([np.histogram(row, 10, (0, 1))[0] for row in share])
    assert np.abs(tenths - 2000).max() < 200
    assert np.abs(np.corrcoef(share) - np.eye(6)).max() < 0.03


def test_a_factor_can_be_fixed_or_given_for_each_face():
    assert (faces.draw(5, smile=0.5).factors["smile"] == 0.5).all()
    ways = np.linspace(-1, 1, 5, dtype="float32")
    np.testing.assert_array_equal(faces.draw(5, gaze=ways).factors["gaze"], ways)


def test_the_faces_are_those_that_every_machine_draws():
    """Pinned: the factors of a face to float32, the means of 8 x 8 pixels to a grey level."""
    drawn = faces.draw(1, seed=1)
    chance = np.random.default_rng(1).random((1, 8), "float32")[0]
    low, high = np.array(list(faces.FACTORS.values()), "float32").T
    np.testing.assert_array_equal(
        np.ravel(list(drawn.factors.values())), low + (high - low) * chance[:6]
    )
    for person, wanted in enumerate(FIELDS):
        grey = faces.draw(1, person, seed=1).images[0].mean(axis=2)
        np.testing.assert_allclose(grey.reshape(4, 8, 4, 8).mean((1, 3)).round(), wanted, atol=1)


@pytest.mark.parametrize("person", [0, 1, 2])
def test_each_factor_moves_what_it_says(person):
    def dark(image, rows, columns):  # dark pixels: irises, or an open mouth
        return image[rows, columns].max(axis=2) < 0.16

    shut, wide = (dark(one(person, eyes=e), *EYES).sum() for e in (0.1, 1.0))
    assert shut + 100 < wide
    columns = [np.nonzero(dark(one(person, gaze=g), *EYES))[1].mean() for g in (-1, 0, 1)]
    np.testing.assert_allclose(np.diff(columns), 0.14 / (2.5 / 160), atol=1.5)  # pixels
    left, right = (one(person, light=side)[:40, :10].mean() for side in (-1, 1))
    assert left > right + 0.1
    corners = one(person)[:40, :10]
    np.testing.assert_allclose(corners.mean((0, 1)), faces.WALL, atol=0.003)
    closed, opened = (one(person, mouth=m)[100:135, 50:110] for m in (0.0, 1.0))
    assert (opened.max(axis=2) < 0.35).sum() > (closed.max(axis=2) < 0.35).sum() + 300
    turned = [np.abs(one(person, tilt=t) - one(person)).mean() for t in (-0.15, 0.15)]
    assert min(turned) > 0.02


def test_eyes_stand_at_the_same_place_in_all_persons():
    """Where the irises are: what gaze and eyes do is then the same for all."""
    places = []
    for person in range(3):
        iris = np.abs(one(person)[EYES] - faces.INK).max(axis=2) < 0.03
        places.append(np.argwhere(iris).mean(axis=0))
    np.testing.assert_allclose(places, np.broadcast_to(places[0], (3, 2)), atol=0.5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"n": 0}, "n is 0"),
        ({"n": 2.0}, "n is 2.0"),
        ({"n": 2, "seed": -1}, "seed is -1"),
        ({"n": 2, "person": 3}, "no person 3"),
        ({"n": 2, "nose": 1.0}, "no factor 'nose'"),
        ({"n": 2, "smile": [1, 2, 3]}, "smile has shape"),
    ],
)
def test_what_is_not_possible_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        faces.draw(**wrong)


FIELDS = (
    [[226, 163, 157, 198], [179, 143, 147, 155], [162, 151, 140, 140], [186, 120, 116, 164]],
    [[220, 131, 126, 193], [164, 112, 106, 141], [197, 121, 113, 165], [226, 148, 140, 198]],
    [[228, 164, 158, 200], [186, 137, 127, 162], [214, 126, 117, 180], [226, 129, 122, 198]],
)
