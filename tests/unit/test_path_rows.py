"""Pen paths are drawn where the pen was down, and nowhere else."""

from ae_helpers import plotting

import numpy as np

# A stroke of two pieces, a point in the air, a stroke of one piece.
PATH = np.array([[0, 0, 1], [4, 0, 1], [4, 4, 1], [2, 2, 0], [0, 4, 1], [0, 2, 1]], "float32")


def test_a_box_is_a_square_around_the_paths_with_a_margin():
    path = np.array([[[0, 1, 1], [4, 3, 1]]])
    np.testing.assert_allclose(plotting.path_box(path), [-0.2, -0.2, 4.2, 4.2], atol=1e-6)


def test_a_line_is_broken_where_the_pen_is_up():
    picture = plotting.path_rows({"written": PATH[None]}, box=[0, 0, 4, 4])
    (line,) = picture.axes[0].lines
    assert np.isnan(line.get_xdata()).tolist() == [False, False, False, True, False, False]
    np.testing.assert_allclose(line.get_xdata()[[0, 1, 2, 4, 5]], [0, 4, 4, 0, 0])
    np.testing.assert_allclose(line.get_ydata()[[0, 1, 2, 4, 5]], [0, 0, 4, 4, 2])


def test_a_single_point_has_no_ink():
    lonely = PATH * [1, 1, 0] + [[0, 0, step == 2] for step in range(6)]
    (line,) = plotting.path_rows({"a": lonely[None]}, box=[0, 0, 4, 4]).axes[0].lines
    assert np.isnan(line.get_xdata()).all()


def test_paths_stand_side_by_side_to_one_scale():
    rows = {"written": np.stack([PATH, PATH]), "redrawn": np.stack([PATH, PATH]) * [2, 2, 1]}
    picture = plotting.path_rows(rows, box=[0, 0, 4, 4])
    first, second = picture.axes[0].lines
    np.testing.assert_allclose(np.nanmin(second.get_xdata() - first.get_xdata()), 1.07 * 4)
    assert picture.axes[0].get_xlim() == picture.axes[1].get_xlim()
    assert picture.axes[0].get_ylim() == (4, 0)  # y points down
    assert picture.alt == "2 rows of 2 paths, from the top: written; redrawn."
