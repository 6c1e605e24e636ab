"""The article's VAE in PyTorch, with the article's loop: 784-400-20, Adam 1e-3, batches of 128."""

import torch
from torch import nn


def trained_weights(images, seed, epochs=10):
    """Train on `(n, 784)`; return Keras-shaped weights and the loss an image of the last epoch."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # on a busy machine two threads wait for each other: 10 times slower
    encoder, mu, log_var = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
    decoder, pixels = nn.Linear(20, 400), nn.Linear(400, 784)
    everything = nn.ModuleList([encoder, mu, log_var, decoder, pixels])
    optimizer = torch.optim.Adam(everything.parameters(), lr=1e-3)
    images = torch.from_numpy(images)
    loader = torch.utils.data.DataLoader(images, batch_size=128, shuffle=True)
    for _ in range(epochs):
        total = 0.0
        for x in loader:
            h = torch.relu(encoder(x))
            m, v = mu(h), log_var(h)
            z = m + torch.exp(0.5 * v) * torch.randn_like(m)
            x_hat = torch.sigmoid(pixels(torch.relu(decoder(z))))
            bce = nn.functional.binary_cross_entropy(x_hat, x, reduction="sum")
            kl = -0.5 * torch.sum(1 + v - m.pow(2) - v.exp())
            # The sum over the batch, as the article has it; Adam hardly minds the scale.
            loss = bce + kl
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
    with torch.no_grad():
        parts = {
            "encoder": [encoder, mu, log_var],
            "decoder": [decoder, pixels],
        }
        weights = {
            name: [w.numpy() for layer in part for w in (layer.weight.T, layer.bias)]
            for name, part in parts.items()
        }
    return weights, total / len(images)
