"""What a code is worth and how good images are: pure functions of arrays.

Bounds on the likelihood, and what concerns posteriors, are in `ae_helpers.likelihood`; losses in
`ae_helpers.losses`.
"""

from ae_helpers.measures.arrays import MeasureError, numbers, same_length, same_shape

import numpy as np
from scipy.optimize import linear_sum_assignment
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, mutual_info_score, normalized_mutual_info_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# --- images against images -------------------------------------------------------------------


def _pairs(x, x_hat):
    x, x_hat = numbers("x", x, "(n, ...)"), numbers("x_hat", x_hat, "(n, ...)")
    same_shape(x=x, x_hat=x_hat)
    return x.astype("float64"), x_hat.astype("float64")


def reconstruction_error(x, x_hat):
    """Squared error of each image in squared grey levels, summed over its pixels; 0 is best.

    Args:
        x, x_hat: images and their reconstructions in grey levels, both `(n, ...)`.

    Returns:
        `(n,)`. (`losses.squared_error` is the same with logits in the place of `x_hat`.)
    """
    x, x_hat = _pairs(x, x_hat)
    return np.square(x - x_hat).reshape(len(x), -1).sum(axis=1)


def pca_error(x_train, x_test, d):
    """Squared error of the best linear code of `d` numbers: what an autoencoder has to beat.

    Args:
        x_train: images that the principal components are computed from, `(n, ...)`.
        x_test: images that are reconstructed from `d` components, `(m, ...)`.
        d: number of components, from 1 to the number of pixels and at most `n`.

    Returns:
        `(m,)`, squared grey levels per image. Nothing is clipped to [0, 1].
    """
    x_train, x_test = numbers("x_train", x_train, "(n, ...)"), numbers("x_test", x_test, "(n, ...)")
    a, b = x_train.reshape(len(x_train), -1), x_test.reshape(len(x_test), -1)
    if a.shape[1] != b.shape[1]:
        raise MeasureError(
            f"x_train has {a.shape[1]} pixels an image and x_test {b.shape[1]}: use one data set."
        )
    if not 1 <= d <= min(a.shape):
        raise MeasureError(f"PCA cannot have {d} components: give 1 to {min(a.shape)}.")
    pca = PCA(int(d), svd_solver="covariance_eigh").fit(a)
    return reconstruction_error(b, pca.inverse_transform(pca.transform(b)))


def psnr(x, x_hat):
    """Peak signal-to-noise ratio of each image in decibels; larger is better.

    `10 log10(1 / mean squared error)`, as the largest grey level is 1; infinite for a perfect copy.

    Args:
        x, x_hat: images in [0, 1], both `(n, h, w, c)`.

    Returns:
        `(n,)`. Mind that the mean of PSNRs is not the PSNR of the mean error.
    """
    x, x_hat = _pairs(x, x_hat)
    with np.errstate(divide="ignore"):
        pairs = zip(x, x_hat, strict=True)
        return np.array([peak_signal_noise_ratio(a, b, data_range=1) for a, b in pairs])


def ssim(x, x_hat):
    """Structural similarity of each image, at most 1, which only a perfect copy has.

    Wang et al., 'Image quality assessment: from error visibility to structural similarity' (2004),
    in scikit-image's form with a 7 × 7 uniform window.

    Args:
        x, x_hat: images in [0, 1], both `(n, h, w, c)`, at least 7 × 7.

    Returns:
        `(n,)`.
    """
    x, x_hat = _pairs(x, x_hat)
    if x.ndim != 4 or min(x.shape[1:3]) < 7:
        raise MeasureError(
            f"ssim compares windows of 7 × 7: images (n, h, w, c) of at least that, not {x.shape}."
        )
    pairs = zip(x, x_hat, strict=True)
    how = {"data_range": 1, "channel_axis": -1}
    return np.array([structural_similarity(a, b, **how) for a, b in pairs])


# --- sets of features against sets of features -----------------------------------------------


