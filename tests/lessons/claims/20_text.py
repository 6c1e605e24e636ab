# What lesson 20 says, as assertions over its variables; run in its kernel, for three seeds.
assert crossentropy_apart < 1e-3, "by hand the same"
assert not slopes["by_argmax"].any(), "argmax has no slope"
assert abs(slopes["by_chance"]).min() > 0.1, "the chance has one"

assert grams[4] < language.NATS + 1 < grams[3] < grams[2], "four words: within a nat of perfect"
assert grams[4] < rough - 1, "the order hangs on what is added to each count"
assert scores["β = 1"][0] < rough, "with 0.1 the VAE would be ahead"
assert scores["β = 1"][0] > language.NATS - 0.1, "and no model is below the language"
assert scores["β = 1"][1] < 6, "its KL is far below 10.96"

plain, best = trade["autoencoder"], trade["β = 1"]
assert plain["back exactly"] > 0.4, "the autoencoder returns most sentences (a late jump: 0.74)"
assert best["back exactly"] < 0.5 * plain["back exactly"], "the price"
assert trade["β = 0.3"]["back exactly"] > best["back exactly"], "fewer come back with more β"
assert best["right on the way"] > plain["right on the way"] + 0.1, "its ways are better"
assert best["samples right, fitted"] > plain["samples right, fitted"] + 0.15, "and its samples"
assert plain["samples right, N(0, I)"] < 0.25, "the autoencoder never heard of N(0, I)"
assert along["β = 1"][0] > 0.7, "mostly a right sentence"

assert fits.mean() > 0.97, "the topic is obeyed"
assert 0.3 < scores["β = 1"][1] - scores["told"][1] < 3, "about what the topic is worth"
assert scores["told"][0] < scores["β = 1"][0] - 1, "and the bound falls"
assert negation_kept > 0.5, "the same code keeps the negation"

assert scores["fed"][0] < scores["β = 1"][0] - 0.8, "fed: the best model of the language"
assert scores["fed"][0] < language.NATS + 0.6, "hardly above its entropy"
assert scores["fed"][1] < 0.3 and scores["fed"][2] < 0.5, "and the code is thrown away"
assert used["fed"][1] < 256, "few sentences from many codes"
warm, dropout, free = (scores[name] for name in CURES)
assert warm[1] < 1.5 and warm[2] < 4, "warm-up does not hold"
assert dropout[2] > warm[2] + 3, "word dropout by halves"
assert free[1] > 5 and free[2] > 10, "free bits hold"
assert free[0] > scores["fed"][0] + 1.5, "at a worse bound"
last = list(CURES)[-1]
assert used[last][0] > used["fed"][0] + 0.15, "more words come back"
assert used[last][1] > 1.5 * used["fed"][1] and used[last][2] > 0.85, "more sentences, still right"

assert auc["five words"] > 0.9 and abs(auc["four words"] - 0.5) < 0.1, (
    "five words reach the subject"
)
assert found["LSA, 16"][0] > 2 * hit.mean(), "far above chance"
first_hits = [first for first, _ in found.values()]
assert first_hits[0] > max(first_hits) - 0.1, "TF-IDF is level with the best or ahead"
assert repaired["slipped"][0] < 0.1, "one word breaks nearly all"
shares = [repaired[name] for name in BETAS]
assert min(shares)[0] > 0.6, "most of what the networks give back is right"
assert shares[-1][0] > shares[0][0], "more of it at the full weight"
assert shares[-1][1] < min(0.1, shares[0][1]), "but hardly any as it was meant"
assert repaired["list"][0] == 1 and repaired["list"][1] > max(shares[0][1], shares[1][1]), (
    "wins both"
)
far = [(EVERY != row).sum(axis=1) for row in slipped[(given["list"] != meant).any(axis=1)]]
ties = [(row == row.min()).sum() > 1 for row in far]
assert np.mean(ties) > 0.9, "where it misses, several are equally near"
