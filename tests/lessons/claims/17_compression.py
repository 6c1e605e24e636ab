# What lesson 17 says, as assertions over its variables; run in its kernel, for three seeds.
assert abs(message.bit_length() - promised.sum()) < 0.01 * promised.sum(), "as long as promised"
assert np.array_equal(unpack(message, tables_16, 300), sent_300), "not one symbol is lost"
assert few_bits < 250, "far fewer than 1,024 bits do nearly the same"


def error_at(d, bits):
    """Squared error of the autoencoder with d codes where its line has so many bits."""
    line = afterwards[d][::-1]  # by rising bits
    return np.interp(np.log(bits), np.log(line[:, 0]), line[:, 1])


high = afterwards[16][:, 0].max()
assert error_at(8, 20) < error_at(16, 24) - 1, "at 20 bits eight codes redraw better"
assert error_at(32, 90) < error_at(16, high) - 1.5, "at 90 the 32 win"
numbers_said, *packers_said, promise_said, packed_said = counts.values()
assert numbers_said > 8 * packed_said, "a factor of ten from numbers to bits"
assert min(packers_said) > promise_said, "a general packer pays for what it ignores"
assert abs(promise_said / packed_said - 1) < 0.05, "packed as promised"

empty, single, on_sheet, _ = files["JPEG, quality 1"]
assert empty / single > 0.7 and on_sheet < 0.3 * single, "a small file is mostly wrapping"
for name, points in rivals.items():
    bits, errors = np.array(points).T
    near = np.interp(np.log(110), np.log(bits), errors)
    assert error_at(32, 95) < 0.6 * near, f"left of 100 bits we are far ahead of {name}"
best_webp = min(error for _, error in rivals["WebP, one sheet"])
assert best_webp < 0.5 * exact, "WebP reaches errors where the network never arrives"

assert min(gains) > -0.03, "the rate in the loss does no harm"
assert np.mean(gains) < 0.12, "... and helps by little"
for ((_, size), _), ((_, n), _) in chosen.values():
    assert min(sizes) < size < max(sizes), "smaller and larger networks were on offer"
    assert min(components) < n < max(components), "so were fewer and more components"
for without, by_pca, ours in at_equal.values():
    assert max(without[1], ours[1]) < 0.85 * by_pca[1], "PCA is behind at all three"
    assert max(b for b, _ in (without, by_pca, ours)) < 1.05 * min(without[0], by_pca[0], ours[0])
assert [trained[d][0] for d in LAMBDA] == sorted(trained[d][0] for d in LAMBDA), "more λ, more bits"

whole, eight, four = (decoders[bits][1] for bits in (32, 8, 4))
assert abs(eight / whole - 1) < 0.02 and four > 1.15 * whole, "eight bits do, four do not"
assert trained[24][0] + decoders[32][0] / 2000 > files["PNG"][2], "more than PNG for 2,000"
assert trained[24][1] < jpeg_error, "the JPEG is no better"
assert odd_error.mean() > 1.4 * digit_error.mean(), "about twice the error on mirrored digits"
assert abs(odd_bits.mean() / digit_bits.mean() - 1) < 0.2, "hardly more bits"
assert abs(kept / files["WebP, quality 0"][2] - 1) < 0.1, "nothing changes for WebP"

assert wish[0] < 0.9 * honest[:10].mean() and with_table[0] > 1.5 * honest[:10].mean(), "a wish"
assert abs(wish[-1] / honest.mean() - 1) < 0.03 and with_table[-1] < 1.1 * honest.mean(), "agree"
assert bits_back[0][0] < bits_back[1][0] and bits_back[0][1] > bits_back[1][1], "a dearer nat"

for d in LAMBDA:
    assert shares["network", d] < 0.5, "as changes a frame costs about a third"
    assert shares["PCA", d] < 1.35 * shares["network", d], "PCA's codes gain nearly as much"
ours = [shares["network", d] for d in LAMBDA]
assert ours == sorted(ours), "the coarser the rounding, the smaller the share"
