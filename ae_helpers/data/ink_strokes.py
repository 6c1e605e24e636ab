"""The skeletons of the built-in digits: where the pen goes, before any hand makes it its own.

`WAYS` holds a row for each way of writing a digit: the digit, a name, and the points "x,y" that the
pen passes through, in hundredths of the digit's height, x to the right and y down. A point given
twice is a sharp corner. At a slash the pen lifts, and another stroke begins.
The skeletons were drawn by hand for this course; none comes from a data set.
"""

import numpy as np

POINTS = 64  # of a pen path
CONTROLS = 18  # the most control points of a skeleton; shorter ones are padded

WAYS = [
    (0, "oval", "55,2 30,10 15,35 15,65 32,96 60,96 80,68 82,32 65,4 50,2"),
    (0, "from the right", "68,8 48,0 22,22 13,55 25,92 52,99 78,76 86,40 72,10 58,8"),
    (0, "tail inside", "40,6 18,30 14,66 34,98 66,94 84,62 80,22 58,2 38,8 34,22"),
    (0, "slash inside", "46,4 22,20 16,60 34,96 66,94 82,60 76,22 54,2 40,14 46,40 36,70"),
    (1, "plain", "50,0 50,33 50,66 50,100"),
    (1, "bent", "54,0 49,30 47,66 50,100"),
    (1, "flag", "28,24 42,14 54,0 54,0 53,50 52,100"),
    (1, "flag and foot", "28,22 40,14 52,0 52,0 51,50 50,98 / 24,98 50,98 78,97"),
    (2, "angular", "16,22 32,4 60,2 76,22 64,52 38,78 14,98 14,98 48,97 84,96"),
    (2, "loop", "18,20 36,3 62,6 72,28 58,60 34,86 14,94 10,82 26,76 46,88 66,96 86,86"),
    (2, "wide loop", "22,14 44,0 66,10 64,36 42,70 20,94 4,88 14,68 42,76 70,95 100,88"),
    (2, "swan", "22,26 30,6 56,0 74,18 68,48 44,78 20,96 20,96 44,86 64,94 88,90"),
    (2, "long foot", "26,22 40,5 58,8 62,28 46,54 20,84 20,84 58,86 108,80"),
    (2, "curled head", "40,36 26,34 24,14 44,0 70,8 74,34 54,66 18,95 18,95 50,88 92,96"),
    (2, "round loop", "20,20 40,2 66,8 74,36 60,72 36,96 14,92 12,74 34,62 58,74 86,96"),
    (2, "big round loop", "14,24 42,0 72,12 75,48 55,86 28,99 9,84 24,64 52,70 80,92"),
    (2, "narrow", "38,16 52,2 60,14 56,38 46,66 34,94 34,94 58,97 82,96"),
    (3, "round", "20,14 40,1 64,6 68,28 54,43 38,47 60,52 76,70 66,92 40,100 16,90"),
    (3, "pointed", "20,14 44,1 68,12 64,34 36,48 36,48 66,54 76,76 56,97 30,98 14,86"),
    (3, "flat top", "20,4 46,3 74,3 74,3 58,24 42,42 42,42 68,50 76,74 56,97 30,98 16,88"),
    (3, "loop", "18,12 42,0 66,8 64,28 46,46 34,48 36,40 54,46 72,64 66,90 40,100 12,88"),
    (3, "small head", "30,12 46,2 62,10 58,26 42,36 42,36 68,46 80,68 64,92 34,100 4,92"),
    (3, "big head", "12,20 36,0 68,6 74,30 58,50 36,56 36,56 60,62 66,80 46,96 14,98"),
    (3, "short tail", "20,10 44,2 66,10 60,30 40,46 40,46 62,54 68,76 54,99"),
    (3, "like a 5", "42,6 62,4 60,20 34,40 34,40 62,47 72,70 52,96 16,96"),
    (3, "two hooks", "14,16 38,0 62,6 56,26 36,40 36,40 60,42 76,58 66,86 40,100 20,88"),
    (4, "open", "26,4 22,26 18,52 36,56 60,54 78,50 / 72,6 68,36 64,68 60,100"),
    (4, "wide open", "20,14 10,36 8,56 34,60 64,54 92,46 / 70,0 62,36 54,68 46,100"),
    (4, "closed", "64,0 44,24 14,62 14,62 50,62 92,60 / 66,0 65,33 64,66 64,100"),
    (4, "one line", "22,8 18,34 26,50 48,50 68,38 76,4 76,4 72,36 68,68 64,100"),
    (4, "lightning", "30,0 20,30 10,56 10,56 50,54 90,50 / 64,22 56,50 46,100"),
    (
        5,
        "two strokes",
        "30,4 26,24 22,44 22,44 46,38 70,52 72,78 50,97 28,98 12,86 / 30,4 56,4 84,2",
    ),
    (5, "long bar", "34,14 30,30 26,46 26,46 50,46 64,62 56,86 34,98 8,94 / 34,12 64,8 108,0"),
    (5, "one stroke", "82,2 54,5 32,6 32,6 27,24 22,44 22,44 48,40 68,54 68,80 46,98 24,96 12,86"),
    (5, "round", "84,4 56,4 34,16 30,36 46,48 66,64 62,88 40,99 18,90"),
    (5, "like an s", "80,8 54,0 30,18 38,38 60,56 68,80 44,100 14,92"),
    (
        5,
        "curled foot",
        "76,4 40,4 40,4 34,24 28,44 28,44 54,40 76,58 72,86 46,100 22,90 18,76 30,74",
    ),
    (6, "curved", "66,2 44,16 26,42 18,70 28,95 54,99 72,82 66,62 46,58 26,74"),
    (6, "straight", "52,0 38,24 26,50 20,76 34,98 60,94 68,74 52,60 34,66 22,82"),
    (6, "hooked", "78,10 58,2 36,20 22,50 20,80 42,99 68,90 74,70 58,56 34,62 22,78"),
    (6, "low loop", "50,0 32,28 16,62 20,90 46,99 78,88 86,68 68,58 46,70 36,94"),
    (6, "upright", "30,0 22,28 18,60 24,92 52,99 72,84 70,64 52,56 32,66 24,88"),
    (6, "small loop", "62,0 40,28 24,60 22,90 42,99 60,88 62,74 48,70 34,80 30,96"),
    (6, "wide", "46,6 20,40 8,74 24,95 60,99 96,82 90,60 60,60 34,82"),
    (6, "leaning", "70,0 40,24 16,60 18,90 44,98 66,80 62,60 42,58 22,80"),
    (7, "plain", "16,8 44,5 80,4 80,4 62,36 48,66 38,100"),
    (7, "bar", "16,8 44,5 80,4 80,4 62,36 48,66 38,100 / 30,54 54,50 78,48"),
    (7, "hook", "14,28 16,8 16,8 46,8 80,4 80,4 66,32 54,62 46,100"),
    (7, "long hook", "8,48 14,28 20,10 20,10 44,8 74,6 74,6 70,38 64,70 58,100"),
    (7, "round", "16,16 34,4 60,4 74,16 64,44 50,70 42,100"),
    (
        8,
        "one line",
        "72,14 52,1 32,10 32,30 52,48 70,68 66,92 44,100 26,86 34,64 54,46 74,26 70,10",
    ),
    (
        8,
        "two circles",
        "52,2 32,12 32,36 50,47 70,36 70,12 52,2 / 50,48 26,62 26,88 50,100 74,88 72,62 52,48",
    ),
    (8, "from the middle", "50,48 28,32 34,8 56,1 74,16 62,40 38,58 26,78 38,98 62,96 72,76 52,50"),
    (8, "open top", "70,14 48,2 28,14 36,36 58,56 64,82 46,100 26,88 32,66 52,44 68,24 84,2"),
    (8, "big head", "82,22 58,2 26,6 18,28 40,44 58,62 56,88 38,100 24,86 34,64 58,46 80,30 84,10"),
    (8, "small head", "66,16 50,3 36,14 42,34 64,56 78,78 58,100 24,96 14,74 36,54 58,38 66,22"),
    (8, "open head", "72,8 48,10 36,26 52,46 62,68 48,92 28,98 22,82 40,62 60,44 84,10"),
    (8, "long arms", "84,6 50,8 34,24 50,44 62,66 46,96 22,94 26,74 52,54 72,32 90,0"),
    (8, "crossing", "30,14 50,48 72,86 50,99 26,86 50,50 70,14 52,1 28,12"),
    (8, "tail up", "66,20 50,14 40,26 52,44 64,70 48,98 24,92 28,68 52,48 72,22 84,0"),
    (8, "tiny foot", "82,14 54,0 22,10 24,36 50,50 60,72 50,97 36,86 46,62 66,40 88,22"),
    (9, "straight", "72,16 54,2 30,10 22,32 36,48 58,42 72,20 72,20 70,46 66,74 62,100"),
    (9, "curved", "74,14 52,2 30,14 26,36 46,48 68,34 74,14 76,44 66,78 44,98 24,92"),
    (9, "from the loop", "70,28 60,6 36,6 22,28 34,46 58,38 70,18 68,44 60,74 50,100"),
    (9, "wide loop", "76,10 48,0 16,14 8,36 30,48 58,36 78,12 78,12 66,42 54,72 42,100"),
    (9, "small loop", "66,20 54,2 36,6 28,24 40,38 58,30 68,10 68,10 64,40 58,70 50,100"),
    (9, "open loop", "62,4 40,4 22,24 28,46 52,46 68,30 76,8 76,8 72,40 68,70 64,100"),
    (9, "round head", "70,24 58,2 34,2 22,22 32,42 56,42 70,24 70,50 66,76 62,100"),
    (9, "running", "74,16 54,0 28,10 18,34 34,50 60,36 78,8 64,50 40,100"),
    (9, "double loop", "76,22 54,2 26,12 26,42 50,50 72,30 70,8 76,30 74,62 56,96 30,100 22,84"),
    (9, "angular", "70,12 46,4 20,30 28,50 48,44 74,14 74,14 62,56 50,100"),
    (9, "tall loop", "74,8 52,2 28,28 30,54 50,50 70,26 76,6 71,50 64,100"),
    (9, "hook", "72,20 54,2 32,12 28,38 48,44 68,26 72,14 74,50 64,88 46,100 32,90"),
]


