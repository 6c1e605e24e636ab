// The worker's part of the lab in the page: {images} first, then {slice, rate, place, own, fresh}.

const PIXELS = 784, BATCH = 32, ROW = 10, CHECKED = 100, MAPPED = 500;
let network, curve, training, validation, seen, noise;

const normal = () =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
const grey = (levels) => Uint8Array.from(levels, (level) => 255 * level + 0.5);
const images = (levels) => ({ data: grey(levels), shape: [levels.length / PIXELS, 28, 28] });
const first = (count) => validation.subarray(0, count * PIXELS);

function batch() {
  const x = new Float32Array(BATCH * PIXELS), count = training.length / PIXELS;
  for (let b = 0; b < BATCH; b++) {
    const at = Math.floor(Math.random() * count) * PIXELS;
    x.set(training.subarray(at, at + PIXELS), b * PIXELS);
  }
  return x;
}

// The part of the plane where almost all codes lie, and a little more while they are all in one.
function box(codes) {
  const sides = [0, 1].map((axis) => codes.filter((_, k) => k % 2 === axis).sort());
  const ends = (share) => sides.map((values) => values[Math.round(share * (values.length - 1))]);
  const [low, high] = [ends(0.005), ends(0.995)];
  return [...low.map((v) => v - 1e-3), ...high.map((v) => v + 1e-3)];
}

// Codes from a Gaussian with the mean and the covariance of all codes: random sums of deviations.
function invented(codes) {
  const count = codes.length / 2, z = new Float32Array(2 * ROW);
  for (const axis of [0, 1]) {
    let mean = 0;
    for (let k = axis; k < codes.length; k += 2) mean += codes[k] / count;
    for (let row = 0; row < ROW; row++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += noise[row * count + k] * (codes[2 * k + axis] - mean);
      z[2 * row + axis] = mean + sum / Math.sqrt(count);
    }
  }
  return z;
}

function frame({ place, own }) {
  const codes = network.encode(first(MAPPED)), row = first(ROW), bounds = box(codes);
  const ink = Float32Array.from(own, (value) => value / 255), drawn = own.some((value) => value);
  const points = (which) => Float32Array.from([...curve.map(([step]) => step), ...curve.map(which)]);
  return {
    original: images(row),
    reconstruction: images(network.decode(network.encode(row))),
    samples: images(network.decode(invented(codes))),
    decoded: images(network.decode(Float32Array.from(place))),
    own: images(drawn ? network.decode(network.encode(ink)) : ink),
    map: { data: codes },
    box: { data: bounds },
    train_curve: { data: points(([, loss]) => loss) },
    val_curve: { data: points(([, , loss]) => loss) },
  };
}

function trainFor(slice, rate) {
  const begin = performance.now(), [step, losses] = [network.step, []];
  while (performance.now() - begin < slice) losses.push(network.train(batch(), rate));
  if (!losses.length) return null;
  const loss = losses.reduce((a, b) => a + b) / losses.length;
  if (network.step > 1.02 * (curve.at(-1)?.[0] ?? 0)) { // fewer points the longer it lasts
    const x = first(CHECKED);
    curve.push([network.step, loss, network.loss(x, network.logits(network.encode(x)))]);
  }
  return (1000 * BATCH * (network.step - step)) / (performance.now() - begin);
}

onmessage = ({ data }) => {
  if (data.images) {
    const levels = Float32Array.from(data.images, (value) => value / 255);
    [training, validation] = [levels.subarray(MAPPED * PIXELS), levels.subarray(0, MAPPED * PIXELS)];
    noise = Float32Array.from({ length: ROW * MAPPED }, normal);
    return;
  }
  if (data.fresh) [network, curve] = [new Autoencoder(), []];
  const rate = trainFor(data.slice, data.rate), [, loss, val_loss] = curve.at(-1) ?? [];
  const { step } = network, epoch = Math.floor((step * BATCH * PIXELS) / training.length);
  postMessage({ ...frame(data), status: { step, epoch, rate, loss, val_loss } });
};
