# What lesson 22 says, as assertions over its variables; run in its kernel, for three seeds.
mean_error = {name: values.mean() for name, values in error.items()}
assert min(mean_error, key=mean_error.get) == "vanilla", "who pays for nothing copies best"
assert mean_error["vanilla"] < mean_error["VAE"] < mean_error["β-VAE"], "a dearer cloud"
assert lead["denoising"] > 0, f"denoising is read better than PCA {lead}"
others = [lead[name] for name in ("vanilla", "sparse", "RAE", "VAE")]
assert max(map(abs, others)) < 0.06, f"the others are near it {lead}"

alone = far["VAE", "N(0, I)"]
assert far["vanilla", "N(0, I)"] > 3 * alone, "drawn from N(0, I) a vanilla code is nonsense"
assert far["sparse", "N(0, I)"] < 2 * alone, "a price on the size comes near the VAE"
level = [far[name, "mixture"] for name in ("vanilla", "sparse", "RAE", "VAE")]
assert max(level) < 0.6 * alone, f"with a mixture all are far better than the VAE alone {level}"
plain = far["PCA", "mixture"]
assert max(level) < plain < 0.8 * alone, f"so, if less, is PCA, which is no network {plain}"
assert max(again["RAE"] + again["vanilla"]) < 0.6 * alone, f"in other trainings, too {again}"
assert min(far["denoising", "mixture"], far["β-VAE", "mixture"]) > max(level), "soft ones"

assert all(low > 0 for _, low, _ in intervals), f"vanilla copies better {intervals}"
assert len(front) > 1, "nobody is best at both"
assert best_of_twenty < one - 0.4, "luck alone"
assert off["VAE"][-1] > 0.85 * off["vanilla"][-1], f"no nearer to the clean one {off}"
assert off["denoising"][-1] < 0.85 * off["VAE"][-1], "trained with noise: robust"
assert off["denoising"][0] > off["vanilla"][0], "and it pays on clean images"
ends = after["VAE"]
middle = max(ends[1:4])
assert middle < 1.35 * min(ends[1:4]), f"rates over a factor of ten end much alike {ends}"
assert max(after["vanilla"][1:4]) < 1.5 * min(after["vanilla"][1:4]), "vanilla, too"
assert np.isfinite(after["vanilla"][-1]), "only the VAE ends in not a number"
assert not ends[-1] < 1.3 * min(ends[1:4]), f"then comes a cliff {ends}"

by_images, alone, chained = vq_far.values()
assert by_images < 0.5 * chained and chained < alone - 1, f"the words do; a chain helps {vq_far}"
assert vq_error > mean_error["vanilla"], f"forty bits are few {vq_error}"
