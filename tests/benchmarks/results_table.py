"""Write `results/RESULTS.md` from the stored rows: our mean and spread beside what was published.

python tests/benchmarks/results_table.py
"""

import json
from pathlib import Path
from statistics import mean, stdev

from published import NOTES, PUBLISHED

RESULTS = Path(__file__).parent / "results"
MEASURES = Path(__file__).parents[2] / "ae_helpers" / "measures"
COURSE = {"ink": MEASURES / "course.json", "mnist": MEASURES / "course_mnist.json"}
# Of each experiment: its heading, and its columns (title, figure, decimals).
TABLES = {
    "course": (
        "The course's table: 784-256-16, 20 epochs of 12,000 images, Adam 2e-3, batches of 128",
        [
            ("squared error per image", "squared_error", 2),
            ("linear probe, 550 labels", "probe", 3),
            ("precision", "precision", 2),
            ("coverage", "coverage", 2),
            ("Fréchet", "frechet", 1),
            ("copied", "copied", 3),
            ("processor seconds", "seconds", 1),
        ],
    ),
    "vae": (
        "The article's VAE, 784-400-20, 10 epochs, Adam 1e-3, batches of 128",
        [
            ("negative ELBO, nats", "negative_elbo", 2),
            ("−log p(x), 1,000 samples, nats", "nll", 2),
            ("negative ELBO of the same images", "negative_elbo_same_images", 2),
            ("KL, nats", "kl", 2),
            ("active of 20", "active_units", 1),
            ("training loss, last epoch", "train_loss_last_epoch", 2),
        ],
    ),
    "vae_torch": (
        "The same model in PyTorch with the article's loop",
        [
            ("negative ELBO, nats", "negative_elbo", 2),
            ("KL, nats", "kl", 2),
            ("active of 20", "active_units", 1),
            ("training loss, last epoch", "train_loss_last_epoch", 2),
        ],
    ),
    "lesson01": (
        "Lesson 01's autoencoder, 784-128-d-128-784, 8 epochs, Adam 2e-3, squared error",
        [("squared error per image", "squared_error", 2), ("PCA", "pca_squared_error", 2)],
    ),
    "deep": (
        "Deep autoencoders against PCA, 10 epochs, Adam 1e-3, batches of 128, trained on BCE",
        [("squared error per image", "squared_error", 2), ("PCA", "pca_squared_error", 2)],
    ),
    "bakeoff": (
        "AE Bake-Off: a 20-d code, 784-261-87-20, 10 epochs, Adam 1e-3, batches of 256",
        [
            ("BCE, nats", "bce", 1),
            ("floor of the BCE", "bce_floor", 1),
            ("linear probe, 550 labels", "probe", 3),
            ("the same probe, 20 epochs of Adam", "probe_20_epochs", 3),
        ],
    ),
    "iwae": (
        "VAE and IWAE with k samples, 784-200-200-50: small scale, 5,000 images, 10 epochs",
        [
            ("−log p(x), 1,000 samples, 500 images, nats", "nll", 2),
            ("negative ELBO of the same, nats", "negative_elbo", 2),
            ("active of 50", "active_units", 1),
        ],
    ),
    "hierarchical": (
        "Two levels of 16 and 8 codes against one of 24: small scale, 5,000 images, 12 epochs",
        [
            ("−log p(x), 200 samples, 500 images, nats", "nll", 2),
            ("negative ELBO of the same, nats", "negative_elbo", 2),
            ("KL of the top level, nats", "kl_top", 2),
            ("weights", "weights", 0),
        ],
    ),
    "alarms": (
        "Lesson 15's alarms for a digit that was never seen: ROC AUC over ten digits",
        [("mean", "mean_auc", 3), ("least", "least_auc", 3), ("the 1", "auc_of_1", 3)],
    ),
    "payments": (
        "Lesson 15's payments, 100 frauds among 20,000, trained on honest ones",
        [("average precision", "average_precision", 3), ("ROC AUC", "roc_auc", 3)],
    ),
    "readers": (
        "Lesson 16's features, read with 10, 100 and 1,000 labels: accuracy",
        [
            ("ridge, 10", "ridge_10", 3),
            ("100", "ridge_100", 3),
            ("1,000", "ridge_1000", 3),
            ("neighbours, 1,000", "neighbours_1000", 3),
            ("SVM, 100", "svm_100", 3),
            ("1,000", "svm_1000", 3),
        ],
    ),
    "rates": (
        "Lesson 17's messages: bits and squared error per image, rivals at the same bits",
        [
            ("bits", "bits", 1),
            ("squared error", "squared_error", 2),
            ("without the rate in the loss, best size", "without", 2),
            ("PCA, best size", "pca", 2),
        ],
    ),
    "recommendation": (
        "Lesson 18's lists for new users: 1,000 users to learn from, 400 films",
        [("recall@20", "recall_20", 3)],
    ),
    "sounds": (
        "Lesson 19's notes, redrawn from 4, 8 and 32 numbers; PCA with as many",
        [
            ("dB off", "off", 2),
            ("PCA", "pca_off", 2),
            ("as heard", "heard", 2),
            ("PCA", "pca_heard", 2),
            ("share in tune", "in_tune", 2),
            ("PCA", "pca_in_tune", 2),
        ],
    ),
    "sentences": (
        "Lesson 20's models of 57,344 sentences, of 10.96 nats each: 1,000 test sentences",
        [
            ("nats; of networks −ELBO", "nats", 2),
            ("KL", "kl", 2),
            ("another's code costs", "another", 2),
            ("words given back", "back", 2),
            ("samples that are right", "right", 2),
        ],
    ),
    "noise": (
        "Lesson 21's photographs with noise of 0.1: five for the test, nine to train or tune on",
        [("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 3), ("ms per picture", "ms", 0)],
    ),
    "scratches": (
        "Lesson 21's photographs with eight scratches",
        [("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 3)],
    ),
    "blur": (
        "Lesson 21's photographs, blurred by 1.5 pixels, with noise of 0.01",
        [("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 3)],
    ),
}


def cell(records, figure, decimals):
    """Mean and standard deviation over the seeds, or a dash."""
    values = [r["figures"][figure] for r in records if figure in r["figures"]]
    if not values:
        return "–"
    text = f"{mean(values):.{decimals}f}"
    spread = f"{stdev(values):.{decimals}f}" if len(values) > 1 else "?"
    return text if len(values) > 1 and float(spread) == 0 else f"{text} ± {spread}"


def section(experiment, records):
    heading, columns = TABLES[experiment]
    published = PUBLISHED.get(experiment, {})
    titles = ["data", "variant", *[title for title, _, _ in columns], "published", "seeds"]
    lines = [f"## {heading}", "", "| " + " | ".join(titles) + " |", "| --- " * len(titles) + "|"]
    groups = {}
    for record in records:
        groups.setdefault(tuple(record["row"].split("/")[1:3]), []).append(record)
    for (data, variant), group in groups.items():
        cells = [cell(group, figure, decimals) for _, figure, decimals in columns]
        beside = published.get(variant, "–") if data == "mnist" else "–"
        lines.append("| " + " | ".join([data, variant, *cells, beside, str(len(group))]) + " |")
    return [*lines, "", NOTES[experiment], ""]


def write(records):
    """Write the table of all records (see `results.py`)."""
    lines = [
        "# Our figures beside the published ones",
        "",
        "Written by `results_table.py` from `rows.jsonl`; change neither by hand. Mean ± standard "
        "deviation over the seeds, on test images. Any row again: "
        "`python tests/benchmarks/results.py vae/mnist/static`, with `AE_DATA_DIR` set.",
        "",
    ]
    for experiment in TABLES:
        rows = [r for r in records if r["row"].split("/")[0] == experiment]
        if rows:
            lines += section(experiment, rows)
    minutes = sum(record["seconds"] for record in records) / 60
    machines = sorted({f"{r['cores']} cores of {r['device']}" for r in records})
    versions = sorted({json.dumps(record["versions"]) for record in records})
    texts = [" ".join(f"{k} {v}" for k, v in json.loads(text).items()) for text in versions]
    lines.append(
        f"All rows took {minutes:.0f} minutes (goal: 25) on {', '.join(machines)} "
        f"(load in each record). {'; '.join(texts)}."
    )
    (RESULTS / "RESULTS.md").write_text("\n".join(lines) + "\n")
    for data, path in COURSE.items():
        write_course([r for r in records if r["row"].startswith(f"course/{data}/")], path)


def write_course(records, path):
    """Store mean and standard deviation of each figure by model, where the package reads them."""
    table = {}
    for model in dict.fromkeys(record["row"].split("/")[2] for record in records):
        figures = [r["figures"] for r in records if r["row"].split("/")[2] == model]
        table[model] = {
            name: [round(f([seed[name] for seed in figures]), 5) for f in (mean, stdev)]
            for name in figures[0]
        }
    path.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    write([json.loads(line) for line in (RESULTS / "rows.jsonl").read_text().splitlines()])
