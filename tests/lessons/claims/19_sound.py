# What lesson 19 says, as assertions over its variables; run in its kernel, for three seeds.
assert worst < 1e-5, "with its phases the wave comes back"
first_ways = ["random phases", "Griffin-Lim, 32 rounds", "with momentum, 32 rounds"]
first_ways += ["with momentum, 100 rounds"]
rising = [phase_scores[name][0] for name in first_ways]
assert rising == sorted(rising) and rising[0] < 10 < 25 < rising[-1], "the spectrogram's rises"
invented = [wave for name, (_, wave) in phase_scores.items() if name != "the true phases"]
assert max(invented) < -0.5, "the wave's stays below zero, for a second note, too"
assert in_tune > 0.95 and floor < 4, "the floor"

assert off[4] < 0.92 * off_pca[4] and off[8] < 0.9 * off_pca[8], "few codes redraw better"
assert as_good > 8, "four codes do what takes PCA more than twice as many"
assert off_pca[32] < 0.9 * off[32], "PCA has overtaken the network at 32"
assert off_pca[64] < floor, "64 components are off by less than the way there and back costs"
tuned_8 = sounding["autoencoder, 8 codes"][0], sounding["PCA, 8 components"][0]
assert tuned_8[0] > tuned_8[1] + 0.05, "8 codes are more often in tune"

far = {name: row[0] for name, row in middles.items()}
assert far["8 codes, half-way"] > 0.7 * far["waves added"], "hardly nearer than two notes at once"
assert max(middles["8 codes, half-way"][1:]) < 0.5, "less than half on anybody's stripes"
assert far["the middle note, by 8 codes"] < 0.75 * far["8 codes, half-way"], "it could redraw it"
assert far["2 codes, pitch told"] < 0.75 * far["8 codes, half-way"], "told the pitch it glides"
assert far["stretched and mixed"] < far["2 codes, pitch told"] - 0.5, "a plain rule comes nearer"
_, own, old = middles["2 codes, pitch told"]
assert own > 0.5 > 0.25 > old, "one note, at the pitch between"

assert kept["bowed"] > 0.8 and kept["loudness"] < 0.25, "loudness found no room"
assert kept["slowness"] > 0.3 and kept["brightness"] > 0.3, "timbre is in the codes"
near, roam, strange_code, by_stretching = moves.values()
assert roam < near + 0.5 * (strange_code - near), "kept from another pitch it does nearly as well"
assert roam < by_stretching - 0.5, "and over long ways better than stretching"
assert moved_in_tune > 0.7, "a pitch that is told"

hiss, hum = after["hiss"], after["hum"]
for score in [*hiss, *hum]:
    assert max(score.values()) == score["ideal mask"], "the ceiling"
assert min(leads[:3]) > -2, "near the tuned filters where the hiss is strong"
assert max(leads) < 0.7, "and not clearly ahead"
assert leads[-1] < -3, "far behind at 20 dB"
assert all(score["wiener"] - score["network"] > 3 for score in hum), "never shown a hum"
assert max(abs(ratio) for ratio in raw.values()) < 0.2 and share < 0.05, "silence"

few, pca_few = bests["autoencoder"], bests["PCA"]
assert all(few[n] < pca_few[n] - 0.4 for n in (30, 42, 60)), "few bits: the autoencoder"
assert few[60] < off[8] + 0.3 and 60 * 2000 < 128000, "rounding costs little"
assert all(pca_few[n] < few[n] - 1 for n in (240, 340, 480)), "more bits: PCA"
assert pca_few[480] < pca_few[240] - 1 and few[480] > few[240] - 0.3, "it gains, we do not"
