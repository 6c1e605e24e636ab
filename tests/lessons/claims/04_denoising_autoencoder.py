assert abs(bill / (PIXELS * 0.25) - 1) < 0.02, "the noise costs σ² a pixel"
assert clipped < bill, "cutting off takes a part of it away"
assert abs(counted - computed) < 0.02, "the formula for one pixel agrees with counting"
assert not np.array_equal(*np.asarray(model.noise(one))[:2]), "each image has its own fresh noise"
assert restored_error < bill / 5, "the denoiser removes most of the error"

assert errors["stored"][1] < 0.6 * errors["fresh"][1], "stored noise is better on its own images"
assert errors["stored"][0] > 1.1 * errors["fresh"][0], "... and worse on new ones"
assert other_noise > 0.7 * errors["stored"][0], "other noise, own images: hardly better than new"
assert other_noise > 3 * errors["stored"][1], "it is the noise that it knows by heart"

plain, half, any_level = curves["0 (plain)"], curves["0.5"], curves["any"]
fixed = [curves[name] for name in ("0 (plain)", "0.5", "1")]
assert plain[0] < 0.8 * half[0] and plain[0] < 0.8 * any_level[0], "nearly clean: the plain is best"
assert plain[4] > 1.3 * half[4] and plain[-1] > 1.3 * curves["1"][-1], "very noisy: the worst"
assert half[4] < 0.9 * curves["1"][4] and curves["1"][-1] < 0.9 * half[-1], "each at its own level"
costs = np.divide(any_level, np.min(fixed, axis=0))
assert np.all(costs < 2.2), "any level: nowhere far from the best"
assert np.all(np.array(any_level) < 0.9 * np.max(fixed, axis=0)), "... nor the worst"

classic = np.min([contest[name] for name in classics], axis=0)
network = contest["network, any level"]
assert np.all(classic[:2] < 0.8 * np.array(network[:2])), "a classic wins at weak noise"
assert np.all(classic[-2:] > 1.2 * np.array(network[-2:])), "the network wins at strong noise"
line = np.array(contest["linear, told σ"])
assert np.all(line[:3] < 0.8 * np.array(network[:3])), "the linear rule: far better at weak noise"
assert np.all(abs(line[-3:] / network[-3:] - 1) < 0.2), f"and level at strong {line} {network}"
assert contest["doing nothing"][0] < 0.5 * network[0], "at the weakest, nothing is better"

floor = np.mean((points + exact - spiral) ** 2)
assert 0.4 < floor / 0.1**2 < 0.6, "about half of the error must remain"
assert agreement > 0.9, "a denoiser learns the score"
network_push, exact_push = pushes.values()
miss = np.sqrt(((network_push - exact_push) ** 2).sum(axis=1))
assert miss[gaps > 0.2].mean() > 1.3 * miss[gaps < 0.1].mean(), "it guesses far from the spiral"
assert np.mean(distances(walk[10]) < 0.06) > 0.85, "the arrows lead nearly all points to the spiral"
assert distances(walk[10]).mean() < 0.4 * distances(walk[0]).mean()

assert foreign["median"][0] < 0.8 * foreign["network, Gaussian"][0], "few spoiled: the median wins"
assert foreign["median"][-1] > 1.1 * foreign["median"][0], "it gets worse with the share"

assert copied[0.05][0] < 0.85 * copied[0.5][0], "hardly any noise: it copies better, two digits ..."
assert copied[0.05][1] < 0.6 * copied[0.5][1], "... and one"
assert cleaned[0.05] > 1.5 * untouched[0.05], "hardly any noise: worse than doing nothing"
assert cleaned[0.5] < untouched[0.5] / 3, "a good deal of noise: it cleans"
assert greyness["1"] > 1.15 * greyness["0.5"], "the more noise, the more undecided"
assert greyness["1"] > 1.5 * greyness["clean"], "much noise: it blurs"
