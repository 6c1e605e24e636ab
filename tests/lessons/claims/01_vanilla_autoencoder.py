# What lesson 01 says, as assertions over its variables; run in its kernel, for three seeds.
saved = -np.diff([errors[d] for d in sizes])
assert (saved > 0).all(), "the error falls with every doubling of the code"
assert (np.diff(saved) < 0).all(), "each doubling buys less than the last"
assert saved[-1] < saved[0] / 2, "from 32 to 64 saves less than half of what 2 to 4 saves"
for d in (4, 8, 16):
    assert errors[d] < 0.9 * linear[d], "with 4 to 16 numbers ahead of PCA by far"
assert errors[64] > 0.9 * linear[64], "with 64, after six epochs, it is not"
assert model_error < mean_image_error / 2, "the trained model is far better than the mean image"

assert 0.4 < moved_error / wiped_error < 1.6, "moved and wiped are far closer than they look"
assert abs(errors[near] - moved_error) < 6, "a moved image is as far off as a short code's"
codes_of_100 = model.encode(x_val[:100])
drawn = judge(x_val[:100], model.decode(codes_of_100))
logits = np.asarray(model.decoder(codes_of_100))
package = [losses.squared_error, losses.binary_crossentropy, losses.hamming]
package = [float(np.mean(loss(x_val[:100], logits))) for loss in package]
assert np.allclose(drawn, package, rtol=1e-2), "our three losses are the package's"
for pair in scores.values():
    assert pair["BCE"][1] < 0.99 * pair["squared error"][1], "by BCE the one trained on BCE wins"
    assert pair["BCE"][0] < 1.05 * pair["squared error"][0], "by squared error it is level or ahead"
    assert min(pair["BCE"][1], pair["squared error"][1]) > floor[1], "no model gets below the floor"

real, fit_one, plain_one = ruler.reference, quality["fitted Gaussian"], quality["N(0, I)"]
assert spread.min() > 1.5, "the codes are far wider than N(0, I)"
assert plain_one["coverage"] < 0.4, "N(0, I) covers little"
assert fit_one["coverage"] > plain_one["coverage"] + 0.15, "the fair test is far better"
assert fit_one["frechet"] < plain_one["frechet"] / 2
for figure_name in ("precision", "coverage"):
    assert fit_one[figure_name] < real[figure_name] - 0.06, "and it is not passed"
    assert quality["redrawn"][figure_name] > real[figure_name] - 0.06, "redrawn images reach it"

assert rested_loss < crammed_loss - 8, "early stopping is better by far"
firm, soft = (net.reconstruct(x_val[:500]) for net in (crammed, rested))
assert np.mean(firm * (1 - firm)) < np.mean(soft * (1 - soft)), "by heart: firmer, also where wrong"
for rate in (0.2, 0.4):
    values = past[f"rate {rate}"]
    assert min(values) < rested_loss - 1.5, "dropout goes lower than early stopping"
    assert values[-1] < min(values) + 4, "and does not turn within 150 epochs"
assert past["rate 0.6"][-1] > past["rate 0.2"][-1] + 5, "0.6 is too much"

assert error(x_train[:100], broken) > mean_image_error, "the broken loop learns nothing"
# Exercise 5: KL of the chances of ink, with its second half, is BCE minus its floor.
ink, redrawn_ink = np.clip(x_val[:100], 1e-7, 1 - 1e-7), np.clip(redrawn[16][:100], 1e-7, 1 - 1e-7)
both = ink * np.log(ink / redrawn_ink) + (1 - ink) * np.log((1 - ink) / (1 - redrawn_ink))
above = judge(ink, redrawn_ink)[1] - judge(ink, ink)[1]
assert np.isclose(both.sum() / 100, above, rtol=1e-3)

assert not np.any(slope), "the Hamming distance has no slope"
x_hat_pixel = 1 / (1 + np.exp(-logit))
by_hand = 2 * (x_hat_pixel - 1) * x_hat_pixel * (1 - x_hat_pixel)
assert np.allclose(
    jax.grad(lambda a: losses.squared_error(black, a).sum())(logit), by_hand, atol=1e-5
)
assert np.allclose(
    jax.grad(lambda a: losses.binary_crossentropy(black, a).sum())(logit),
    x_hat_pixel - 1,
    atol=1e-5,
)

assert visitor_errors["blank page"] < visitor_errors["digit"], "a blank page has a small error"
for stranger in ("noise", "letter H", "inverted digit"):
    assert visitor_errors[stranger] > 2 * visitor_errors["digit"], f"{stranger} has a large error"
