assert density_apart < 1e-2, "the density by hand is the package's"
assert worth["a mixture of five"] > worth["one Gaussian"] + 0.1, "hills are worth nats"

elbo, _, kl, harm, active = scores["plain"]
assert kl < 1.6 < np.log(10), "plain: the code says less than the digit's name"
assert harm < 5, "... and another path's code costs little"
assert active >= 4, "... though most codes count as active"
assert elbo < 0, "a density: the loss falls below zero"

assert max(kls["warm-up"]) > 5, "warm-up: the code is filled while it is cheap"
assert scores["warm-up"][2] < 0.5 * max(kls["warm-up"]), "... and given back after the ramp"
assert scores["warm-up"][2] < 4 and abs(scores["warm-up"][0] - elbo) < 3, "... ELBO as plain's"

free = scores["free bits"]
assert free[2] > 6.5, "free bits hold ..."
assert free[0] > elbo + 0.7, "... and cost ELBO"
assert free[3] > harm + 8, "... and the code is read"
for name in ("word dropout", "nothing fed"):
    assert scores[name][2] > kl + 1.5 and scores[name][3] > harm + 10, f"{name}: the code is read"
    assert scores[name][0] > elbo + 5, f"... and {name} costs ELBO"
assert scores["nothing fed"][0] == max(s[0] for s in scores.values()), "the worst ELBO of all ..."

assert right["the true paths"] > 0.98, "the classifier can read"
assert right["plain"] < 0.3, "plain does not write what its code says"
assert right["nothing fed"] > 0.6, "... fed nothing, one does"
assert right["nothing fed"] > right["free bits"] + 0.15, "... best, and free bits ..."
assert right["free bits"] > right["plain"] + 0.03, "... stand between"

assert digits["free bits"][0] > digits["plain"][0], "cold, variety comes from the code"
assert digits["plain"][-1] > digits["plain"][0] + 1.5, "plain's comes with the temperature"
assert travelled["plain"] < 0.6 * min(travelled["free bits"], travelled["nothing fed"]), "no way"

mixed, single = vrnns["mixture of five"], vrnns["one Gaussian"]
assert mixed["kl"] < 1.2, "with the mixture the VRNN's codes say nothing"
assert abs(mixed["loss"] - elbo) < 4, "... and it is where plain is"
assert single["kl"] > mixed["kl"] + 0.2, "with one Gaussian they are used ..."
assert single["loss"] > mixed["loss"] + 2, "... and do not make up for the hills here"

hill = scores["one Gaussian"]
assert hill[2] > kl + 1 and hill[3] > harm + 20, "with one Gaussian the VRAE listens ..."
assert hill[0] > elbo + 1.5, "... and its ELBO is worse"
assert scores["both"][2] > scores["word dropout"][2] + 2, "both cures: a fuller code"
