"""Lesson 15's alarms, for `results.py`: the lesson's own cells, for a seed."""

from own_cells import variables

SCORES = {
    "error": "error",
    "error-by-ink": "error ÷ ink",
    "codes": "ratio, codes",
    "pca-error": "PCA error",
    "pca-neighbours": "ratio, PCA",
}
METHODS = {
    "autoencoder": "autoencoder",
    "pca": "PCA",
    "forest": "isolation forest",
    "svm": "one-class SVM",
    "neighbours": "nearest neighbours",
}


def alarms(name, kind, seed):
    """ROC AUC of a digit that was never seen: the mean over ten digits, the least, and the 1's."""
    auc = variables("15", name, seed, until="auc |=")["auc"][SCORES[kind]]
    return {"mean_auc": sum(auc) / len(auc), "least_auc": min(auc), "auc_of_1": auc[1]}


def payments(_, kind, seed):
    """Average precision and ROC AUC of invented payments, 100 frauds among 20,000."""
    runs = variables("15", "ink", 0, until='"fitted") as progress')["pay"]  # three seeds in one run
    _, average_precision, roc_auc = runs[METHODS[kind]][seed]
    return {"average_precision": average_precision, "roc_auc": roc_auc}
