assert abs(measured / dropped - 1) < 1e-3, "PCA loses the eigenvalues that it drops"
assert largest_angle(V[:6], mixed) < 0.1, "a mixture of the axes spans the same space"
assert largest_angle(V[:6], V[1:7]) > 89, "a direction that is lost is at right angles"

assert abs(errors["linear"] / errors["PCA"] - 1) < 0.01, "linear: PCA's error"
assert angle < 5, "linear: PCA's space"
assert axis_angles.max() > 25, "linear: other axes"
encoder_angle = largest_angle(to_code.kernel.numpy().T, V[:6])
assert encoder_angle > 5 * angle, "look at the decoder, not at the encoder"

assert by_epoch[32][0] > 1.3 * pca_errors[32], "it begins above PCA"
assert by_epoch[32][-1] < 0.99 * by_epoch[32][-2], "... and still falls when we stop"
assert short[8] < 0.9 * pca_errors[8], "short codes: deep is better soon"
assert short[32] > 1.1 * pca_errors[32] and short[64] > 1.3 * pca_errors[64], "long ones: PCA"
assert long[8] < 0.8 * pca_errors[8] and long[32] < 0.98 * pca_errors[32], "the crossing moves"
assert error(ten, redrawn[TEN]) < error(ten, by_pca(ten, 8)), "as the digits show"

counts = [2 * (w * (784 + 30) + (k - 1) * w**2) for k, w in ((1, 128), (2, 112), (4, 94))]
assert max(counts) < 1.02 * min(counts), "equally many weights"
assert four > 1.2 * one and four > 1.1 * two, "four layers are far behind"
assert two < 1.5 * one, "two are a little behind"
narrow, middle, broad = (by_width[width] for width in (32, 64, 128))
assert narrow > 1.15 * middle > 1.3 * broad, "width pays at once"
assert narrow - middle > middle - broad, "... and each doubling pays less"

assert votes["t-SNE of the codes"] > votes["PCA of the codes"] + 0.1, "t-SNE: who is near whom"
assert votes["code"] > votes["PCA of the codes"] + 0.1, "a shadow loses what the code knows"
assert truth[0] > 4 and seen["clouds, t-SNE"][0] < 0.6 * truth[0], "sizes mean nothing"
assert truth[1] > 7 and seen["clouds, t-SNE"][1] < 0.6 * truth[1], "distances mean little"

he = results["ReLU, He"]
assert results["sigmoid, Glorot"] > 0.9 * mean_image, "sigmoid: the mean image for everybody"
assert results["ReLU, a third of He"] > 1.3 * he, "a third of He's weights: late, too"
assert he < 0.6 * mean_image and he < 0.7 * results["tanh, Glorot"], "ReLU and He learn"
lowest = births["ReLU, He"][-1]
assert births["sigmoid, Glorot"][-1] < 0.05 * lowest, "the sigmoid shrinks differences"
assert births["ReLU, a third of He"][-1] < 0.05 * lowest, "small weights do, too"
assert births["tanh, Glorot"][-1] > 0.2 * lowest, "tanh lets them through"

stacked_error = error(x_val, by_stacking)
assert stacked_error < 0.7 * mean_image, "stacking leads off the plateau"
assert he < 1.3 * stacked_error, "ReLU and He get as far without it"
assert with_dropout[1][-1] < 0.97 * without[1][-1], "few images: dropout takes a tenth off"
assert without[1][-1] > 2 * without[0][-1], "... which are learned by heart"
assert without[1][-1] < 1.1 * without[1].min(), "early stopping has little to gain here"

assert named(solid) > named(flat) + 0.01, "in space three numbers know more than two"
assert named(solid) > max(from_sides) + 0.02, "much of that is lost on the page"
assert max(from_sides) > min(from_sides) + 0.04, "how much depends on the side"
assert named(flat) > np.mean(from_sides) + 0.02, "trained to be flat: more than the shadow"
