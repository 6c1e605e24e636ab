# What lesson 07 says, as assertions over its variables; run in its kernel, for three seeds.
plausible_of = {name: p for name, (p, c) in scores.items()}
covered_by = {name: c for name, (p, c) in scores.items()}

assert plausible_of["one good digit, always"] == 1, "one good digit fools the measure ..."
assert covered_by["one good digit, always"] < 0.5, "... and covers little"
assert plausible_of["AE, N(0, I)"] > plausible_of["AE, fitted"], "the narrow Gaussian seems better"
assert covered_by["AE, N(0, I)"] < covered_by["AE, fitted"] - 0.1, "and covers much less"
assert plausible_of["AE, fitted"] < 0.65, "the fitted Gaussian draws much rubbish"
assert covered_by["AE, fitted"] > 0.75 > covered_by["AE, N(0, I)"], "three quarters part the two"

assert spread["AE"] > 3 * spread["VAE"], "the AE's codes are spread much wider"
assert 0.7 < spread["VAE"] < 1.6, "the VAE's codes have a standard deviation of about 1"

ratio = estimates["score function"].var() / estimates["reparameterisation"].var()
assert 18 < ratio < 26, "the score function needs about 22 times as many draws"

assert abs(redraws - price + gap - log_p_x) < 0.3, "ELBO + gap = log p(x), up to sampling noise"
assert gap > 0, "the ELBO is a lower bound"
assert abs(log_ratio.mean() - exact) < 0.05, "KL by sampling settles at the closed form"
assert abs(mine_loss - terms["loss"]) < 0.5, "our class and the imported one have the same loss"
mine_kl = kl_to_prior(*(np.asarray(part) for part in mine.encoder(x_val)))
assert abs(mine_kl.mean() - terms["kl"]) < 1e-2
assert history.history["val_loss"][-1] < history.history["val_loss"][0] - 20
assert abs(article_loss - our_loss) < 1e-3, "the article's loss is ours"

assert redrawn["AE"][0] < redrawn["VAE"][0] and redrawn["AE"][1] < redrawn["VAE"][1]
assert plausible_of["VAE, N(0, I)"] > plausible_of["AE, fitted"] + 0.05, "more often plausible"
assert covered_by["VAE, N(0, I)"] > covered_by["AE, fitted"], "and covers more"
assert plausible_of["VAE, N(0, I)"] < 0.85, "but not every likely code means a digit"
assert halfway["VAE"] > halfway["AE"], "the VAE's halfway pictures are plausible more often"

assert np.mean(gain > 0) > 0.95 and kept > 0.7, "bolder works nearly everywhere"
assert read_as["1 + (8 − 3)"].argmax() != 8, "and eight minus three makes no eight of a one"

assert blur["real"] < blur["AE"] < blur["VAE"] < blur["VAE samples"], "VAE pictures are soft"
to_mean = np.sum((drawn - best) ** 2, axis=(1, 2, 3))
to_one = np.sum((drawn - one_of_them) ** 2, axis=(1, 2, 3))
assert to_mean.mean() < 0.5 * to_one.mean(), "the decoder draws the weighted mean"

holes = plausible_of["VAE, clouds of real images"] - plausible_of["VAE, N(0, I)"]
assert holes > 0.05, "the clouds of real images do better than the prior"

bug = "VAE, KL averaged"
assert redrawn[bug][1] < redrawn["VAE"][1], "the averaged KL redraws better"
assert plausible_of[bug] < plausible_of["VAE, N(0, I)"] - 0.05, "and invents worse"
