# What lesson 09 says, as assertions over its variables; run in its kernel, for three seeds.
assert abs(mine_loss - package_loss) < 0.5, "our class and the imported one have the same loss"
again, turned = orders(at(4))
assert abs(np.corrcoef(lean(x_val[:1000]), lean(turned))[0, 1]) > 0.8, "a row keeps its slant ..."
inks = measured["ink"](x_val[:1000]), measured["ink"](turned)
assert np.corrcoef(*inks)[0, 1] > 0.6, "... and its pen"

plain, loud = obedience[1], obedience[4]
assert right > 0.9, "the judge reads real digits"
assert plain[0] < 0.65 and plain[1] < 0.45, "the plain one-hot is hardly obeyed"
assert plain[2] > 0.2, "a good part stay what they were"
assert loud[0] > 0.65 and loud[1] > 0.58 and loud[2] < 0.2, "multiplied by 4 it is"

assert line[0] > 0.65 > 0.35 > line[4], "a line reads the digit no longer"
assert neighbours[4] > 0.6, "neighbours do"
assert line[4] < line[1] < line[0] and neighbours[4] < neighbours[0], "the louder, the less is left"
assert gain > np.log(10), "more than a label can tell ..."
assert 0.5 < worth < np.log(10), "... but not inside one model"
assert bayes > 0.75, "a classifier that never learned to classify"
apart = [seen[scale] - sum(bill[scale]) for scale in (0, 4)]
assert abs(apart[1] - apart[0]) < 2, "hardly a sign of overfitting"

gauss = obedience["rival"]
assert gauss[0] > loud[0] - 0.12, "to order a digit the rival is as good"
assert quality["rival"]["frechet"] < quality[4]["frechet"], "... and its pictures are nearer"
assert loud[1] > gauss[1] + 0.04, "to change an image the condition wins"

slant_got, ink_got = np.array(got["slant"]), np.array(got["ink"])
for values in (slant_got, ink_got):
    assert np.all(np.diff(values) > 0) and np.max(abs(values - steps)[1:4]) < 0.6, "obeyed inside"
assert slant_got[-1] < 2.7 and slant_got[0] > -2.7, "too weak at the ends"
assert all(min(v[0], v[-1]) < v[2] - 0.08 for v in still.values()), "and less often read there"
blind, knows = left[0], left["all"]
assert max(knows[0], knows[2]) < 0.25 < 0.6 < min(blind[0], blind[2]), "a line finds neither"
assert knows[1] > 0.25 and knows[3] > 0.05, "neighbours find a part"

one, many = completed["one answer"], completed["conditional VAE"]
real_grey = np.mean(np.sum(4 * truth * (1 - truth), axis=(1, 2, 3)))
assert one[3] > 1.5 * real_grey and many[3] < 0.95 * one[3], "one answer is grey, each of many less"
assert to_mean < 0.6 * to_one, "the mean of the answers comes close to the one"
assert many[0] > 1.1 * one[0] and many[1] < 0.95 * one[1], "one of many is worse, the best better"
assert many[4] > 1.5 and one[4] == 1, "many answers are several digits"
collapsed = completed["conditional VAE, β = 10"]
assert half_kl["conditional VAE, β = 10"] < 0.3 < 3 < half_kl["conditional VAE"], "says nothing"
assert abs(collapsed[0] / one[0] - 1) < 0.1 and collapsed[4] < 1.3, "and is the grey one"

swap = {key: shares[1] for key, shares in answer.items()}
assert swap[1, 0.25] < 0.2 and swap[4, 0.25] < 0.6, "cheap nats: both lose"
assert swap[1, 4] > 0.75 and swap[4, 4] > 0.85, "dear nats: both are obeyed"
assert swap[0, 0.25] > swap[4, 0.25] + 0.04, "... against the rival, where an image is to change"
for which in (0, 1):
    dear = [answer[scale, 4][which] for scale in (0, 1, 4)]
    assert dear[0] < min(dear[1:]) - 0.15, "... and both win, on either side"
for scale in (1, 4):
    assert swap[scale, 0.25] < swap[scale, 1] < swap[scale, 4], "the dearer the code, the more"
assert all(swap[0, beta] < 0.75 for beta in betas), "arithmetic: a good half, hardly by β"
assert np.ptp([swap[0, beta] for beta in betas]) < 0.15

assert np.mean(more > 0) > 0.95 and kept > 0.65, "bolder works nearly everywhere"
assert read_as["1 + (8 − 3)"].argmax() != 8, "and eight minus three makes no eight of a one"
assert np.nanmax(off) > np.nanmin(off) + 0.3, "some pairs work and others fail"
end, middle_line, middle_arc = (in_the_middle[name] for name in ("an end", "line", "arc"))
assert lengths["line"] < 0.8 * lengths["arc"] and grey["line"] > 1.08 * grey["arc"], "greyer"
assert middle_line["precision"] > middle_arc["precision"] + 0.02, "more pass ..."
assert middle_line["frechet"] > 1.3 * middle_arc["frechet"], "... but less various"
assert abs(middle_arc["frechet"] / end["frechet"] - 1) < 0.3, "an arc's middle is as good as an end"

for name in tasks:
    assert translated[name, 2][0] < translated[name, 0][0], "codes bring the ink back better"
assert same["sketch to ink"][0] > 0.5 and same["hand to hand"][0] < 0.2, "the pen, for the sketch"
assert same["hand to hand"][1] > same["hand to hand"][2] + 0.05, "the way, for the hands"
assert translated["hand to hand", 2][1] > 1, "and it is not empty"