def frechet_gaussians(mean_a, covariance_a, mean_b, covariance_b):
    """Squared Fréchet distance of two Gaussians, in squared units of their variable.

    `|mean_a - mean_b|^2 + tr(A + B - 2 (A^{1/2} B A^{1/2})^{1/2})`: Dowson and Landau, 'The Fréchet
    distance between multivariate normal distributions' (1982).

    Args:
        mean_a, mean_b: `(d,)`; covariance_a, covariance_b: `(d, d)`, symmetric.

    Returns:
        A number, 0 or more.
    """
    values, vectors = np.linalg.eigh(covariance_a)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ covariance_b @ root), 0)).sum()
    apart = np.square(np.asarray(mean_a) - mean_b).sum()
    return float(max(0, apart + np.trace(covariance_a) + np.trace(covariance_b) - 2 * cross))


def frechet_distance(features_a, features_b):
    """Squared Fréchet distance between Gaussians fitted to two sets of features; 0 is best.

    In the features of Inception v3 it is called FID (Heusel et al. 2017). In any others it is not,
    and values from different features cannot be compared: say which, as in 'Fréchet distance in
    the features of a small classifier' (`ae_helpers.features`). It is biased upwards for few
    images: compare sets of one size.

    Args:
        features_a, features_b: `(n, d)` and `(m, d)`, with `n` and `m` well above `d`.

    Returns:
        A number in squared units of the features.
    """
    named = {"features_a": features_a, "features_b": features_b}.items()
    sets = [numbers(name, features, "(n, d)").astype("float64") for name, features in named]
    if sets[0].shape[1] != sets[1].shape[1]:
        raise MeasureError(
            f"features_a has {sets[0].shape[1]} features and features_b {sets[1].shape[1]}: "
            "compute both with one network."
        )
    if min(map(len, sets)) < 2:
        raise MeasureError("A covariance needs at least two images in either set: give more.")
    moments = [(f.mean(axis=0), np.atleast_2d(np.cov(f, rowvar=False))) for f in sets]
    return frechet_gaussians(*moments[0], *moments[1])


# --- codes against labels and factors --------------------------------------------------------


def _labelled(codes, y, codes_test, y_test):
    codes, codes_test = (
        numbers("codes", codes, "(n, d)"),
        numbers("codes_test", codes_test, "(n, d)"),
    )
    y, y_test = numbers("y", y, "(n,)"), numbers("y_test", y_test, "(n,)")
    same_length(codes=codes, y=y)
    same_length(codes_test=codes_test, y_test=y_test)
    if codes.shape[1] != codes_test.shape[1]:
        raise MeasureError(
            f"codes has {codes.shape[1]} numbers per image and codes_test {codes_test.shape[1]}: "
            "compute both with one encoder."
        )
    if len(np.unique(y)) < 2:
        raise MeasureError(f"All labels are {y[0]}: a classifier needs at least two classes.")
    if unseen := sorted(set(y_test.tolist()) - set(y.tolist())):
        raise MeasureError(
            f"y_test has classes that y has not ({', '.join(map(str, unseen))}), which nobody "
            "could guess: train on labels of every class, or measure without these."
        )
    return codes, y, codes_test, y_test


def linear_probe(codes, y, codes_test, y_test):
    """Accuracy of a linear classifier on the codes, from 0 to 1: are the classes apart?

    Logistic regression on standardised codes, trained until it converges.

    Args:
        codes, y: codes `(n, d)` and labels `(n,)` to train on.
        codes_test, y_test: `(m, d)` and `(m,)` to measure on.
    """
    codes, y, codes_test, y_test = _labelled(codes, y, codes_test, y_test)
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    return float(probe.fit(codes, y).score(codes_test, y_test))


