assert abs(errors["the mean, p"] - p * (1 - p)) < 0.005, "the mean: p(1 - p)"
assert abs(errors["a draw"] / errors["the mean, p"] - 2) < 0.05, "a sharp answer: twice as much"

for kind in ("blur", "watermark", "colour lost"):
    assert mended[kind] < 0.8 * untouched[kind], f"its specialist mends {kind}"
assert reads_right > 0.4, "to paint, it learned to read (chance: 0.1)"

for i, kind in enumerate(damages):
    others = [results[name][i] for name in damages if name != kind]
    assert results[kind][i] < 0.9 * min(others), f"of the specialists its own is best at {kind}"
    assert results["all four"][i] < 0.95 * min(others), f"one for all beats the wrong at {kind}"
    assert results["all four"][i] > results[kind][i], f"... and loses to the right one at {kind}"

assert dull < 0.55, "what is not in the input comes back nearly as grey"
assert abs(draw / mean - 2) < 0.15, "the factor two, again"
assert figures["restored"][0] < 0.85 * draw, "the network is nearer to the mean than a sharp colour"

assert beside > 1.1 * at_ten, "most of the error is outside the hole"
assert inside[0] + outside[0] > 2 * before[0], "a small hole: all in all it does harm"
assert np.all(inside < 0.85 * (inside + outside)), "pasting is better at every size"
assert at_ten < 0.6 * by_size[10][0], "inside the hole it helps"
