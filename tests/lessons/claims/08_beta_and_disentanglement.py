# What lesson 08 says, as assertions over its variables; run in its kernel, for three seeds.
assert kl_of_codes(*clouds[20]).sum() < 0.6, "beta 20: the codes say next to nothing"
assert np.std(redrawn[20], axis=0).mean() < 0.2 * np.std(x_val, axis=0).mean(), "all the same"
mean_image = x_train.mean(axis=0)
off = np.sum((redrawn[20].mean(axis=0) - mean_image) ** 2)  # a digit is about 50 away from it
assert off < 8, f"... the mean of all digits: {off}"

distortions, nats = trade[:, 0], trade[:, 1]
# At the prices 8 and 20 a training may stay silent for all four epochs: they are not ranked.
assert (np.diff(distortions[:4]) > 0).all() and (np.diff(nats[:4]) < 0).all(), "the trade"
assert distortions[4:].min() > distortions[3] and nats[4:].max() < nats[3], "... goes on"
assert best == 1 and sums[1] == min(sums.values()), "of these prices 1 has the smallest sum"
for low, high, slope in zip(betas[:3], betas[1:4], saved[:3], strict=True):
    assert 0.9 * low < slope < 1.1 * high, f"each number lies between its two prices: {slope}"
assert nats[4] < 0.4 * nats[2], "from beta 1 to 8 most of the rate goes"
assert kl_of_codes(*clouds[1]).min() > 0.3, "at beta 1 all sixteen codes are worth their price"
at_4 = sorted_rates[4]
assert at_4[0] > 0.5 and at_4[-1] < 0.1, "some keep, others give up"
share = {}  # what the last code draws, of what the first draws
for beta in (1, 4):
    order = np.argsort(-kl_of_codes(*clouds[beta]))[[0, -1]]
    walks = [at(beta).decode(traverse(clouds[beta][0][TEN[2]], code)) for code in order]
    first, last = (np.std(walk, axis=0).sum() for walk in walks)
    share[beta] = last / first
assert share[4] < 0.4, f"a code with a rate near 0 changes next to nothing: {share}"
assert share[1] > 0.2, f"at beta 1 the sixteenth code draws, too: {share}"

assert spread[0.1] > 1.4, "centres spread far beyond the prior"
cover = {beta: judged[f"β = {beta}"]["coverage"] for beta in samples}
passing = {beta: judged[f"β = {beta}"]["precision"] for beta in samples}
assert cover[0.1] < cover[4] - 0.05, "at 0.1 codes from the prior fall between the centres"
assert passing[4] > passing[1] + 0.02, "with beta 4 more pictures pass"
assert passing[20] > 0.8 and cover[20] < 0.3, "all pass, and cover little"

assert sum(plain) > sum(one) + 4, "deeper, as many codes, and a far worse sum"
assert np.sum(deep_rates["plain"] < 0.1) >= 5, "in many of its codes every cloud is the prior"
assert heard["three hidden layers"] < 0.7 * heard["one hidden layer"], "it hardly hears its code"
assert sum(warm) < sum(plain) - 2, "warm-up has a clearly better sum"
assert sum(warm) > sum(one) + 1, "... and does not repair all"

spot_mean, zero_mean = np.mean(mig["spots"]), np.mean(mig["zeros"])
assert control > 0.9 and by_chance < 0.05, "the scale is in order"
assert spot_mean > 0.12 and spot_mean > 2 * zero_mean, "on spots it works, in part"
assert max(live_codes["zeros"]) <= 4, "beta 20 leaves the zeros few of their six codes"
assert zero_mean < 0.12 and np.mean(gentle) < 0.12, "on zeros it does not"

assert np.sum(deep_rates["free bits"] > 0.1) > alive["warm-up"], "by the bars free bits win"
lifted = np.sort(deep_rates["free bits"])[:8]
assert 0.1 < np.median(lifted) < 0.5, "the dead codes have been lifted to about the floor"
assert np.abs(np.array(coarse) / gentle - 1).max() > 0.03, "other bins, other numbers"
assert no_information < 0.1 < 0.2 < information.max(), "well above what independent values score"
