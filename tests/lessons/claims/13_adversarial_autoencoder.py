# What lesson 13 says, as assertions over its variables; run in its kernel, for three seeds.
guessing = np.log(2)
assert abs(best_loss(0.0) - guessing) < 1e-6 and best_loss(5.0) < 0.1, "ln 2 for equal piles"
assert apart < 1e-4, "the class makes the step that is written out"

lead = min(track[i : i + 10, 1].mean() for i in range(0, 150, 10))
assert lead < 0.5 and track[-20:, 1].mean() > lead + 0.1, "the discriminator leads at first"

assert near_half > 0.8, "the discriminator says about one half where the codes lie"
assert watch.distances[-1] < 0.3, "the codes are near the prior"
assert abs(history["discriminate"][-1] - guessing) < 0.1, "the players end near ln 2"
assert late["long"] > 1.5 * watch.distances[-1], "with long steps the codes stay farther off"

for name, share in shaped.items():
    assert share >= 0.7, f"all four shapes can be seen: {shaped}"
    assert off(games[name]) < 1.0, f"not far off: {name} {off(games[name])}"
assert np.mean(list(shaped.values())) > 0.8, "most codes are in shape"

print("plane:", plane_of, "nearer:", nearer)
for kind, points in sides.items():
    error, gap = points.T
    assert error[-1] > error[0] + 1, f"{kind}: a larger weight costs reconstruction"
    assert gap[1] < 0.7 * gap[0], f"{kind}: and buys nearness"
(less, near), (more, far) = sides["AAE"][1:]
assert more > less + 3 and far > near, "the AAE's largest weight buys nothing any more"

assert filled["fool only"] <= 4, "the failure of this section: without phase 1 the codes collapse"
assert filled["with phase 1"] >= 7, "the cure"

# Going further.
assert by_chance < in_component["no labels"] < in_component["with labels"], "labels give meaning"
assert in_component["with labels"] > 0.7, "most images lie in their digit's component"
assert as_ordered > 0.7, "an ordered digit mostly comes"

assert np.mean(few["AAE"]) > np.mean(few["supervised"]) + 0.01, "the images without labels help"
assert np.mean(few["AAE"]) > np.mean(few["no discriminator"]), "the discriminator adds to it"

weak, balanced, strong = (
    told_last[name] | {"off": off(reports[name])} for name in ("too weak", "balanced", "too strong")
)
assert abs(weak["discriminate"] - guessing) < 0.15, "a weak discriminator does not show ..."
assert weak["off"] > 1.4 * balanced["off"], "... though the codes are off"
assert strong["discriminate"] < weak["discriminate"] - 0.02 and strong["fool"] > 1, (
    "a strong one shows"
)
assert strong["off"] > 1.4 * balanced["off"], "and the codes do not follow"
assert found["too weak"] < found["balanced"], "a fresh discriminator tells them apart"

# The live lab, as its text says: from the ring to ten components in some 2,000 steps.
trainer.reset()
trainer.set("prior", "ten Gaussians")
trainer.step(2000)
travelled = {"codes": live.encode(x_val), "drawn": np.asarray(live.prior(np.full(len(x_val), 10)))}
gone = off(travelled)
assert gone < 0.8 and in_shape(travelled) > 0.6, "ten components stand"
