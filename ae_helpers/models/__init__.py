"""The models of the course, one file a family; each takes its networks as arguments."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["priors"],
    submod_attrs={
        "adversarial": ["AdversarialAutoencoder"],
        "autoencoder": ["Autoencoder", "SteeredAutoencoder"],
        "conditional": ["ConditionalVAE"],
        "doors": ["ModelError"],
        "hierarchical": ["TwoLevels"],
        "knobs": ["Knobs"],
        "many_samples": ["ManySamples"],
        "gan": ["GAN", "r1"],
        "phases": ["Phased"],
        "priors": ["PRIORS", "Prior"],
        "sequence": ["VRNN", "draw_point", "sample_path"],
        "sparse": ["SparseAutoencoder"],
        "two_decoders": ["TwoDecoders"],
        "vae": ["VAE"],
    },
)
