# What lesson 07 says, as assertions over its variables; run in its kernel, for three seeds.
plausible, covers, sharp, sharp_covers = (
    {name: shares[i] for name, shares in scores.items()} for i in range(4)
)  # as in lesson 01, then after rounding

assert plausible["real, never seen"] < 0.85 < plausible["reconstructed"], "real pass less often"
assert plausible["AE, N(0, I)"] > plausible["AE, fitted"], "grey mush beats strokes"
assert abs(sharp["real, never seen"] - sharp["reconstructed"]) < 0.1, "rounded: nearly alike"
assert sharp["AE, N(0, I)"] > 0.75 and sharp_covers["AE, N(0, I)"] < 0.25, (
    "blobs pass, cover little"
)
assert sharp["empty paper"] == 1 and sharp_covers["empty paper"] < 0.3, "empty paper passes, too"
assert sharp["one digit, always"] == 1 and sharp_covers["one digit, always"] < 0.05
for full in (sharp, sharp_covers):
    assert full["AE, fitted"] < full["real, never seen"] - 0.1, "falls short in both questions"

assert spread["AE"] > 3 * spread["VAE"], "the AE's codes are spread much wider"
assert 0.7 < spread["VAE"] < 1.6, "the VAE's codes have a standard deviation of about 1"

ratio = estimates["score function"].var() / estimates["reparameterisation"].var()
assert 18 < ratio < 26, "the score function needs about 22 times as many draws"

assert abs(redraws - price + gap - log_p_x) < 0.3, "ELBO + gap = log p(x), up to sampling noise"
assert min(gaps) > -1e-3, "the ELBO is a lower bound"
assert abs(log_ratio.mean() - exact) < 0.05, "KL by sampling settles at the closed form"
assert abs(mine_loss - terms["loss"]) < 0.5, "our class and the imported one have the same loss"
mine_kl = kl_to_prior(*(np.asarray(part) for part in mine.encoder(x_val)))
assert abs(mine_kl.mean() - terms["kl"]) < 1e-2
assert history.history["val_loss"][-1] < history.history["val_loss"][0], "it learns"
assert abs(article_loss - our_loss) < 1e-3, "the article's loss is ours"

assert redrawn["AE"][0] < redrawn["VAE"][0] and redrawn["AE"][1] < redrawn["VAE"][1]
for column in range(4):
    assert scores["VAE, N(0, I)"][column] > scores["AE, fitted"][column] + 0.01, "ahead in all four"
    assert scores["VAE, clouds"][column] > scores["VAE, N(0, I)"][column] + 0.03, "clouds do better"
assert sharp["VAE, N(0, I)"] < 0.85, "but not every likely code means a digit"
assert halfway["VAE"] > halfway["AE"], "the VAE's halfway pictures are plausible more often"

assert np.mean(gain > 0) > 0.95 and kept > 0.7, "bolder works nearly everywhere"
assert read_as["1 + (8 − 3)"].argmax() != 8, "and eight minus three makes no eight of a one"
assert 0.25 < pairs_mean < 0.8 and by_goal.std() > by_start.std(), "most on the digit intended"
assert quarters[0] > quarters[-1] + 0.1 and np.polyfit(range(4), quarters, 1)[0] < 0, "holes"

assert blur["real"] < blur["AE"] < blur["VAE"] < blur["VAE samples"], "VAE pictures are soft"
to_mean = np.sum((drawn - best) ** 2, axis=(1, 2, 3))
to_one = np.sum((drawn - one_of_them) ** 2, axis=(1, 2, 3))
assert to_mean.mean() < 0.5 * to_one.mean(), "the decoder draws the weighted mean"

bug = "VAE, KL averaged"
(mu_right, log_var_right), (mu_bug, log_var_bug) = vae.posterior(x_val), slipped.posterior(x_val)
assert mu_bug.std() > 1.2 * mu_right.std(), "a price that is too low: clouds move apart ..."
assert log_var_bug.mean() < log_var_right.mean() - 0.5, "... and shrink"
assert redrawn[bug][1] < redrawn["VAE"][1], "the averaged KL redraws better"
for column in range(4):
    assert scores[bug][column] < scores["VAE, N(0, I)"][column] - 0.01, "and invents worse"

within = np.mean(read(clouds["sigma × 1"]) == y_val[3])
assert within > 0.7, "as far as its own cloud reaches, the digit stays"
assert by_loss[:200].sum() < by_loss[-200:].sum(), "what is cheap has little ink"
