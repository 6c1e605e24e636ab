# What lesson 16 says, as assertions over its variables; run in its kernel, for three seeds.
mean = {key: np.array([found.mean() for found in values]) for key, values in scores.items()}
assert same > 0.98, "our ridge is scikit-learn's"
code, deeper = lead.values()
assert max(code) < 4 and np.mean(code[:3]) > -1, f"codes are read little better than pixels {code}"
assert min(deeper[2:]) > 1.5 and min(deeper[3:]) > 2.5, f"the hidden layer is {deeper}"
assert deeper[0] < 1, f"... though not with ten labels {deeper}"
as_it_is, scaled = (
    {name: marks for (name, made), marks in read_as.items() if made == how} for how in prepared
)
seeming = scaled["denoising"] - scaled["pixels"]
assert min(seeming[:2]) > 0.015 and seeming[0] > 0.03, f"the scaler makes a lead {seeming}"
gained = scaled["denoising"] - as_it_is["denoising"]
assert max(abs(gained)) < 0.03, f"in which codes have no part {gained}"
late = as_it_is["PCA 256"] - scaled["PCA 256"]
assert late[0] > 0.1 and late[1] > 0.15, f"late components are nearly all noise {late}"
trained = mean["ridge", "denoising"] - mean["ridge", "untrained"]
assert trained.min() > 0.04 and trained[2:].min() > 0.1, f"the training did it {trained}"
bends = mean["SVM", "PCA 32"]
assert bends[2] > mean["ridge", "hidden layer"][2] - 0.015, "an SVM on PCA is as good at 100 labels"
rivals = [values[4] for key, values in mean.items() if key != ("SVM", "PCA 32")]
assert bends[4] > max(rivals) + 0.002, f"and ahead of everything at 1,000: {bends[4]}, {rivals}"

assert np.mean(gain[:3]) > 0.5 and gain.min() > -1, f"a pretrained start is worth some {gain}"
assert gain[-1] < 2, f"and next to nothing with 12,000 labels {gain}"
assert last["plain"][2] - last["scratch"][2] < 0.01, "a plain start is worth nothing at 1,000"
begun = {start: tuned[start, 1000][:, 0].mean() for start in starts}
assert begun["denoising"] > begun["scratch"] + 0.04, f"far ahead in the first steps {begun}"
assert min(ahead[2:]) > 1.5 and abs(ahead[0]) < 8, f"the SVM passes the networks {ahead}"

marks = {name: [mark for _, _, mark in points] for name, points in against.items()}
assert max(marks["PCA"][3:]) < marks["PCA"][2] + 0.015, f"no more is read of PCA {marks}"
assert marks["denoising"][2] > marks["PCA"][2], f"the denoiser is read a little better {marks}"
assert against["denoising"][3][1] > 4 * against["PCA"][3][1], "and never redraws well"

real_of = {key: found.mean(axis=1) for key, found in moved.items()}
abroad_lead = real_of["ridge", "codes of our denoiser"] - real_of["ridge", "pixels"]
assert abroad_lead.min() > -0.05, f"as good as pixels abroad {abroad_lead}"
near = real_of["neighbours", "pixels"] - real_of["ridge", "codes of our denoiser"]
assert near.min() > 0, f"but the neighbours on pixels are better {near}"

nmi_of = {name: values[2] for name, values in agreement.items()}
assert nmi_of["k-means, denoising"] - nmi_of["k-means, PCA 32"] < 0.08, f"no gain {nmi_of}"
assert nmi_of["GMM, denoising"] > nmi_of["k-means, denoising"] + 0.02, f"a mixture gains {nmi_of}"
assert max(nmi_of.values()) < 0.65 and purity[np.argsort(purity)[2]] < 0.5, "no classes"
(noise_map, noise_space), (codes_map, codes_space) = (maps[name][2] for name in clouds)
assert noise_map > 0.25 and abs(noise_space) < 0.05, "islands in noise, which are not there"
assert codes_space > noise_space + 0.03, "the space can tell"

assert apart.mean() > 0.02 and wins > 25 and error_paired < 0.8 * error_apart, "paired"
assert luck["pixels"].max() > luck["hidden layer"].min() + 0.01, "a lucky draw of the loser"

# Going further.
own, by_bending, leaked = (np.mean(found, axis=0) for found in enlarged.values())
assert own[-1] < own[0] - 0.02, f"invented images harm {own}"
assert by_bending[-1] > own[0] + 0.02, f"bent ones help {by_bending}"
assert leaked[-1] > own[-1] + 0.05, f"a leak looks like help {leaked}"
if explained:
    assert explained["hidden layer", "thickness"] > explained["PCA 32", "thickness"] + 0.03
    assert 0 < explained["hidden layer", "slant"] - explained["PCA 32", "slant"] < 0.1
    assert max(explained[name, "width"] for name, factor in explained) < 0.4

# The live lab, as its text says: codes that learn without labels, then with them.
look = [trainer.apply(read, *given)]
trainer.step(400)
look.append(trainer.apply(read, *given))
trainer.set("learns from", "the labels")
trainer.set("labels", 1000)
trainer.step(200)
look.append(trainer.apply(read, *given))
assert look[1][1] > look[0][1] + 0.03 and look[1][3] < 0.3 and look[2][3] > 0.6, f"the bars {look}"
trainer.reset()
