# What lesson 18 says, as assertions over its variables; run in its kernel, for three seeds.
lists_at = {}
for horror in (0, 3):
    row = np.zeros(400, "float32")
    row[typical[3][:horror]] = 1
    lists_at[horror] = top_ten(recommender.predict_on_batch(row[None])[0], row)
both = len(set(lists_at[0]) & set(top_ten(fame, np.zeros(400))))
turned = films.genres[lists_at[3], 3].mean() - films.genres[top_ten(fame, row), 3].mean()
print("see it first:", both, turned)
assert both >= 7 and turned > 0.3, "knowing nothing: what is popular; three horror films turn it"

assert abs(gaps["MCAR"]) < 0.2 and gaps["MNAR"] < -0.25, f"MNAR: the mean of what is seen {gaps}"
assert slope[0][2] == 0 and slope[0][0] != 0, "no slope where nothing is known"

# Tables.
print("scores:", scores)
for how in ("MCAR", "MAR"):
    row = scores["wine", how]
    assert abs(row["iterative"] / row["MIWAE"] - 1) < 0.06, f"level on wine {row}"
    row = scores["diabetes", how]
    ahead = row["MIWAE"] - row["iterative"]
    assert 0 < ahead < 0.08, f"on diabetes iterative is a little ahead {row}"
    row = scores["tissue", how]
    nets = min(row["denoiser"], row["MIWAE"])
    assert row["iterative"] < nets - 0.03, f"iterative is far ahead on tissue {row}"
    assert nets < row["neighbours"] - 0.03, f"and the networks come next {row}"
assert scores["wine", "MCAR"]["neighbours"] < scores["wine", "MCAR"]["mean"] - 0.1, "good on wine"
assert scores["diabetes", "MCAR"]["neighbours"] > scores["diabetes", "MCAR"]["mean"] - 0.02, (
    "not here"
)
for name in tables:
    low = [off[name, "MNAR"][m] for m in methods]
    assert max(low) < -0.25 and np.mean(low) < -0.5, f"with MNAR all fill too low {name} {low}"

# Intervals.
print("held:", held)
at_random = np.mean([held[name, how]["hidden"] for name in tables for how in ("MCAR", "MAR")])
hid, checked = (
    np.mean([held[name, "MNAR"][k] for name in tables]) for k in ("hidden", "validation")
)
assert 0.86 < at_random < 0.93, f"at random the intervals hold {at_random}"
assert hid < 0.865 and 0.87 < checked < 0.94, (
    f"with MNAR not, and validation hides it {hid} {checked}"
)
perfect = np.random.default_rng(0).standard_normal((200_000, 11))
low, high = np.quantile(perfect[:, 1:], [0.05, 0.95], axis=1)
share = np.mean((perfect[:, 0] >= low) & (perfect[:, 0] <= high))
assert abs(share - 0.76) < 0.01, f"quantiles of ten perfect draws hold {share}"

# Ratings.
print("errors:", errors)
with_mask = errors["AutoRec, biases, mask"]
assert errors["best possible"] + 0.05 < with_mask < errors["ALS"] - 0.004, "the mask tells"
pen = errors["ridge on the mask"]
assert errors["best possible"] + 0.05 < pen < errors["ALS"] - 0.004, "... and without a network"
assert pen < with_mask + 0.012, f"as good, or nearly {pen} {with_mask}"
assert abs(errors["AutoRec on biases"] - errors["ALS"]) < 0.025, "without it level with ALS"
assert errors["ALS"] < errors["biases"] - 0.015 < errors["one mean"] - 0.1, "ALS, biases, one mean"
assert means["empty cells count"] < 1 < 3.4 < means["known cells only"], "nobody likes anything"

# Lists.
print("lists:", lists)
taste, series = lists.values()
assert abs(taste["EASE"] - taste["autoencoder"]) < 0.04, "level where tastes explain everything"
assert min(taste["EASE"], taste["autoencoder"]) > taste["popularity"] + 0.04, "above popularity"
assert abs(taste["truncated SVD"] - taste["autoencoder"]) < 0.04, "... the SVD, too"
linear = min(series["EASE"], series["truncated SVD"])
assert linear > series["autoencoder"], "series: the linear ones lead"
assert max(series["true mean rating"], taste["true mean rating"]) < taste["EASE"], "a poor list"
assert taste["true mean rating"] < taste["best possible"] - 0.05, "rating is not all"

assert abs(taste["Mult-VAE"] - taste["autoencoder"]) < 0.04, "Mult-VAE: level"
assert series["Mult-VAE"] < series["autoencoder"] - 0.01 < series["EASE"] - 0.03, "series: behind"

# Cold start.
print("cold:", cold, catch)
early = np.mean(np.subtract(cold["AutoRec"], cold["biases"])[:3])
assert early > -0.006, f"with few ratings the network is not ahead {early}"
assert cold["AutoRec"][4] < cold["biases"][4] + 0.005, "by eight ratings it has caught up"
assert cold["AutoRec"][5] < cold["biases"][5] - 0.008, "and then it is ahead"
assert np.mean(np.subtract(cold["ALS"], cold["AutoRec"])[:5]) < 0.005, "ALS is level or ahead"
net, linear = catch["autoencoder"], np.array([catch["EASE"], catch["truncated SVD"]])
assert abs(np.subtract([net[0], *linear[:, 0]], catch["popularity"][0])).max() < 0.02, "popularity"
assert np.mean(net[1:4] - linear[:, 1:4].max(axis=0)) > -0.005, "few ratings: the network leads ..."
assert max(abs(net[k] - linear[1, k]) for k in (4, 5)) < 0.025, "... then the SVD is level"
assert min(net[5], *linear[:, 5]) > catch["popularity"][5] + 0.03, "and all know more than fame"

# The live lab: a scattered half is easier to guess than a connected one.
hard = []
for kind in ("single pixels", "lower part"):
    trainer.reset()
    trainer.set("which", kind)
    trainer.step(400)
    rows_now = trainer.apply(live_rows, scene._inputs[0])
    hard.append(np.square(rows_now["truth"] - rows_now["filled"]).sum() / 10)
assert hard[0] < hard[1], f"single pixels, lower part {hard}"
