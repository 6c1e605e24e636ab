# What lesson 01 says, as assertions over its variables; run in its kernel, for three seeds.
saved = -np.diff([errors[d] for d in sizes])
assert (saved > 0).all(), "the error falls with every doubling of the code"
assert (np.diff(saved[1:]) < 0).all(), "from 2 on, each doubling buys less than the last"
assert saved[-1] < saved[1] / 2, "from 32 to 64 saves less than half of what 2 to 4 saves"
for d in sizes[1:-1]:
    assert errors[d] < 0.95 * linear[d], "from 2 to 32 numbers ahead of PCA"
assert abs(errors[1] / linear[1] - 1) < 0.08, "with one number about equal"
assert linear[64] < errors[64], "with 64, after eight epochs, PCA is ahead"
assert model_error < mean_image_error / 2, "the trained model is far better than the mean image"
assert history.history["loss"][-1] < history.history["loss"][0]

assert 0.4 < moved_error / wiped_error < 1.6, "moved and wiped are far closer than they look"
assert winner == "BCE", "the model trained on BCE has the lower squared error"
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

assert visitor_errors["blank page"] < 2 * visitor_errors["digit"], "a blank page has a small error"
for stranger in ("noise", "letter H", "inverted digit"):
    assert visitor_errors[stranger] > 3 * visitor_errors["digit"], f"{stranger} has a large error"

assert covered["N(0, I)"] < 0.1, "N(0, I) covers next to nothing"
assert covered["N(0, I)"] < covered["fitted Gaussian"] < covered["reconstructed"] - 0.1
assert 0.2 < plausible["fitted Gaussian"] < 0.8, "the fair test is not passed"

assert rested_loss < crammed_loss - 10, "early stopping is better by far"
assert error(x_train[:1000], broken) > mean_image_error, "the broken loop learns nothing"
