# DRAFT: bounds from the recipe where it has numbers; those marked 'to measure' are guesses.
assert step_apart < 1e-5, "the step by hand is Keras's"

assert all(len(line) == EPOCHS for line in by_epoch.values())
assert 4 < mean_path < 5.5, "the mean path is far off"
assert pca_error < 0.5, "PCA writes best ..."
for name, line in by_epoch.items():
    assert min(line) > 1.1 * pca_error, f"... at every budget shown: {name}"
    assert line[-1] < line[0], f"{name} has learned"
for epoch in range(EPOCHS):
    rivals = max(by_epoch["dense"][epoch], by_epoch["convolution"][epoch])
    assert by_epoch["GRU"][epoch] > 1.3 * rivals, "the recurrent network loses at each budget"
assert cost["GRU"] > 3 * cost["dense"], "... and costs more"
middle = along[8:25].mean()
assert along[0] > 1.2 * middle and along[-1] > 1.1 * middle, "worst at both ends"

assert direction["GRU"][0] > 0.9, "backward paths are seen"
assert all(a > 0.8 for a, *_ in direction.values()), "... by all that read paths (to measure)"

assert at_end < 1e-5, "padding behind the end changes no earlier state"
assert at_last > 0.05, "... but the last one"
assert max(means) > 1.3 * min(means), "lengths differ by digit"

assert px["fed true points"] < 1, "the forced error is small"
assert px["free"] > 3 * px["fed true points"], "... and the pen cannot write alone"
assert lines["free"][0] > 1.5, "the first point is off, too"
first, last_steps = lines["free"][8:16].mean(), lines["free"][-4:].mean()
assert last_steps > first, "the free error climbs along time"

only_forced, half, none = (figures[keep] for keep in (1.0, 0.5, 0.0))
assert only_forced["another's code"] < 2 * only_forced["forced"], "the code is hardly read"
assert none["another's code"] > 1.5 * none["forced"], "with fewer points it is (to measure)"
assert none["free"] < 0.7 * only_forced["free"], "fed nothing true, the pen writes (to measure)"
assert half["free"] < 0.9 * only_forced["free"], "... and already with half (to measure)"
assert only_forced["forced"] < min(half["forced"], none["forced"]), "the forced error misleads"

assert reaches["GRU"][0] < 1e-9 < reaches["LSTM"][0] < 1e-4, "at birth the GRU forgets fastest"
assert reaches["SimpleRNN"][0] > 10 * reaches["LSTM"][0], "... and the SimpleRNN least"
assert reaches["GRU, gate's bias 3"][0] > 1e3 * reaches["GRU"][0], "the bias is the lever"

assert to_b["GRU"] < 0.9 * copy_a, "better than copying hand A (to measure)"

assert frame_errors["with memory"][0] > 0.9 * frame_errors["no memory"][0], "frame 2: the same"
assert late["with memory"] < 0.9 * late["no memory"], "the memory pays (to measure)"
assert late["no memory"] < late["copy the last frame"], "copying is beaten (to measure)"
assert apart[-1] > apart[0], "a dream goes astray (to measure)"

assert wrong["GRU"] < 0.9 * wrong["as today"], "beats tomorrow as today (to measure)"
assert wrong["as today"] < wrong["last value"], "... which beats the last value"
assert 0.85 < inside < 0.94, "the error bars hold what they say (to measure)"