def spline_matrix(strokes):
    """Write the pen path of a skeleton as a matrix: path = matrix @ control points.

    The curve is the Catmull-Rom spline (Catmull and Rom, 1974): it passes through its control
    points, and it is linear in them, so that shaking the control points shakes the whole curve.

    Args:
        strokes: the strokes of one row of `WAYS`.

    Returns:
        `matrix (POINTS, CONTROLS)`, `controls (CONTROLS, 2)` in units of the digit's height,
        `ends (CONTROLS, 2)`: the direction in which a stroke would go on beyond its two ends (zero
        for the other points), and `pen (POINTS,)`: 1 where the pen is down, 0 on its way from one
        stroke to the next.
    """
    controls, ends, curves = np.zeros((CONTROLS, 2)), np.zeros((CONTROLS, 2)), []
    used = 0
    for stroke in strokes.split("/"):
        stroke = [tuple(map(float, point.split(","))) for point in stroke.split()]
        columns, pieces = [], [[]]  # the pieces of a stroke meet in sharp corners
        for before, point in zip([None, *stroke], stroke, strict=False):
            if point == before:
                pieces.append([columns[-1]])
            else:
                columns.append(used)
                pieces[-1].append(used)
                controls[used] = np.array(point) / 100
                used += 1
        first, second, *_, last_but_one, last = [*columns[:2], *columns[-2:]]
        ends[first] = controls[first] - controls[second]
        ends[last] = controls[last] - controls[last_but_one]
        curves.append(np.concatenate([_catmull_rom(np.eye(CONTROLS)[piece]) for piece in pieces]))

    lifts = 2 * (len(curves) - 1)  # two points in the air between two strokes
    lengths = [_arc_length(curve @ controls)[-1] for curve in curves]
    shares = np.cumsum([0, *lengths]) / sum(lengths) * (POINTS - lifts)
    rows, pen = [], []
    for i, curve in enumerate(curves):
        count = round(shares[i + 1]) - round(shares[i])
        if rows:
            start, stop = rows[-1][-1], curve[0]
            rows.append(np.stack([(2 * start + stop) / 3, (start + 2 * stop) / 3]))
            pen += [0, 0]
        rows.append(_evenly_spaced(curve, controls, count))
        pen += [1] * count
    return np.concatenate(rows), controls, ends, np.array(pen)


def _catmull_rom(points, steps=16):
    """Sample the spline through `points (k, c)`; straight beyond its ends. Returns `(m, c)`."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    a, b, c, d = (padded[i : len(padded) - 3 + i, None] for i in range(4))
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    curve = b + (c - a) * t / 2 + (a - 2.5 * b + 2 * c - d / 2) * t**2
    curve = curve + (1.5 * (b - c) + (d - a) / 2) * t**3
    return np.concatenate([curve.reshape(-1, points.shape[1]), points[-1:]])


def _arc_length(path):
    """Length of `path (m, 2)` from its start to each of its points, `(m,)`."""
    return np.cumsum(np.r_[0, np.hypot(*np.diff(path, axis=0).T)])


def _evenly_spaced(curve, controls, count):
    """Choose `count` rows of `curve (m, CONTROLS)` that lie at even distances along the path."""
    length = _arc_length(curve @ controls)
    wanted = np.linspace(0, length[-1], count)
    return np.stack([np.interp(wanted, length, column) for column in curve.T], axis=1)
