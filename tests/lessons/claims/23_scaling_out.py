# What lesson 23 says, as assertions over its variables; run in its kernel, for three seeds.
# Equality and resumption are asserted, never speed.
counted = {key: (flops((784, key[0], 16, key[0], 784), key[1]), *m) for key, m in measured.items()}
for (width, batch), (by_hand, by_compiler, inside, *_) in counted.items():
    if batch >= 128:
        assert 0.9 < by_hand / by_compiler <= 1, f"the pencil is right {width, batch}"
    room = memory((784, width, 16, width, 784), batch)
    assert 0.95 < room / inside < 1.05, f"and so is the memory {width, batch}"
smallest = counted[256, batches[0]]
assert smallest[0] / smallest[1] < 0.85, "but for the smallest batch, where Adam shows"
assert measured[256, 2048][2] > 10 * measured[256, 128][2], "what is kept meanwhile grows"
assert 0 < more < 0.05, "sampling adds next to nothing"
assert max(np.abs(whole - sum(halves) / 2).max(), far, broken) < 1e-4, "one model, however cut"
assert lost["all, seeds too"] == 0, "a whole checkpoint loses nothing"
parts = [name for name in lost if name != "all, seeds too"]
assert min(lost[name] for name in parts) > 1e-3, f"each part that is missing shows {lost}"
same_batch, other_batch = (
    max(np.abs(a - b).max() for a, b in zip(large, other, strict=True))
    for other in (in_steps, small)
)
assert same_batch < 1e-4 and other_batch > 1e-2, "accumulation is the large batch"
