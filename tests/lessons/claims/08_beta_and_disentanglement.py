# What lesson 08 says, as assertions over its variables; run in its kernel, for three seeds.
lone_rates = kl_of_codes(*models[20].posterior(x_val))
assert lone_rates.sum() < 0.3, "beta 20: the codes say next to nothing"
same = models[20].reconstruct(x_val[:200])
assert np.std(same, axis=0).max() < 0.15, "every image comes back as the same picture"
mean_image = x_train.mean(axis=0)
off = np.sum((same.mean(axis=0) - mean_image) ** 2)  # a digit is about 50 away from the mean
assert off < 5, f"... the mean of all digits: {off}"

distortions, nats = trade[:, 0], trade[:, 1]
assert (np.diff(distortions) > 0).all() and (np.diff(nats) < 0).all(), "the trade"
assert min(sums, key=sums.get) == 1, "the best ELBO is at beta 1"
for low, high, saved in zip(betas[:-1], betas[1:], steps, strict=True):
    assert low < saved < high, "each number lies between its two prices"
assert 0.12 < nats[5] / nats[2] < 0.28, "from beta 1 to 8 the rate falls to about a fifth"

at_1 = kl_of_codes(*models[1].posterior(x_val))
assert at_1.min() > 0.5, "at beta 1 all ten codes are worth their price"
assert np.sum(at_8 > 0.5) >= 2 and np.sum(at_8 < 0.05) >= 2, "some keep, others give up"
order = np.argsort(-kl_of_codes(*models[8].posterior(x_val)))
top, last = (models[8].decode(traverse(models[8], x_val[4], code)) for code in order[[0, -1]])
assert np.std(last, axis=0).sum() < 0.2 * np.std(top, axis=0).sum(), "a dead code does nothing"

assert max(max(values) for values in mig.values()) < 0.1, "disentanglement does not work well"
assert max(max(values) / min(values) for values in mig.values()) > 1.3, "and it is fragile"
assert np.abs(np.array(coarse) / mig[1] - 1).max() > 0.05, "other bins, other numbers"
named = list(factors)
found = {named[information[code].argmax()] for code in np.argsort(-information.max(axis=1))[:2]}
assert found == {"slant", "thickness"}, "the upper rows: slant and thickness"
second = np.sort(information.max(axis=1))[-2]
assert by_chance < 0.1 < 0.3 < second, "well above what independent values score"
assert information[:, named.index("wobble")].max() < 0.1, "the wobble has found no code"
for name in ("size", "rotation"):
    assert information[:, named.index(name)].max() < 0.12, f"nor has {name}"

assert spread[0.1] > 1.5 and spread[20] < 0.3, "centres spread beyond the prior, or shrink"
assert covered[0.1] < covered[1] < covered[4], "the samples cover more, the dearer a nat"
assert plausible[1] < plausible[4], "and more of them pass"
assert plausible[20] > 0.9 and covered[20] < 0.3, "all the same: they pass, and cover little"
assert covered["real"] > covered[4], "real images cover more than any samples"

before = np.sum(deep_rates["plain"] > 0.1)
assert before <= 7, f"in most of 16 codes every cloud is the prior, not in {before}"
level = sum(measure(shallow))
assert cured["plain"] > level + 4, "deeper, as many codes, and a far worse ELBO"
repaired = (cured["plain"] - cured["warm-up"]) / (cured["plain"] - level)
assert 0.5 < repaired < 1, f"warm-up has repaired most of what depth had broken: {repaired}"
for name in ("warm-up", "free bits"):
    assert cured[name] < cured["plain"] - 1, "both cures improve the ELBO"
assert cured["warm-up"] < cured["free bits"], "though not alike"
alive = {name: np.sum(each > 0.5) for name, each in deep_rates.items()}
assert alive["warm-up"] > alive["plain"] + 1, "warm-up keeps more codes alive"
assert alive["free bits"] <= alive["plain"] + 2, "free bits lifts the dead ones to the floor"
assert deep_rates["free bits"].min() > 0.2, "no code is below the floor, which nobody pays for"

# What the text says of going on afterwards; last, because it changes the models.
models[20].beta.assign(1.0)
train(models[20], "beta = 20, then 1")
assert np.sum(kl_of_codes(*models[20].posterior(x_val)) > 0.1) >= 9, "one layer: they come back"
warmup = Warmup(deep["plain"].beta, start=0.0, end=1.0, epochs=4)
train(deep["plain"], "deep, warm-up too late", callbacks=[warmup])
late = np.sum(kl_of_codes(*deep["plain"].posterior(x_val)) > 0.1)
assert 16 - late > (16 - before) / 2, f"deep: of {16 - before} most stay shut, {late} are open"
