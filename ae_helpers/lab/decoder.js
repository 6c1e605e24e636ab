// A trained decoder in the page: no kernel, no server, no network, no imports.
//
// `steps` lists what is done to a code: [inputs, outputs] is a dense layer, a name is a function of
// FUNCTIONS. `weights` are the bytes of all layers as float16: kernel row by row, bias, next layer.

const FUNCTIONS = {
  relu: (value) => Math.max(value, 0),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
};

// What float16 number 0, 1, ... 65535 is: for browsers that do not know Float16Array.
function halfTable() {
  return Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1, power = (bits >> 10) & 31, part = bits & 1023;
    return sign * (power ? 2 ** (power - 15) * (1 + part / 1024) : part * 2 ** -24);
  });
}

// Bytes of float16 numbers, as a typed array or a DataView -> Float32Array.
function halves({ buffer, byteOffset, byteLength }) {
  const aligned = buffer.slice(byteOffset, byteOffset + byteLength);
  if (globalThis.Float16Array) return new Float32Array(new Float16Array(aligned));
  const table = halfTable();
  return Float32Array.from(new Uint16Array(aligned), (bits) => table[bits]);
}

// A function: code -> grey levels of one image, in [0, 1].
function decoder({ steps, weights }) {
  const all = halves(weights);
  let at = 0;
  const take = (count) => all.subarray(at, (at += count));
  const layers = steps.map((step) => {
    if (typeof step === "string") return (x) => x.map(FUNCTIONS[step]);
    const [inputs, outputs] = step, kernel = take(inputs * outputs), bias = take(outputs);
    return (x) => {
      const y = Float32Array.from(bias);
      for (let i = 0, p = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++, p++) y[j] += x[i] * kernel[p];
      }
      return y;
    };
  });
  return (code) => layers.reduce((x, layer) => layer(x), Float32Array.from(code));
}

// Grey levels -> bytes, 255 is ink.
const greyBytes = (levels) => Uint8ClampedArray.from(levels, (level) => 255 * level);
