# What lesson 15 says, as assertions over its variables; run in its kernel, for three seeds.
assert np.median(errors[zero]) > 1.5 * np.median(errors[~zero]), "most zeros stand to the right"
assert np.quantile(errors[~zero], 0.97) > np.quantile(errors[zero], 0.2), "but the hills overlap"
assert false_alarms < 0.09 and caught > 0.35, "ordinary errors alone set a useful threshold"
assert abs(pairs - metrics.roc_auc_score(zero, errors)) < 1e-6, "AUC is a count of pairs"

hard = auc["error"]
assert np.argmin(hard) == 1 and hard[1] < 0.45, "the 1 is worst, below a coin"
assert min(hard[:1] + hard[2:]) > 0.5 and hard[0] > 0.85, "the others are above, the zero far"
others = [hard[digit] for digit in (0, 2, 4, 5, 6, 8)]
assert max(hard[digit] for digit in (1, 7, 9)) < min(others), "the hard three, as published"
assert auc["ink alone"][1] < 0.25, "ink alone points the same way, only more so"
assert errors_of[1] < errors_of[8] - 1.5, "an unseen 1 comes back better than a known 8"

assert auc["error ÷ ink"][1] > 0.53 and auc["ratio, codes"][1] > 0.53, "both cures lift the 1"
gained = np.array(auc["ratio, codes"]) - np.array(hard)
assert gained[[1, 3, 7, 8, 9]].min() > 0.02, "the ratio helps most where the error is poor"
assert mean["ratio, codes"] > mean["error"] + 0.04, "... and on average"
assert mean["ratio, PCA"] > mean["ratio, codes"] + 0.01, "the plain rival does better still"
assert mean["ratio, PCA"] == max(mean.values()) and max(v[1] for v in auc.values()) < 0.8
assert max(np.ptp(values) for values in spread.values()) < 0.12, "seeds lie close together"

blot, gap = found["blot", "plain"], found["gap", "plain"]
assert blot[1] > 0.8 and blot[2] > 0.72 and blot[3] > 0.6, "a blot is found, and so is its place"
assert max(gap[:2]) < 0.8 and gap[2] < 0.65, "of a gap: neither whether nor where"
filled = found["gap", "denoising"]
assert filled[2] > gap[2] + 0.15 and filled[3] > gap[3] + 0.07, "trained with noise: where ..."
assert filled[2] > filled[0] + 0.06, "... better than whether"

precisions = {name: [run[0] for run in runs] for name, runs in pay.items()}
means = {name: np.mean(values) for name, values in precisions.items()}
leaders = precisions["one-class SVM"] + precisions["nearest neighbours"]
assert min(leaders) > 0.85, "two lead, without a network"
assert means["autoencoder"] > 0.7, "the autoencoder follows ..."
behind = max(means["PCA"], means["isolation forest"])
assert means["autoencoder"] > behind + 0.08 and min(leaders) > behind + 0.15, "two are far behind"
assert all(run[1] > 0.93 for run in pay["isolation forest"]), "an ROC AUC that sounds solved ..."
assert max(precisions["isolation forest"]) < 0.7, "... and is not"
assert max(by_label["testing"]) < 0.65, "to who has not seen it, testing is a coin"
assert min(by_label["spree"] + by_label["clone"]) > 0.85, "who knows one of two finds the other"
assert min(map(min, by_error.values())) > 0.97, "the autoencoder finds all three"
assert np.argmin(cost(grid, 200, 5, 0.005)) < np.argmin(cost(grid, 200, 50, 0.005)), "dearer alarm"

lab_auc = {}
for size, level in ((2, 0), (8, 0), (64, 0), (64, 0.5)):
    trainer.pause()
    trainer.set("codes", str(size))
    trainer.set("noise", level)
    trainer.reset()
    for steps in (300, 1200):
        trainer.step(steps)
        found_now = metrics.roc_auc_score(zero, squared(x_test, watch.reconstruct(x_test)))
        lab_auc.setdefault((size, level), []).append(found_now)
assert abs(lab_auc[8, 0][0] - lab_auc[64, 0][0]) < 0.06, "in the lab 8 and 64 codes begin level"
assert lab_auc[64, 0][1] < lab_auc[64, 0][0] - 0.04, "64 copy zeros, too ..."
assert lab_auc[8, 0][1] > max(0.88, lab_auc[64, 0][1] + 0.06), "... and 8 do not"
assert lab_auc[2, 0][0] < lab_auc[8, 0][0] - 0.02, "two codes begin slowly ..."
assert lab_auc[2, 0][1] > lab_auc[8, 0][1] - 0.06, "... and end near the eight"
assert abs(lab_auc[64, 0.5][1] - lab_auc[64, 0][1]) < 0.06, "noise hardly helps the 64"

by_training, by_validation = rates.values()
assert by_training[0] > 0.5 and by_training[0] > by_training[1] > by_training[2], "fewer: worse"
assert max(abs(rate - 0.05) for rate in by_validation) < 0.03, "validation keeps the promise"

assert ordinary_error[-1] < 0.5 * ordinary_error[0], "a larger code errs less than half as much ..."
assert 0 < by_code[4][1] - by_code[4][0] < 0.12, "... the 4 is found a little better ..."
assert by_code[4][2] < by_code[4][1] + 0.03, "... with no more beyond 32 codes ..."
assert max(by_code[1]) < 0.6, "... and no size makes the 1 easy"
plain_mean = tissue_auc["mean of the 30 columns"]
others = [values for name, values in tissue_auc.items() if not name.startswith("mean")]
assert np.mean(plain_mean) > max(np.mean(values) for values in others), "the plain mean wins"
assert as_it_is[1] < as_it_is[0] - 0.02, "one zero in 100 is felt ..."
assert as_it_is[2] < 0.7, "... ten make it useless"
assert zeros_out[0] > 0.25 and zeros_out[1] < 0.22, "of many zeros few are thrown out ..."
assert abs(cleaned[0] - as_it_is[1]) < 0.06 and cleaned[1] < as_it_is[2], "... and it does not help"
assert carried["clone"]["distance"] > 0.7 and carried["testing"]["hour"] < 0.2
assert carried["spree"]["distance"] + carried["spree"]["sum"] > 0.75
ours_beat, linear, _ = scorers
for name in scorers:
    assert min(beat_auc[name, "early, broad"]) > 0.95, "a broad beat is plain to all"
assert min(beat_auc[ours_beat, "T down"]) > max(beat_auc[linear, "T down"]) + 0.03, "not to PCA"
lost, found_p = (np.mean(beat_auc[name, "no P"]) for name in (ours_beat, linear))
assert found_p > lost, "but it finds the missing P"
