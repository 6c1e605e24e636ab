assert abs(price(0.05, 0.5) - 0.4946) < 1e-4, "the price by hand"
assert abs(lowest - 0.05) < 0.005, "least where the rate is ρ"
assert np.max(abs(formula / automatic - 1)) < 1e-3, "the closed form is the automatic one"

digits, copied_shuffled, copied_noise, units, _ = figures["plain"]
assert digits < 12 and copied_noise > 130, "plain: digits come back, noise does not"
assert copied_shuffled > 4 * digits, "... nor do shuffled digits"
assert units > 240, "plain: nearly all units are on for every image"
assert all(digits < 0.8 * row[0] for row in figures.values() if row is not figures["plain"])
assert all(row[3] < 150 for name, row in figures.items() if name != "plain"), "prices silence units"
assert figures["L1"][4] > 20 and figures["KL"][4] == 0, "L1 kills some, KL none"
assert figures["KL"][3] > 1.5 * max(figures["L1"][3], figures["top 15"][3]), "KL: least sparse"
assert max(local.values()) < 0.35, "no price makes units local"

kl_reads = [reads[name] for name in reads if name.startswith("KL")]
assert min(kl_reads) > reads["plain sigmoid"] + 0.005, "KL codes are read best at each weight"
assert reads["KL, 0.3"] > reads["plain sigmoid"] + 0.015, "a part is KL's ..."
assert reads["plain sigmoid"] > reads["plain ReLU"], "... and a part the sigmoid's"
assert reads["L1"] < reads["plain ReLU"] + 0.02, "L1 is no better than plain ReLU"
assert reads["top 15"] < reads["pixels"] - 0.01, "top 15 is below the pixels"

(kl_error, kl_moved, kl_shift), (error_03, moved_03, shift_03) = (
    lines["KL"][2],
    lines["contractive"][1],
)
assert abs(same_error - 1) < 0.1, "λ = 0.3 and KL 0.3 come to the same error"
assert moved_03 < 0.75 * kl_moved, "the contractive code moves much less under noise"
assert shift_03 < 0.96 * kl_shift, "... and somewhat less under a shift"
steps = np.diff([moved for _, moved, _ in lines["contractive"]])
assert np.all(steps < 0), "the more contraction, the less movement"
assert all(p[1] < 0.75 * q[1] for p in lines["contractive"][1:] for q in lines["KL"])
assert penalties["λ = 3"] < 0.5 * penalties["plain"], "the penalty falls, and the movement with it"
assert all(value < reads["plain sigmoid"] + 0.02 for value in contractive_reads.values())
falls = spectra["λ = 1"] / spectra["plain"]
assert np.all(falls[:100] < 1) and falls[59] < 0.4 * falls[0], "the small ones fall most"
border = np.ones((28, 28), bool)
border[4:-4, 4:-4] = False  # where there is never ink
at_border = {n: np.sum(np.square(rows)[:, border.ravel()]) / 8 for n, rows in ways.items()}
assert at_border["plain"] > 3 * at_border["λ = 1"], "plain reaches to the border"

for line in ratios.values():
    assert np.all(abs(line[:3] - 1) < 0.1), "up to σ = 0.1 the formula holds"
    assert abs(line[-1] - 1) > 0.08, "at σ = 1 it does not"
assert min(values["plain"]) > 0.85, "the plain ring network is the identity"
assert values["trained with noise"][0] > 0.85 and values["trained with noise"][1] < 0.3

share = {name: pair[0] for name, pair in after.items()}
errors = {name: pair[1] for name, pair in after.items()}
assert share["k = 15"] > 0.7, "about four fifths are dead"
assert share["k = 15"] - share["k = 15, twice as long"] < 0.1, "more of the same wakes few"
assert share["k sinks from 300"] < share["k = 15"] - 0.2, "sinking k brings back a good part"
assert errors["k sinks from 300"] < 0.95 * errors["k = 15"], "... with a lower error"
woken = 1 - share["k = 15, then revived"] / share["k = 15"]
assert 0.25 < woken < 0.75, "reviving wakes about half of the dead"
assert share["k = 15, then revived"] < share["k = 15, twice as long"] - 0.1
change = errors["k = 15, then revived"] / errors["k = 15, twice as long"]
assert 0.85 < change < 1.2, "the error hardly feels it"
assert min(share.values()) > 0.25, "neither heals"
