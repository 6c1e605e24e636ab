# What lesson 10 says, as assertions over its variables; run in its kernel, for three seeds.
# The toy, whose numbers are known.
assert abs(EXACT + 2.2655) < 1e-3, "log p(2)"
assert np.ptp(tables["the posterior"]) < 1e-6, "where q is the posterior one draw suffices"
for name, values in tables.items():
    assert (np.diff(values) > -0.01).all() and max(values) < EXACT + 0.02, f"{name}: a bound"
kl_of = {"too wide, variance 1": 0.153, "shifted by 0.5": 0.25, "too narrow, variance 0.09": 0.447}
for name, gap in kl_of.items():
    assert abs(EXACT - tables[name][0] - gap) < 0.02, f"{name}: the ELBO is below by the KL"
lacks = {name: EXACT - values[-1] for name, values in tables.items()}
assert max(lacks, key=lacks.get) == "too narrow, variance 0.09", "too narrow is worse, at 500"
assert lacks["too narrow, variance 0.09"] > 0.03
short = bound(toy_log_w(0.0, 0.7).reshape(-1, 5))
assert short.max() > EXACT, "a single estimate may lie above log p(x)"
assert short.mean() < EXACT, "... their mean may not"

# The models say the same.
assert abs(ours - theirs) < 0.01, "our model and the package's"

# One trained VAE.
levels_of_bound = [by_k[k][0] for k in (1, 5, 50, 500)]
assert (np.diff(levels_of_bound) > 0.3).all(), "the bound rises with k"
assert levels_of_bound[-1] - levels_of_bound[0] > 3, "... by nats"
assert by_k[50][1] > 5 * by_k[50][2], "the error over images is far larger than that over draws"
assert counted < 15, "a handful of 50 draws carry nearly everything"

# Training with five codes.
after_6 = {kind: nll[f"{kind} of five", 6].mean() for kind in ("ELBO", "IWAE")}
assert after_6["ELBO"] < nll["one code", 6].mean() - 0.5, "equal epochs: five are ahead of one"
assert after_6["IWAE"] > after_6["ELBO"] - 0.5, "... and tightness adds nothing yet"
for kind in ("ELBO", "IWAE"):
    for number in (3, 6):
        rival = nll["one code", 3 * number].mean()
        assert rival < nll[f"{kind} of five", number].mean() - 3, "equal cost: one wins by far"
assert 2.5 < cost < 3.5, "about three times as much"

late_nll = [values[0].mean() for values in results.values()]
assert paired < -3 * error and paired < -0.15, "late the tighter bound is ahead of the average"
assert max(late_nll) - min(late_nll) < 4, "one code per image is no longer far away"
gaps = {name: elbo - values.mean() for name, (values, elbo) in results.items()}
assert max(gaps, key=gaps.get).startswith("IWAE"), "IWAE's gap is the widest"
assert max(results, key=lambda name: results[name][1]).startswith("IWAE"), "its ELBO the worst"

# Slopes.
assert clear["encoder", "IWAE"][-1] < 0.95 * clear["encoder", "IWAE"][0], "noisier encoder"
assert clear["decoder", "IWAE"][-1] > 1.15 * clear["decoder", "IWAE"][0], "clearer decoder"
for part in ("encoder", "decoder"):
    growth = clear[part, "ELBO of k"][-1] / clear[part, "ELBO of k"][0]
    assert 4 < growth < 14, f"averaging makes both clearer, by about the root of 64: {growth}"

# Two levels.
assert abs(by_hand - by_class) < 1, "log w of a pair, by hand and by the class"
silent, awake = rates["plain"].sum(), rates["warm-up"].sum()
assert silent < 0.3, f"the plain top is silent: {silent}"
assert awake > 1.5 and np.sum(rates["warm-up"] > 0.1) >= 2, f"warm-up wakes it: {awake}"
digit, slant, ink = held["plain"]
assert digit < 0.18 and abs(slant) < 0.2 and abs(ink) < 0.2, "silent: nothing stays"
digit, slant, ink = held["warm-up"]
assert slant > 0.25 and ink > 0.35, f"the top holds the coarse look: {slant}, {ink}"
assert 0.14 < digit < 0.65, f"... and the digit only in a part of the images: {digit}"
apart = likelihoods["plain"].mean() - likelihoods["warm-up"].mean()
assert abs(apart) < 3, f"the silent model is hardly worse, if at all: {apart}"
assert abs(likelihoods["warm-up"].mean() - flat_nll.mean()) < 3
assert likelihoods["warm-up"].mean() < flat_nll.mean(), "the model that is awake is ahead"
assert abs(flat.count_params() / two.count_params() - 1) < 0.03, "as many weights"

# Going further.
dreg, plain_slope = (np.array(clear["encoder", kind]) for kind in ("DReG", "IWAE"))
assert (dreg > 1.15 * plain_slope).all(), "at every k the slope is clearer than the plain one"
assert dreg[-1] < 1.15 * dreg[0], "with these few codes it does not rise"
assert later[-1] < 0.6 * awake, f"the sleeper stays far below: {later[-1]} of {awake}"

# The liars of exercise 2.
assert np.ptp(curves["A"]) < 1e-9, "the mean of the logarithms is the same for every k"
assert curves["B"][-1] > EXACT + 5 and curves["D"][-1] > EXACT + 0.2, "B and D cross the line"
assert curves["C"][-1] < EXACT + 0.02, "the right one does not"
at_one = [curves[name][0] for name in "ABCD"]
assert np.ptp(at_one) < 1e-6 and curves["E"][0] < at_one[0] - 1, "only E is wrong at k = 1"
