"""Lesson 20's models of its small language, for `results.py`: the lesson's own cells."""

from own_cells import variables

COUNTED = {"pairs": 2, "triples": 3, "four-words": 4}
RUNS = {
    "vae": "β = 1",
    "fed": "fed",
    "warm-up": "warm-up of β",
    "word-dropout": "word dropout, half are fed",
    "free-bits": "free bits, 0.5 nats a code",
}


def sentences(name, kind, seed):
    """Nats per test sentence; of networks also the KL, words given back and right samples."""
    found = variables("20", name, seed, until="used = {name: in_use")
    if kind in COUNTED:
        return {"nats": found["grams"][COUNTED[kind]]}
    nats, kl, harm, _ = found["scores"][RUNS[kind]]
    back, _, right = found["used"][RUNS[kind]]
    return {"nats": nats, "kl": kl, "another": harm, "back": back, "right": right}
