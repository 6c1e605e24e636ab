assert step_apart < 1e-5, "the step by hand is Keras's"

assert 4 < mean_path < 5.5, "the mean path is far off"
assert pca_error < 0.5, "PCA writes best ..."
for name, line in by_epoch.items():
    assert min(line) > pca_error, f"... at every budget shown: {name}"
    assert line[-1] < line[0], f"{name} has learned"
for epoch in range(EPOCHS):
    rivals = max(by_epoch["dense"][epoch], by_epoch["convolution"][epoch])
    assert by_epoch["GRU"][epoch] > 1.3 * rivals, "the recurrent network loses at each budget"
middle = along[8:25].mean()
assert along[0] > 1.2 * middle and along[-1] > 1.1 * middle, "worst at both ends"

told_apart = {name: auroc for name, (auroc, *_) in direction.items()}
assert min(told_apart[n] for n in ("GRU", "dense", "convolution")) > 0.95, "direction is seen"
assert 0.7 < told_apart["PCA"] < 0.93, "... by PCA less well"

assert at_end < 1e-5, "padding behind the end changes no earlier state"
assert at_last > 0.05, "... but the last one"
assert max(means) > 1.3 * min(means), "lengths differ by digit"

assert px["fed true points"] < 0.7, "the forced error is about half a pixel"
assert px["free"] > 3 * px["fed true points"], "... and the pen cannot write alone"
growth = {name: line[10] / line[1] for name, line in lines.items()}
assert growth["free"] > 1.5, "free, the error nearly doubles within ten steps ..."
assert growth["fed true points"] < 0.7, "... and forced it falls"

only_forced, half, none = (figures[keep] for keep in (1.0, 0.5, 0.0))
harm = [row["another's code"] - row["forced"] for row in (only_forced, half, none)]
assert harm[0] < 0.5, "the code is hardly read"
assert harm[1] > 1.4 * harm[0] and harm[2] > 1.8 * harm[0], "with fewer true points it is"
assert none["free"] < 0.85 * only_forced["free"], "fed nothing true, the pen writes better ..."
assert half["free"] < 0.9 * only_forced["free"], "... and already with half"
assert along.mean() < 1.2 * none["free"], "to feed nothing back costs nothing"
assert only_forced["forced"] < min(half["forced"], none["forced"]), "the forced error misleads"

others = min(reaches["SimpleRNN"][0], reaches["LSTM"][0])
assert reaches["GRU"][0] < 1e-3 * others < 1e-6, "at birth the GRU forgets most, by far"
assert reaches["GRU, gate's bias 3"][0] > 1e3 * reaches["GRU"][0], "the bias is the lever"

assert to_b["GRU"] < 0.75 * copy_a, "better than copying hand A ..."
assert to_b["linear regression"] < 1.2 * to_b["GRU"], "... but a line comes as far"
assert 0.8 < to_b["GRU, A read backwards"] / to_b["GRU"] < 1.25, "the order changes little"

assert 0.85 < frame_errors["with memory"][0] / frame_errors["no memory"][0] < 1.2, "frame 2"
assert late["with memory"] < 0.9 * late["no memory"], "the memory pays from frame 3 on"
assert late["no memory"] < 0.95 * late["the mean frame"], "... without is hardly a mean"
assert late["the mean frame"] < 0.8 * late["copy the last frame"], "a mean beats a copy"
assert apart[-1] > apart[0], "a dream goes astray"

assert wrong["GRU"] < 0.9 * wrong["as today"], "beats tomorrow as today ..."
assert wrong["as today"] < wrong["last value"], "... which beats the last value"
assert 0.8 < inside < 0.96, "the error bars hold what they say"
assert sigma[:, 0].mean() < 0.8 * sigma[:, 6:].mean(), "the next hour is surest"
