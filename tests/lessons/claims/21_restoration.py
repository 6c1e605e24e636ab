assert abs(errors["the mean, p"] - p * (1 - p)) < 0.005, "the mean: p(1 - p)"
assert abs(errors["a draw"] / errors["the mean, p"] - 2) < 0.05, "a sharp answer: twice as much"

assert sketch_error["network"] < 0.96 * sketch_error["widened"], "ahead of the widened line ..."
assert sketch_error["widened"] < 0.5 * sketch_error["sketch"], "... which is a strong rival"

right, tint, another, vivid = colours["by the digit"]
assert right < 0.5 * tint, "a colour that follows from the picture comes back"
assert dull < 0.2 and vivid > 0.3, "by chance nearly grey, by the digit not"
assert abs(mended / mean - 1) < 0.1 and abs(draw / mean - 2) < 0.15, "the mean; the factor two"

shifted = quality(whole, np.roll(whole, 1, axis=2))[0].mean()
dB = {name: score[0].mean() for name, score in noise_scores.items()}
assert all(dB[name] > shifted + 1 for name in denoised), "a shift by one pixel counts for more"
assert dB["network"] > dB["Gaussian filter"] + 0.5, "a blur does not do"
assert dB["network"] > dB["non-local means"] - 0.5, "at least level with the classics"
each_gap = noise_scores["network"][0] - noise_scores["non-local means"][0]
assert each_gap[2] > 0 and each_gap[2] == max(each_gap), "the network is ahead on grass"

assert gains[2] > 4 and gains[2] > gains[1] - 0.8, "a second shot teaches as a clean picture does"
assert abs(gains[3]) < 0.5, "the same shot: the identity"

dB = {name: score[0].mean() for name, score in scratch_scores.items()}
assert dB["network"] > dB["scratched"] + 8, "the network mends"
assert dB["network, known kept"] > dB["network"], "keeping what is known helps"
assert dB["biharmonic"] > dB["network, known kept"] + 1, "... and the classic is ahead"

assert drawn_anew[0] > 2 * before[0], "a small hole: all in all it does harm"
assert outside > 0.8 * inside, "a good part of the error was not there before"
assert np.all(pasted < 0.85 * drawn_anew), "pasting is better at every size"
assert pasted[3] < 0.6 * before[3], "inside the hole it helps"
assert smooth[1] < pasted[1], "in small holes biharmonic is ahead ..."
assert pasted[4] < smooth[4], "... and in large ones it pays to have seen digits"
assert np.all(by_line < pasted), f"a linear rule, told the place, is better {by_line}"

for i, kind in enumerate(damages):
    wrong_ones = [results[name][i] for name in damages if name != kind]
    assert results[kind][i] < 0.9 * min(wrong_ones), f"of the specialists its own is best at {kind}"
    assert results[kind][i] < results["all three"][i] < 0.95 * min(wrong_ones), f"all three: {kind}"

assert reads_right > 0.4, "to paint, it learned to read (chance: 0.1)"

dB = {name: score[0].mean() for name, score in void_scores.items()}
assert dB["one shot, pixels hidden"] > dB["noisy"] + 2, "one shot alone: the principle holds"
assert dB["one shot, pixels hidden"] < dB["second shot"] - 0.5, "... and is no winner"