def knn_accuracy(codes, y, codes_test, y_test, k=5):
    """Accuracy of the vote of the `k` nearest codes, from 0 to 1; arguments as `linear_probe`."""
    codes, y, codes_test, y_test = _labelled(codes, y, codes_test, y_test)
    if not 1 <= k <= len(codes):
        raise MeasureError(f"{k} neighbours were asked for: give 1 to {len(codes):,}, as codes.")
    return float(KNeighborsClassifier(k).fit(codes, y).score(codes_test, y_test))


def cluster_scores(codes, y, seed=0):
    """Do clusters of codes agree with the classes? k-means with as many clusters as classes.

    Args:
        codes: `(n, d)`; y: labels `(n,)`, used to judge and not to cluster.
        seed: of the ten starts of k-means.

    Returns:
        A dictionary: `accuracy` (0 to 1) when each cluster gets the class that suits all best,
        `adjusted_rand` (0 for chance, 1 at best), `normalized_mutual_information` (0 to 1).
    """
    codes, y, *_ = _labelled(codes, y, codes, y)
    classes, y = np.unique(y, return_inverse=True)
    clusters = KMeans(len(classes), n_init=10, random_state=seed).fit_predict(codes)
    table = np.zeros((len(classes), len(classes)), int)
    np.add.at(table, (clusters, y), 1)
    return {
        "accuracy": float(table[linear_sum_assignment(-table)].sum() / len(y)),
        "adjusted_rand": float(adjusted_rand_score(y, clusters)),
        "normalized_mutual_information": float(normalized_mutual_info_score(y, clusters)),
    }


def _binned(values, bins):
    """Whole numbers: few distinct values as they are, others in `bins` bins of equal width."""
    if len(np.unique(values)) > bins:
        values = np.digitize(values, np.histogram_bin_edges(values, bins)[1:-1])
    return np.unique(values, return_inverse=True)[1]


def mutual_information(codes, factors, bins=20):
    """Mutual information of each code with each factor, in nats.

    Codes and factors with more than `bins` distinct values are cut into `bins` bins of equal width
    over their range, and the counts are taken as probabilities. That overestimates: independent
    values score about `(bins - 1)**2 / 2n`, so use 5,000 images or more.

    Args:
        codes: means of the codes, `(n, d)`.
        factors: what the images were made with: `(n, f)`, or a dictionary of `(n,)` such as
            `data.factors_test`.
        bins: number of bins.

    Returns:
        `(d, f)`.
    """
    codes, factors = _codes_and_factors(codes, factors)
    z, v = ([_binned(a, bins) for a in part.T] for part in (codes, factors))
    return np.array([[mutual_info_score(a, b) for b in v] for a in z])


def _codes_and_factors(codes, factors):
    if isinstance(factors, dict):
        factors = np.stack([numbers(n, values, "(n,)") for n, values in factors.items()], axis=1)
    codes, factors = numbers("codes", codes, "(n, d)"), numbers("factors", factors, "(n, f)")
    same_length(codes=codes, factors=factors)
    return codes, factors


def mig(codes, factors, bins=20):
    """Mutual information gap: does one code, and only one, know each factor? From 0 to 1.

    For each factor, the information of the best code minus that of the second best, divided by
    the factor's entropy; then the mean over factors: Chen et al., 'Isolating sources of
    disentanglement in variational autoencoders' (2018), equation 6. The protocol is that of
    Locatello et al. (2019): means of the posteriors, 20 bins of equal width (see
    `mutual_information`). Other bins or estimators give other values: never compare them.

    Args as for `mutual_information`. A factor that never changes is an error.
    """
    codes, factors = _codes_and_factors(codes, factors)
    information = mutual_information(codes, factors, bins)
    entropy = np.array([mutual_info_score(v, v) for v in (_binned(f, bins) for f in factors.T)])
    if (entropy == 0).any():
        number = int(np.flatnonzero(entropy == 0)[0])
        raise MeasureError(
            f"Factor number {number} (from 0) has one value in all images: leave it out of mig."
        )
    best = np.sort(np.pad(information, ((1, 0), (0, 0))), axis=0)  # no second code knows nothing
    return float(np.mean((best[-1] - best[-2]) / entropy))
