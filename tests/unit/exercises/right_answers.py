"""A right function for every exercise that wants one, for the attacks on its check."""

from bisect import bisect_right
from itertools import combinations

from ae_helpers.data.spectrogram import griffin_lim, istft, stft, to_magnitudes, to_pictures
from ae_helpers.measures.sound import decibels_off

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.special import xlogy
from scipy.stats import logistic

PIXELS = (1, 2, 3)


def soft(a):
    return np.logaddexp(0, a)


def kl(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


def line(z_a, z_b, n):
    return np.linspace(z_a, z_b, n)


def ring(u, eps):
    r = 2 + 0.1 * eps
    return np.stack([r * np.cos(2 * np.pi * u), r * np.sin(2 * np.pi * u)], axis=1)


def gap(a, b, w):
    w = w / np.linalg.norm(w)
    return np.mean(abs(np.sort(a @ w) - np.sort(b @ w)))


def stamped(x, kernel, stride):
    wide = np.zeros(stride * (len(x) - 1) + 1)
    wide[::stride] = x
    return np.convolve(wide, kernel)


def bank_mean(x, bank, sigma):
    e = -((x[:, None] - bank) ** 2).sum(axis=2) / (2 * sigma**2)
    w = np.exp(e - e.max(axis=1, keepdims=True))
    return w / w.sum(axis=1, keepdims=True) @ bank


def blur_matrix(n, sigma):
    k = np.exp(-0.5 * np.subtract.outer(range(n), range(n)) ** 2 / sigma**2)
    return k / k.sum(1, keepdims=True)


def kept_epoch(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def information_gap(information, entropy):
    best = np.sort(information, axis=0)
    return np.mean((best[-1] - best[-2]) / entropy)


def permutation_test(a, b):
    scores, ours, far = np.concatenate([a, b]), abs(a.mean() - b.mean()), []
    for group in combinations(range(len(scores)), len(a)):
        one, other = scores[list(group)], np.delete(scores, group)
        far.append(abs(one.mean() - other.mean()) >= ours - 1e-9)
    return np.mean(far)


def principal_angles(a, b):
    q_a, q_b = np.linalg.qr(a.T)[0], np.linalg.qr(b.T)[0]
    cosines = np.linalg.svd(q_a.T @ q_b, compute_uv=False)
    return np.degrees(np.arccos(np.minimum(cosines, 1)))


def pca_reconstruct(x_train, x, d):
    mean = x_train.mean(0)
    v = np.linalg.svd(x_train - mean)[2][:d]
    return mean + (x - mean) @ v.T @ v


def written_free(step, h, steps):
    points = [np.zeros(3)]
    for _ in range(steps):
        h, (dx, dy, logit) = step(h, points[-1])
        x, y, _ = points[-1]
        points.append(np.array([x + dx, y + dy, 1 / (1 + np.exp(-logit))]))
    return np.array(points[1:])


def pens_apart(train, new, codes):
    flat = pca_reconstruct(train.reshape(len(train), -1), new.reshape(len(new), -1), codes)
    return np.linalg.norm((new - flat.reshape(new.shape))[..., :2], axis=-1).mean()


def classify(elbos):
    e = np.exp(elbos - elbos.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def slerp(z_a, z_b, n):
    angle = np.arccos(z_a @ z_b / np.linalg.norm(z_a) / np.linalg.norm(z_b))
    t = np.linspace(0, 1, n)[:, None]
    return (np.sin((1 - t) * angle) * z_a + np.sin(t * angle) * z_b) / np.sin(angle)


def hills_joined(x, logits, means, scales):
    each = np.exp(-0.5 * ((x[:, None] - means) / scales) ** 2) / scales / np.sqrt(2 * np.pi)
    weights = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return np.log((weights * each.prod(axis=2)).sum(axis=1))


def at_temperature(logits, scales, tau):
    weights = np.exp(logits / tau)
    return np.hstack([weights / weights.sum(1, keepdims=True), scales * tau**0.5])


def turn(theta, psi, rate):
    psi = psi - rate * theta / (1 + np.exp(-psi * theta))
    return np.array([theta + rate * psi / (1 + np.exp(psi * theta)), psi])


def matched(table):
    return table[linear_sum_assignment(-table)].sum() / table.sum()


def mutual_information_share(p):
    whole, rows, columns = (-xlogy(a, a).sum() for a in (p, p.sum(1), p.sum(0)))
    return 2 * (rows + columns - whole) / (rows + columns)


def slope_penalty(logit, x):
    return (jax.grad(lambda x: logit(x).sum())(jnp.asarray(x)) ** 2).sum() / len(x)


def pop(state, frequencies):
    ends = np.cumsum(frequencies).tolist()
    i = bisect_right(ends, state % ends[-1])
    before = state // ends[-1] * frequencies[i] + state % ends[-1] - ends[i] + frequencies[i]
    return i, before


def ease(x, decay):
    P = np.linalg.inv(x.T @ x + decay * np.eye(x.shape[1]))
    return np.eye(len(P)) - P / np.diag(P)


def hide_pixels(x, hidden):
    following = np.concatenate([x[:, :, 1:], x[:, :, :1]], axis=2)
    return x + hidden * (following - x), hidden * hidden.size / hidden.sum()


def report(settings, known, test):
    errors = [np.mean((known[1] - setting(known[0])) ** 2) for setting in settings]
    damaged, whole = test
    return -20 * np.log10(np.sqrt(np.mean((whole - settings[np.argmin(errors)](damaged)) ** 2)))


def invent_phases(magnitudes, guess, steps):
    for _ in range(steps):
        after = stft(istft(guess))
        guess = magnitudes * after / abs(after)
    return istft(guess)


def paired_bootstrap(a, b, picks):
    means = np.mean(a[picks] - b[picks], axis=1)
    return np.array([np.mean(a - b), *np.quantile(means, [0.025, 0.975])])


def fit_and_draw(codes, eps):
    middle = codes.mean(axis=0)
    covariance = (codes - middle).T @ (codes - middle) / (len(codes) - 1)
    return (middle[:, None] + np.linalg.cholesky(covariance) @ eps.T).T


def pareto(error, frechet):
    rows = list(zip(error, frechet, strict=True))
    beaten = [any(r != s and r[0] <= s[0] and r[1] <= s[1] for r in rows) for s in rows]
    return np.flatnonzero(~np.array(beaten))


def cheapest(odd, normal, missed, alarm, share):
    every = np.concatenate([odd, normal])
    recall, false = (np.mean(part > every[:, None], axis=1) for part in (odd, normal))
    return every[np.argmin(share * recall * (alarm - missed) + (1 - share) * false * alarm)]


def unigram(train, test):
    share = np.bincount(train[train > 0], minlength=test.max() + 1) / np.sum(train > 0)
    return -np.log(np.where(test > 0, share[test], 1)).sum(axis=1)


def longer_walk(a, b, n):
    lengths = np.linspace(np.linalg.norm(a), np.linalg.norm(b), n)
    walk = np.linspace(a, b, n)
    return walk * (lengths / np.linalg.norm(walk, axis=1))[:, None]


def edits(a, b):
    if not (a and b):
        return len(a) + len(b)
    across = edits(a[1:], b[1:])
    return across if a[0] == b[0] else 1 + min(across, edits(a[1:], b), edits(a, b[1:]))


SOLUTIONS = {
    "vanilla.squared_error": lambda x, x_hat: ((x - x_hat) ** 2).sum(PIXELS),
    "vanilla.early_stopping": kept_epoch,
    "vanilla.dropout": lambda h, u, rate: h * (u >= rate) / (1 - rate),
    "deep.principal_angles": principal_angles,
    "deep.pca_reconstruct": pca_reconstruct,
    "deep.leaky_std": lambda fan_in, slope: (2 / fan_in / (1 + slope**2)) ** 0.5,
    "convolutional.receptive_field": lambda kernels, strides: (
        1 + sum((k - 1) * np.prod(strides[:i]) for i, k in enumerate(kernels))
    ),
    "convolutional.transposed": stamped,
    "denoising.best_guess_with_prior": lambda x, sigma, p: (
        1 / (1 + np.exp((0.5 - x) / sigma**2) * (1 - p) / p)
    ),
    "denoising.bank_mean": bank_mean,
    "sparse.active_units": lambda z, threshold: (z > threshold).sum(axis=1).mean(),
    "sparse.top_k": lambda z, k: np.where(z >= np.sort(z, axis=1)[:, -k, None], z, 0),
    "sparse.kl_price": lambda z, rho: (
        -rho * np.log(z.mean(0) / rho) - (1 - rho) * np.log((1 - z.mean(0)) / (1 - rho))
    ).sum(),
    "sparse.relu_penalty": lambda W, b, x: (x @ W + b > 0) @ np.square(W).sum(axis=0),
    "recurrent.decoder_input": lambda x: np.pad(x, [(0, 0), (1, 0), (0, 0)])[:, :-1],
    "recurrent.masked_error": lambda error, lengths: np.mean(
        np.concatenate([row[:n] for row, n in zip(error, lengths, strict=True)])
    ),
    "recurrent.last_states": lambda states, lengths: states[np.arange(len(states)), lengths - 1],
    "recurrent.run_free": written_free,
    "recurrent.pca_distance": pens_apart,
    "sequence.log_density": hills_joined,
    "sequence.decoder_input": lambda x, u, keep: (
        np.pad(x, [(0, 0), (1, 0), (0, 0)])[:, :-1] * (u < keep)
    ),
    "sequence.another_code_costs": lambda loss, x, z: (
        loss(x, np.roll(z, 1, 0)).mean() - loss(x, z).mean()
    ),
    "sequence.tempered": at_temperature,
    "restoration.blur_matrix": blur_matrix,
    "restoration.paste": lambda damaged, restored, mask: damaged + mask * (restored - damaged),
    "restoration.hide_pixels": hide_pixels,
    "restoration.report": report,
    "two_decoders.r2": lambda read, true: 1 - np.mean((read - true) ** 2, 0) / true.var(0),
    "two_decoders.pair_distance": lambda a, b: (
        np.square(a - b).sum(1).mean() / np.square(a[:, None] - b).sum(2).mean()
    ),
    "variational.draw": lambda mu, log_var, eps: mu + np.exp(log_var / 2) * eps,
    "variational.interpolate": line,
    "variational.negative_elbo": lambda x, logits, mu, log_var: (
        (soft(logits) - x * logits).sum(PIXELS) + kl(mu, log_var).sum(1)
    ),
    "beta.codes_in_use": lambda mu, log_var, floor: np.sum(kl(mu, log_var).mean(0) > floor),
    "disentanglement.information_gap": information_gap,
    "disentanglement.permutation_test": permutation_test,
    "beta.warm_up": lambda epoch, length, beta: beta * min(1, epoch / length),
    "beta.free_bits": lambda mu, log_var, floor: np.maximum(kl(mu, log_var).mean(0), floor).sum(),
    "conditional.nats_of_a_label": lambda p: -p @ np.log(p),
    "conditional.one_hot": lambda y, n: 1 * (y[:, None] == np.arange(n)),
    "conditional.classify": classify,
    "conditional.slerp": slerp,
    "tighter.bound": lambda log_w: np.logaddexp.reduce(log_w, 1) - np.log(log_w.shape[1]),
    "tighter.effective_samples": lambda log_w: np.exp(
        2 * np.logaddexp.reduce(log_w, axis=1) - np.logaddexp.reduce(2 * log_w, axis=1)
    ),
    "tighter.combine": lambda mu_a, log_var_a, mu_b, log_var_b: (
        mu_a + (mu_b - mu_a) / (1 + np.exp(log_var_b - log_var_a)),
        -np.logaddexp(-log_var_a, -log_var_b),
    ),
    "gan.turn": turn,
    "gan.mode_shares": lambda points, centres, radius: np.mean(
        np.linalg.norm(points[:, None] - centres, axis=2) <= radius, axis=0
    ),
    "gan.slope_penalty": slope_penalty,
    "gan.packed": lambda x, m: x[: len(x) // m * m].reshape(-1, m * x.shape[1]),
    "features.paired_lead": lambda a, b: np.array(
        [(a - b).mean(), (a - b).std(ddof=1) / np.sqrt(len(a))]
    ),
    "features.matched_accuracy": matched,
    "features.nmi": lambda table: mutual_information_share(table / table.sum()),
    "missing.masked_error": lambda x, x_hat, known: np.mean((x - x_hat)[known] ** 2),
    "missing.held_share": lambda truth, draws: np.mean(
        (truth >= draws.min(axis=1)) & (truth <= draws.max(axis=1))
    ),
    "missing.ease": ease,
    "missing.recall_at": lambda scores, seen, target, k: (
        target[np.argsort(scores - 1e9 * seen)[-k:]].sum() / min(k, target.sum())
    ),
    "adversarial.two_losses": lambda yes, no: np.array(
        [0.5 * np.mean(soft(-yes) + soft(no)), np.mean(soft(-no))]
    ),
    "adversarial.my_ring": ring,
    "adversarial.gap_along": gap,
    "compression.rounded": lambda z, step: np.round(z / step),
    "compression.cross_entropy": lambda p, q: -p @ np.log2(q),
    "compression.pop": pop,
    "compression.rate": lambda y, mean, scale: (
        -np.log2(np.diff(logistic.cdf(np.stack([y - 0.5, y + 0.5]), mean, scale), axis=0)[0]).sum(1)
    ),
    "scaling.mean_gradient": lambda gradients, counts: np.average(
        gradients, axis=0, weights=counts
    ),
    "compression.pays_after": lambda weights, bits, ours, theirs: weights * bits / (theirs - ours),
    "sound.cents": lambda heard, wanted: 1200 * (np.log2(heard) - np.log2(wanted)),
    "sound.snr": lambda x, y: -10 * np.log10(((x - y) ** 2).mean(1) / (x**2).mean(1)),
    "sound.invent_phases": invent_phases,
    "sound.wiener": lambda y, noise: (1 - noise / (y * y.conj()).real).clip(0),
    "sound.there_and_back": lambda x: decibels_off(
        to_pictures(stft(griffin_lim(to_magnitudes(x)))), x
    ),
    "anomaly.set_threshold": lambda errors, allowed: np.quantile(errors, 1 - allowed),
    "anomaly.real_alarms": lambda recall, false, share: 1 / (1 + false / recall * (1 / share - 1)),
    "anomaly.roc_auc": lambda odd, normal: (1 + np.sign(odd[:, None] - normal).mean()) / 2,
    "anomaly.error_per_ink": lambda x, x_hat: np.square(x - x_hat).sum(PIXELS) / x.sum(PIXELS),
    "anomaly.cheapest": cheapest,
    "text.unigram": unigram,
    "text.crossentropy": lambda x, logits: (
        np.logaddexp.reduce(logits, axis=2) - np.sum(np.eye(logits.shape[2])[x] * logits, axis=2)
    ).sum(axis=1),
    "text.perplexity": lambda nats, x: np.exp(nats.mean() / (x > 0).sum(axis=1).mean()),
    "text.walk_of_lengths": longer_walk,
    "text.edits": edits,
    "choosing.paired_bootstrap": paired_bootstrap,
    "choosing.fit_and_draw": fit_and_draw,
    "choosing.pareto": pareto,
}
