whole, best_r2 = "two autoencoders", r2(swapped["both"])
assert all(taken_for_bo(x) > 0.99 for x in swapped.values()), "it looks like Bo, always"
assert redrawing < 0.4 * mean_face, "each autoencoder redraws its own person"
assert naive > mean_face, "their swap is worse than nothing"
assert r2(swapped[whole]).mean() < -0.3, "... and does something else"
assert r2(bo_val).mean() > 0.9 and r2(bo_val).min() > 0.75, "the reader may judge: real faces"

errors = {name: error(bo_val, x) for name, x in swapped.items()}
others = [name for name in variants if name != "both"]
assert all(errors[name] < 0.6 * mean_face for name in variants), "sharing: far below the mean face"
assert all(errors["both"] < 0.75 * errors[name] for name in others), "with both helpers: the best"
assert best_r2.mean() > 0.75 and best_r2.min() > 0.5, "every factor follows"
gaps = [best_r2.mean() - r2(swapped[name]).mean() for name in others]
assert min(gaps) > 0.04, "... only with both"
for name in ("shared", "discriminator"):
    assert r2(swapped[name])[3:5].max() < 0.6, f"{name}: mouth and smile stay behind"

assert leaks["shared"][0] > 0.65, "the code knows who it is"
assert leaks["discriminator"][0] > 0.6, "near is not enough: it still knows"
assert leaks["both"][0] < 0.65, "... and with both helpers forgets it, nearly"
assert leaks[whole][1] > 0.7, "two languages: true pairs have nothing to do with each other"
assert leaks["shared"][1] < 0.7 * leaks[whole][1], "one encoder: neighbours"
assert leaks["both"][1] < leaks["shared"][1], "with both helpers true pairs nearly meet"

assert finds > 0.93 and alarms < 0.06, "on its own swapper the detector is good"
assert found["two autoencoders"] < 0.6, "most of the crudest fakes go through"
assert found["both, trained again"] > 0.8, "the same recipe, trained again, is found"
assert found["both, inner face only"] < 0.85, "of pasted inner faces many go through"
assert rates["sharpened"][1] > 0.7, "sharpening makes nearly every real picture suspicious"
assert auc["swap"] > 0.6, "a swap has fewer high frequencies"
assert auc["swap, sharpened"] < 0.2, "... until it is sharpened: then the clue points the wrong way"

tags = seal(photo), seal(one_pixel), seal(saved_again), seal(photo, b"a guess")
assert len(set(tags)) == 4 and tag == tags[0], "the tag fits the sealed picture alone"
