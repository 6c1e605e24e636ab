# What lesson 07 says, as assertions over its variables; run in its kernel, for three seeds.
assert spread["AE"] > 2 * spread["VAE"], "the AE's codes went where they liked"
assert scales[int(np.digitize(spread["VAE"], [0.5, 2, 5]))] == "from 0.5 to 2"

ratio = estimates["score function"].var() / estimates["reparameterisation"].var()
assert 18 < ratio < 26, "the score function needs about 22 times as many draws"

assert np.median(mismatch) < 0.3, "ELBO + gap = log p(x), up to sampling noise"
assert gaps.min() > -0.05 and gaps.max() > 3 * gaps.min(), "a bound; gaps small and large"
assert abs(log_ratio.mean() - exact) < 0.05, "KL by sampling settles at the closed form"
for growing in (2.0, 4.0):
    assert kl_to_prior(np.zeros(1), np.log([growing])) > 0.09, "growing costs, too"
assert abs(mine_loss - terms["loss"]) < 0.5, "our class and the imported one have the same loss"
mine_kl = kl_to_prior(*(np.asarray(part) for part in mine.encoder(x_val)))
assert abs(mine_kl.mean() - terms["kl"]) < 1e-2
assert history.history["val_loss"][-1] < history.history["val_loss"][0], "it learns"
assert terms["reconstruction"] > floor, "no model gets below the floor"
assert redrawn["AE"][0] < redrawn["VAE"][0] and redrawn["AE"][1] < redrawn["VAE"][1], "copies worse"

# BCE + KL on grey images is the negative ELBO averaged over black-and-white copies.
mu, log_var = (np.asarray(part) for part in vae.encoder(x_val[:50]))
logits = np.asarray(vae.decoder(mu))
thrown_copies = rng.random((400, *x_val[:50].shape)) < x_val[:50]
costs = [np.mean(losses.binary_crossentropy(c.astype("float32"), logits)) for c in thrown_copies]
away = abs(np.mean(costs) - np.mean(losses.binary_crossentropy(x_val[:50], logits)))
assert away < 5 * np.std(costs) / len(costs) ** 0.5, "their average, up to sampling noise"

real, tricks = ruler.reference, controls
assert tricks["one image, again and again"]["precision"] in (0, 1), "fools precision alone"
assert tricks["one image, again and again"]["coverage"] < 0.05 < real["coverage"], "not coverage"
assert tricks["real, blurred"]["precision"] > real["precision"] - 0.05, "precision misses blur"
assert tricks["real, blurred"]["coverage"] > real["coverage"] - 0.06, "and so does coverage"
assert tricks["real, blurred"]["frechet"] > 3 * real["frechet"], "Fréchet sees it"
assert tricks["training images"]["copied"] > 0.95 and real["copied"] < 0.05, "copied sees copies"
for figure_name in ("precision", "coverage"):
    assert abs(tricks["training images"][figure_name] - real[figure_name]) < 0.05, (
        "nothing else does"
    )

ours, plain, fit_one = (judged[n] for n in ("VAE, N(0, I)", "AE, N(0, I)", "AE, fitted"))
assert ours["coverage"] > plain["coverage"] + 0.2, "far ahead in coverage"
assert ours["frechet"] < plain["frechet"] / 3, "and in Fréchet"
assert ours["precision"] > fit_one["precision"] and ours["coverage"] > fit_one["coverage"] - 0.02
assert ours["frechet"] > fit_one["frechet"], "behind in Fréchet"

for soft_one in ("VAE", "VAE samples"):
    assert blur["real"] < 0.75 * blur[soft_one], "VAE pictures are soft"
to_mean = np.sum((drawn - best) ** 2, axis=(1, 2, 3))
to_one = np.sum((drawn - one_of_them) ** 2, axis=(1, 2, 3))
assert to_mean.mean() < 0.5 * to_one.mean(), "the decoder draws the weighted mean"
assert (found["2 codes"] > 0).sum() >= 6 and (found["16 codes"] > 0).sum() >= 8, "most digits"
assert grey_pixels(sheets["2 codes"]) > 1.2 * grey_pixels(sheets["16 codes"]), "two codes: grey"

bug = judged["VAE, KL averaged"]
assert redrawn["VAE, KL averaged"][1] < redrawn["VAE"][1], "the averaged KL redraws better"
assert bug["coverage"] < ours["coverage"] and bug["frechet"] > ours["frechet"], "invents worse"
within = np.mean(read(clouds["sigma × 1"]) == y_val[40])
assert within > 0.7, "as far as its own cloud reaches, the digit stays"

assert quarters[0] > quarters[-1] + 0.05, "the emptier the place, the fewer pictures pass"
clouds_judged = judged["VAE, clouds"]
for name, better in (("precision", 1), ("coverage", 1), ("frechet", -1)):
    assert better * clouds_judged[name] > better * ours[name], "clouds do better by all three"

assert shape_gap.mean() < 0.5 * gaps.mean(), "most of the gap is amortisation"
assert (
    errors(gauss, x_val)[0] < redrawn["VAE"][0]
    and price_of["Gaussian, learned sigma"] > price_of["Bernoulli"]
), "as with a smaller β"
assert judged["Gaussian"]["coverage"] < ours["coverage"], "its pictures cover less"
assert abs(learned / left - 1) < 0.2, "sigma is the root of the squared error per pixel"

assert abs(article_loss - our_loss) < 1e-3, "the article's loss is ours"
assert by_loss[:200].sum() < by_loss[-200:].sum(), "what is cheap has little ink"
# Exercise 7: black all over beats a perfect copy where white paper costs nothing.
paper = x_val[:100].astype("float64").reshape(100, -1)
halved = np.where(paper > 0, paper * np.log(np.maximum(paper, 1e-9)), 0).sum()
assert halved < 0, "KL to a sheet of ones is below that to the image itself, which is zero"
