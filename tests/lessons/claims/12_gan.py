# What lesson 12 says, as assertions over its variables; run in its kernel, for three seeds.
guessing = np.log(2)
assert saturating[-1] < 0.05 < 5 < not_saturating[-1], "log(1 - D) is flat far off, -log D steep"
at_once, circle, creeps, steadied = ends.values()
assert at_once > 3 > 1.1 > circle > 0.9 > 0.3 > creeps > 0.1 > 0.001 > steadied, "the four orbits"
assert apart < 1e-5, "the class makes the step that is written out"

assert equal["modes"][-1] >= 7 and equal["share"][-1] > 0.6, "equal rates cover the ring"
late = {name: np.mean(equal["history"][name][-5:]) for name in ("discriminate", "loss")}
assert abs(late["discriminate"] - guessing) < 0.12, "the losses drift towards ln 2"
assert abs(late["loss"] - guessing) < 0.35, "the losses drift towards ln 2"

covered = {name: np.mean(game["modes"][-5:]) for name, game in games.items()}
reports = {name: np.mean(game["history"]["discriminate"][-5:]) for name, game in games.items()}
assert covered["slow discriminator"] < 4.5, f"mode collapse {covered}"
hops = np.diff(slow["modes"][6:]) != 0
assert hops.sum() >= 3, "the number of modes goes up and down"
assert covered["slow, R1 0.1"] < 6.5, f"a small R1 is no cure {covered}"
assert covered["slow, five steps"] > 6, f"five steps are {covered}"
strong = games["slow generator"]["history"]
assert reports["slow generator"] < 0.58, f"a discriminator too strong shows {reports}"
assert np.mean(strong["loss"][-5:]) > 1.2, "and so does the generator's loss"
for name in ("slow discriminator", "slow, R1 0.1"):
    assert abs(reports[name] - guessing) < 0.2, f"a collapse does not show in the losses {reports}"

print("GAN, VAE (grey, coverage):", sides, {n: f["precision"] for n, f in figures.items()})
gan_grey, gan_coverage = sides["GAN"].mean(axis=0)
vae_grey, vae_coverage = sides["VAE"].mean(axis=0)
assert grey_real < gan_grey < vae_grey - 0.03, "the GAN is sharper"
assert gan_coverage < vae_coverage - 0.05, "and covers less"
precision = {k: np.mean([f["precision"] for n, f in figures.items() if k in n]) for k in sides}
assert precision["GAN"] < precision["VAE"] - 0.02, "its precision is lower"
assert min(f["frechet"] for f in figures.values()) > 5 * ruler.reference["frechet"], "far off"

found = {name: errors.mean() for name, errors in off_by.items()}
print("search:", found)
assert found["GAN, R1 1: its own inventions"] < 3, "the search finds what was made"
gans = [found[f"GAN, R1 {p:g}: real digits"] for p in penalties]
vaes = [found[f"VAE, β = {b:g}: real digits"] for b in betas]
assert min(gans) > 15 and min(gans) > max(vaes) + 1, "and no good code for real digits"

# Going further.
assert counts[-5:].mean() > alone["modes"][-5:].mean() + 1.5, "packs bring coverage back"
assert counts[-5:].mean() > 5 and shares_packed[-1] < 0.5, "and most points lie between the modes"
assert speckled["coverage"] < 0.1, "without R1 the images collapse"

# The live lab, as its text says: eight heaps stand and stay; from the start a cloud hops; R1 helps.
stages = []
for rate, penalty, steps in ((3e-3, 0, 1500), (1e-4, 0, 1000), (1e-4, 0, 1250), (3e-3, 0.2, 1500)):
    if len(stages) in (0, 2):
        trainer.reset()
    trainer.set("discriminator rate", rate)
    trainer.set("penalty R1", penalty)
    trainer.step(steps)
    points = live.generator.predict_on_batch(z_shown)
    stages.append(count_modes(points, centres, 0.3)[0])
stand, stay, hop, again = stages
assert min(stand, stay, again) >= 6 and hop <= 4, f"stands, stays, hops, stands {stages}"
