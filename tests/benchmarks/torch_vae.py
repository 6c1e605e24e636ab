"""A VAE in PyTorch, eager, as the named peer of ours, and the article's training loop."""

import torch
from torch import nn


class TorchVAE(nn.Module):
    """`encoder` gives mu and log_var side by side, `decoder` logits."""

    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def loss(self, x):
        """Negative ELBO in nats, summed over the batch as the article has it."""
        mu, log_var = self.encoder(x).chunk(2, dim=1)
        z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        bce = nn.functional.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum")
        return bce - 0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp())


def article_vae(seed):
    """The article's 784-400-20, and its optimizer."""
    torch.manual_seed(seed)
    encoder = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 2 * 20))
    decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784))
    model = TorchVAE(encoder, decoder)
    return model, torch.optim.Adam(model.parameters(), lr=1e-3)


def train_epoch(model, optimizer, batches):
    """One epoch; returns the sum of the loss in nats. Adam hardly minds the scale of a loss."""
    total = 0.0
    for x in batches:
        optimizer.zero_grad()
        loss = model.loss(x)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


def article_batches(images):
    """Shuffled batches of 128 from a tensor, through the article's DataLoader."""
    return torch.utils.data.DataLoader(images, batch_size=128, shuffle=True)


def trained_weights(images, seed, epochs=10):
    """Train on `(n, 784)`; return Keras-shaped weights and the loss an image of the last epoch."""
    torch.set_num_threads(1)  # on a busy machine two threads wait for each other: 10 times slower
    model, optimizer = article_vae(seed)
    batches = article_batches(torch.from_numpy(images))
    for _ in range(epochs):
        total = train_epoch(model, optimizer, batches)
    hidden, _, code = model.encoder
    pairs = {
        "encoder": [(hidden.weight, hidden.bias)]
        + list(zip(code.weight.chunk(2), code.bias.chunk(2), strict=True)),
        "decoder": [(layer.weight, layer.bias) for layer in model.decoder[::2]],
    }
    weights = {
        part: [array.detach().numpy() for w, b in layers for array in (w.T, b)]
        for part, layers in pairs.items()
    }
    return weights, total / len(images)
