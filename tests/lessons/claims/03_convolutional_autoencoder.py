assert small.count_params() == 619 and weights["dense, 98"] == 226_930
assert abs(by_hand - by_layer).max() < 1e-4, "by hand as by the layer"
assert len(rows_seen) == len(columns_seen) == 7, "the formula's receptive field, by the gradient"
assert gap < 1e-5, "stamps are added"

at_end = {name: path[-1] for name, path in paths.items()}
dense_weights = 784 * 16 + 16 + 16 * 784 + 784
assert weights["conv, 16"] < weights["dense, 16"] / 7 and dense_weights > 0.87 * weights["conv, 16"]
assert paths["conv, 16"][0] > 0.8 * error(x_val, x_train.mean(axis=0)), "hardly more than the mean"
assert paths["conv, 16"][0] > 1.15 * paths["dense, 16"][0], "the convolutional net begins late"
assert at_end["conv, 16"] < 0.96 * at_end["dense, 16"], "... and passes the dense one"
memory = {n: at_end[n] - history[n].history["loss"][-1] for n in ("conv, 16", "dense, 16")}
assert memory["dense, 16"] > 1.2 * memory["conv, 16"], "the dense one knows its images by heart"
assert at_end["slim dense, 16"] > 1.6 * at_end["conv, 16"], "as few weights, all of them dense"
map_path, long_path = np.array(paths["conv, map of 98"]), np.array(paths["dense, 98"])
assert np.all(map_path[6:] < 0.85 * long_path[6:]), "map of 98: ahead, and sooner"

for name in ("conv, 16", "dense, 16", "dense, 98"):
    assert curves[name][4] > 3 * curves[name][0], "a dense layer ties a digit to its place"
assert curves["conv, 16"][4] > 0.8 * curves["dense, 16"][4], "with a dense code: as lost as any"
assert curves["conv, map of 98"][4] < 2 * curves["conv, map of 98"][0], "a map keeps its error"
assert curves["conv, map of 98"][4] < 0.3 * curves["dense, 98"][4]
assert differences[0] == 0 and differences[4] < 0.3, "four pixels are one place"
assert differences[4] < 0.4 * min(differences[1], differences[2], differences[3])
assert differences[8] < 0.6 * min(differences[5], differences[6], differences[7])
assert geometry[0] < 2 * curves["conv, map of 98"][0], "a rolled code is a moved digit"
assert geometry[1] > 2 * geometry[0], "a mirrored code is no mirrored digit"

assert wander["among others"] < 0.4 and wander["among ones"] > 1.5 * wander["among others"]
assert np.ptp(codes["alone"], axis=0).max() < 1e-3, "alone, all have the same code"
error_of = {name: error(x_val[TEN], x_hat) for name, x_hat in redrawn.items()}
assert error_of["among ones"] > 1.4 * error_of["its own"], "... and another digit"
assert error_of["alone"] > 4 * error_of["its own"]
assert of_ones > 2 * error(alike, normed.reconstruct(alike)), "a batch of ones"
without, normal = ends.values()
assert normal[0] < 0.9 * without[0], "it trains faster in the first epoch"
assert normal[1] / normal[0] > 1.15 * without[1] / without[0], "its kept averages lag behind"
assert normal[2] < 1.1 * without[2], "no harm at the end"

for kernel in ("kernel 4", "kernel 3"):
    assert patterns[kernel][0] < 1.5, "nothing in the images"
    assert patterns[kernel][1] > 2, "a pattern in the logits"
    assert np.mean(np.array(at_birth[kernel]) > 2) > 0.7, "nearly every untrained decoder has it"
assert max(patterns["enlarge, convolve"]) < 1.5 and np.median(at_birth["enlarge, convolve"]) < 1
assert colour_error < 20 and extra == 402 and extra_dense > 400_000
