// A small autoencoder that trains in a worker of the page: 784-64-2-64-784, ReLU, Adam, no library.
//
// Arrays hold one image after another. The loss is the course's: binary cross-entropy, summed over
// the pixels, its mean over the batch, in nats. The page asks, the worker trains for a moment and
// answers with what is to be drawn; a page that is hidden asks for nothing.

class Dense {
  // `sparse`: behind paper or a ReLU. A zero there hands no slope back, and takes no time.
  constructor(inputs, outputs, { relu = false, sparse = false }) {
    Object.assign(this, { inputs, outputs, relu, sparse });
    const array = () => new Float32Array((inputs + 1) * outputs); // kernel row by row, then bias
    [this.weights, this.slopes, this.mean, this.square] = [array(), array(), array(), array()];
    const limit = Math.sqrt(6 / (inputs + outputs)); // Glorot and Bengio (2010)
    for (let p = 0; p < inputs * outputs; p++) this.weights[p] = limit * (2 * Math.random() - 1);
  }

  // (rows, inputs) -> (rows, outputs)
  forward(x) {
    const { inputs, outputs, weights } = this, rows = x.length / inputs;
    const y = new Float32Array(rows * outputs), bias = weights.subarray(inputs * outputs);
    for (let row = 0; row < rows; row++) {
      const at = row * outputs;
      y.set(bias, at);
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i];
        if (value === 0) continue;
        for (let j = 0, p = i * outputs; j < outputs; j++, p++) y[at + j] += value * weights[p];
      }
    }
    if (this.relu) for (let k = 0; k < y.length; k++) if (y[k] < 0) y[k] = 0;
    this.x = x;
    return y;
  }

  // The loss's slope by y -> its slope by x. That by the weights stays here.
  backward(dy) {
    const { inputs, outputs, weights, slopes, x, sparse } = this, rows = x.length / inputs;
    const dx = new Float32Array(x.length), bias = inputs * outputs;
    slopes.fill(0);
    for (let row = 0; row < rows; row++) {
      const at = row * outputs;
      for (let j = 0; j < outputs; j++) slopes[bias + j] += dy[at + j];
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i];
        if (sparse && value === 0) continue;
        let sum = 0;
        for (let j = 0, p = i * outputs; j < outputs; j++, p++) {
          sum += dy[at + j] * weights[p];
          slopes[p] += dy[at + j] * value;
        }
        dx[row * inputs + i] = sum;
      }
    }
    return dx;
  }

  // Kingma and Ba (2015), with Keras's epsilon.
  adam(rate, step) {
    const { weights, slopes, mean, square } = this;
    const scale = rate * Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step);
    for (let p = 0; p < weights.length; p++) {
      mean[p] += 0.1 * (slopes[p] - mean[p]);
      square[p] += 0.001 * (slopes[p] ** 2 - square[p]);
      weights[p] -= scale * mean[p] / (Math.sqrt(square[p]) + 1e-7);
    }
  }
}

const sigmoid = (x) => x.map((value) => 1 / (1 + Math.exp(-value)));

class Autoencoder {
  constructor(pixels = 784, width = 64, codes = 2) {
    const hidden = { relu: true };
    this.encoder = [new Dense(pixels, width, { relu: true, sparse: true }),
                    new Dense(width, codes, { sparse: true })];
    this.decoder = [new Dense(codes, width, hidden), new Dense(width, pixels, { sparse: true })];
    this.layers = [...this.encoder, ...this.decoder];
    this.step = 0;
  }

  encode(x) { return this.encoder.reduce((value, layer) => layer.forward(value), x); }

  logits(z) { return this.decoder.reduce((value, layer) => layer.forward(value), z); }

  decode(z) { return sigmoid(this.logits(z)); }

  loss(x, logits) {
    let sum = 0;
    for (let k = 0; k < x.length; k++) {
      const a = logits[k];
      sum += Math.max(a, 0) - a * x[k] + Math.log1p(Math.exp(-Math.abs(a)));
    }
    return sum / (x.length / this.layers[0].inputs);
  }

  // One step of Adam on a batch; returns the loss before it.
  train(x, rate) {
    const logits = this.logits(this.encode(x)), rows = x.length / this.layers[0].inputs;
    const slope = sigmoid(logits).map((level, k) => (level - x[k]) / rows);
    this.layers.reduceRight((dy, layer) => layer.backward(dy), slope);
    this.step++;
    for (const layer of this.layers) layer.adam(rate, this.step);
    return this.loss(x, logits);
  }
}
