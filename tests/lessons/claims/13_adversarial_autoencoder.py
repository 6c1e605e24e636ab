# What lesson 13 says, as assertions over its variables; run in its kernel, for three seeds.
guessing = np.log(2)
assert abs(best_loss(0.0) - guessing) < 1e-6 and best_loss(5.0) < 0.1, "ln 2 for equal piles"
assert apart < 1e-4, "the class makes the step that is written out"

lead = min(track[i : i + 10, 1].mean() for i in range(0, 150, 10))
assert lead < 0.5 and track[-20:, 1].mean() > lead + 0.1, "the referee leads, then is caught up"

assert near_half > 0.8, "the referee says about one half where the codes lie"
assert watch.distances[-1] < 0.5 * watch.distances[0], "the distance falls"
assert abs(history["discriminate"][-1] - guessing) < 0.1, "the players end near ln 2"
assert history["loss"][-1] < history["loss"][0] - 10, "it learns to reconstruct"
assert late["long"] > 1.5 * late["shrinking"], "with long steps the codes stay farther off"

assert shaped["Gaussian"] == max(shaped.values()), "the bell fits best"
assert min(shaped.values()) > 0.4, "the other shapes roughly"
assert sorted(shaped.values())[-2] < 0.85, "a good part of the codes lies off them"
assert in_petal["no labels"] < 0.5 < in_petal["with labels"], "labels give petals their meaning"
assert 0.25 < as_ordered < 0.9 < as_real, "more often than by chance, and not always"

assert results["VAE"]["BCE"] < 80, "nearly as well as that of lesson 07, which has 76 nats"
assert results["VAE"]["BCE"] < results["AAE"]["BCE"] - 3, "the VAE redraws better"
in_training = [model.history.history for model in (vae, aae)]
assert in_training[0]["reconstruction"][-1] < in_training[1]["loss"][-1], "in training, too"
off_aae, off_vae = (results[name]["off"] for name in ("AAE", "VAE"))
assert off_aae < off_vae, f"the AAE's codes are nearer to the prior: {off_aae}, {off_vae}"
assert distance(codes_of(gaussian), draw(gaussian)) < distance(codes_of(vae_2), draw(gaussian))
for question in range(2):
    pair = [results[name]["prior"][question] for name in ("VAE", "AAE")]
    assert abs(pair[0] - pair[1]) < 0.15, "the samples are about as good"
assert min(holes.values()) > 0.05, "both have holes"

assert np.mean(few["AAE"]) > np.mean(few["supervised"]) + 0.01, "the images without labels help"
assert np.mean(few["AAE"]) > np.mean(few["no referee"]), "and with the referee more"
assert np.mean(few["AAE"]) < 0.9, "far from the published figure"

assert filled["fool only"] <= 4, "without phase 1 the codes collapse"
assert filled["with phase 1"] >= 7 and filled["fool only, fast referee"] >= 7, "two cures"

weak, balanced, strong = (reports[name] for name in ("too weak", "balanced", "too strong"))
assert abs(weak["discriminate"] - guessing) < 0.15, "a weak referee does not show ..."
assert weak["off"] > 3 * balanced["off"], "... though the codes are off"
assert strong["discriminate"] < 0.65 and strong["fool"] > 1.5, "a strong one shows"
assert strong["off"] > 3 * balanced["off"], "and the codes do not follow"
assert found["too weak"] < found["balanced"] - 0.05, "a fresh referee tells them apart"
assert fled[-1.0] > 3 * fled[1.0], "the bug drives the codes away from the prior"

# The live lab, as its text says: a weight of 4, the prior changed on the way.
trainer.reset()
for prior, steps in {"Gaussian": 1000, "ring": 1000, "ten Gaussians": 2000}.items():
    trainer.set("prior", prior)
    trainer.step(steps)
    print(prior, off(live))
    assert prior == "Gaussian" or off(live) < 0.5, f"{prior} stands: {off(live)}"
