assert abs(bill / (PIXELS * 0.25) - 1) < 0.02, "the noise costs σ² a pixel"
assert 0.35 < error(x_val, np.clip(x_noisy, 0, 1)) / bill < 0.6, "clipping takes it to about half"
assert abs(counted - computed) < 0.02, "the formula for one pixel agrees with counting"
assert not np.array_equal(thrice[0], thrice[1]), "the noise is fresh in every call"
assert restored_error < bill / 8, "the denoiser removes most of the error"
assert errors_once[0] < 0.5 * errors_fresh[0], "stored noise is better on its own images ..."
assert other_noise > 0.75 * errors_once[1], "other noise on its own images: hardly better than new"
assert errors_once[1] > 1.2 * errors_fresh[1], "... and worse on new ones"

for name, sigma in (("0.25", 0.3), ("0.5", 0.5), ("1", 1.0)):
    at = sigmas.index(sigma)
    fixed = [n for n in curves if n not in (name, "any")]
    assert all(curves[name][at] < curves[n][at] for n in fixed), f"{name} is best near its level"
plain, half = curves["0 (plain)"], curves["0.5"]
assert plain[0] < half[0] and plain[4] > half[4], "the plain autoencoder wins only at weak noise"
assert plain[0] == min(curves[name][0] for name in curves), "its curve starts lowest"
assert all(plain[4 + i] == max(c[4 + i] for c in curves.values()) for i in range(3))
best = [min(c[i] for n, c in curves.items() if n != "any") for i in range(len(sigmas))]
costs = np.divide(curves["any"], best)
assert np.all(costs < 1.75) and costs.argmax() == 0, "any level: pays most at weak noise"
assert curves["any"][-1] < 0.95 * curves["0.5"][-1] and curves["any"][0] < half[0]

winners = [min(contest, key=lambda n, i=i: contest[n][i]) for i in range(len(sigmas))]
assert set(winners[:3]) == {"non-local means"}, "a classic wins at weak noise"
assert set(winners[4:]) == {"network, any level"}, "the network wins at strong noise"
assert contest["doing nothing"][0] < contest["network, any level"][0]
assert foreign["median"][0] < foreign["network, Gaussian"][0], "few spoiled pixels: the median wins"
assert foreign["median"][-1] > 1.3 * foreign["network, Gaussian"][-1], "many: the network does"

floor = np.mean((points + exact - spiral) ** 2)
assert 0.4 < floor / 0.1**2 < 0.6, "half of the error must remain"
assert agreement > 0.8, "a denoiser learns the score"
network_push, exact_push = pushes.values()
miss = np.sqrt(((network_push - exact_push) ** 2).sum(axis=1))
assert miss[gap > 0.2].mean() > 1.5 * miss[gap < 0.1].mean(), "it guesses far from the spiral"
away = np.sqrt(((walk[10][:, None] - spiral) ** 2).sum(-1).min(axis=1))
assert np.mean(away < 0.05) > 0.9, "following the arrows leads nearly all points to the spiral"
assert distance(walk[10]) < 0.3 * distance(walk[0])

assert reads_right > 0.6, "to paint, it learned to read"
assert outside > inside, "most of the error is outside the hole"
pasted_error = error(painted_val, pasted)
assert pasted_error < 0.6 * before and pasted_error < 0.6 * (inside + outside)
own_ground = {kind: table[kind][i] for i, kind in enumerate(damages)}
for i, kind in enumerate(damages):
    others = [table[name][i] for name in damages if name != kind]
    assert own_ground[kind] < min(others), f"the specialist is best at {kind}"
    assert own_ground[kind] < table["all five"][i], f"one for all pays a price at {kind}"
    assert table["all five"][i] < min(others), f"one for all beats the wrong ones at {kind}"
assert 0 < harm < 20, "a wrong specialist helps with some damages and does harm with others"
assert dull < 0.45 * vivid, "what is not in the input comes back as grey"
lively_error, dull_error, mean_error = hue_errors.values()
assert mean_error < dull_error < lively_error, "nearer the mean than a lively colour is"

assert copied[0.05] < copied[0.5] < copied[1.0], "the less noise, the better it copies"
assert single[0.05] < single[0.5] < single[1.0], "of one digit, too"
assert cleaned[0.05] > nothing[0.05], "hardly any noise: worse than doing nothing"
assert cleaned[0.5] < nothing[0.5] / 4, "a good deal of noise: it helps"
assert greyness[0.05] < greyness[0.5] < greyness[1.0], "the more noise, the more undecided"
assert greyness[1.0] > 1.5 * undecided(x_val), "much noise: it blurs"
