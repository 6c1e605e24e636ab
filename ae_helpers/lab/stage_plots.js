// Drawing with plain canvases: image tiles, the map of codes, the loss curves.
// Without imports: stage.py and explorer.py join this file to others.

function create(tag, className, parent, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// ---- images: in grey ones 0 is paper and 255 ink, as in every figure of the course -----------

const GAP = 2;

function drawTiles(canvas, { data, shape: [n, h, w, colours = 1] }) {
  if (canvas.shown?.every((value, i) => value === data[i])) return; // the page need not repaint
  canvas.shown = data;
  const width = n * (w + GAP) - GAP;
  if (canvas.width !== width || canvas.height !== h) [canvas.width, canvas.height] = [width, h];
  const context = canvas.getContext("2d");
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer); // one number a pixel: alpha, blue, green, red
  const grey = (p) => (255 - data[p]) * 0x10101;
  const colour = (p) => data[3 * p] | (data[3 * p + 1] << 8) | (data[3 * p + 2] << 16);
  const pixel = colours === 3 ? colour : grey;
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < w * h; p++) pixels[p] = 0xff000000 | pixel(i * w * h + p);
    context.putImageData(image, i * (w + GAP), 0);
  }
}

function tiles(parent, label) {
  return create("canvas", "ae-tiles", parent, { role: "img", "aria-label": label });
}

// ---- plots: canvases that are sharp on every screen and follow the theme --------------------

function plotContext(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const [pixelsWide, pixelsHigh] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh) {
    [canvas.width, canvas.height] = [pixelsWide, pixelsHigh];
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  context.font = `13px ${style.fontFamily}`;
  return { context, width, height, ink: style.color, paper: style.backgroundColor };
}

const INSET = 22; // pixels from the edge of a map to its outermost point

// Badges that are nearer than `distance` pixels are pushed apart, each half of the way.
function pushApart(badges, distance) {
  for (let round = 0; round < 30; round++) {
    for (const a of badges) {
      for (const b of badges) {
        const gap = Math.hypot(a.x - b.x, a.y - b.y);
        if (a === b || gap >= distance || gap < 1e-6) continue;
        const push = (distance - gap) / 2 / gap;
        const [x, y] = [push * (a.x - b.x), push * (a.y - b.y)];
        [a.x, a.y, b.x, b.y] = [a.x + x, a.y + y, b.x - x, b.y - y];
      }
    }
  }
}

class LatentMap {
  constructor(parent, setup, onMove) {
    this.setup = setup;
    this.canvas = create("canvas", "ae-map-canvas", parent, {
      tabindex: "0", role: "application",
      "aria-label": "Map of codes. Move the pointer, or use the arrow keys, to decode a place.",
    });
    this.onMove = onMove;
    this.place = [0, 0];
    this.points = null;
    this.canvas.addEventListener("pointermove", (event) => this.follow(event));
    this.canvas.addEventListener("pointerdown", (event) => this.follow(event));
    this.canvas.addEventListener("keydown", (event) => this.walk(event));
  }

  // Codes <-> pixels: the box around (almost) all points fills the canvas.
  toPixel(z, axis, size) {
    const [low, high] = [this.box[axis], this.box[axis + 2]];
    const t = (z - low) / (high - low);
    return INSET + (axis ? 1 - t : t) * (size - 2 * INSET);
  }

  toCode(pixel, axis, size) {
    const [low, high] = [this.box[axis], this.box[axis + 2]];
    const t = (pixel - INSET) / (size - 2 * INSET);
    return low + (axis ? 1 - t : t) * (high - low);
  }

  follow(event) {
    if (!this.points) return;
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    this.move([this.toCode(event.clientX - left, 0, width),
               this.toCode(event.clientY - top, 1, height)], event);
  }

  walk(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const step = way[event.key];
    if (!step || !this.points) return;
    event.preventDefault();
    event.stopPropagation(); // else the notebook selects another cell
    const [left, bottom, right, top] = this.box;
    this.move([this.place[0] + (step[0] * (right - left)) / 40,
               this.place[1] + (step[1] * (top - bottom)) / 40], event);
  }

  move(place, event) {
    this.jump(place);
    this.onMove(place, event);
  }

  jump(place) {
    this.place = [...place];
    this.draw();
  }

  show(points, box) {
    this.points = points.data;
    this.box = box;
    this.draw();
  }

  draw() {
    if (!this.points || !this.canvas.clientWidth) return;
    const { labels, colours } = this.setup;
    const { context, width, height, ink, paper } = plotContext(this.canvas);
    const places = new Map(); // label -> pixel positions, for its number at their median
    for (let i = 0; i < labels.length; i++) {
      const x = this.toPixel(this.points[2 * i], 0, width);
      const y = this.toPixel(this.points[2 * i + 1], 1, height);
      context.fillStyle = colours[labels[i] % colours.length];
      context.beginPath();
      context.arc(x, y, 2.7, 0, 7);
      context.fill();
      if (!places.has(labels[i])) places.set(labels[i], [[], []]);
      places.get(labels[i])[0].push(x);
      places.get(labels[i])[1].push(y);
    }
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = context.font.replace("13px", "bold 14px");
    const badges = [...places].map(([label, [xs, ys]]) => ({ label, x: median(xs), y: median(ys) }));
    pushApart(badges, 22);
    for (const { label, x, y } of badges) {
      context.fillStyle = paper;
      context.strokeStyle = colours[label % colours.length];
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(x, y, 10, 0, 7);
      context.fill();
      context.stroke();
      context.fillStyle = ink;
      context.fillText(label, x, y + 1);
    }
    if (this.setup.views.includes("pad")) this.drawCross(context, width, height, ink, paper);
  }

  drawCross(context, width, height, ink, paper) {
    const inside = (pixel, size) => Math.min(Math.max(pixel, 16), size - 16);
    const x = inside(this.toPixel(this.place[0], 0, width), width);
    const y = inside(this.toPixel(this.place[1], 1, height), height);
    for (const [colour, lineWidth] of [[paper, 6], [ink, 2.5]]) {
      context.strokeStyle = colour;
      context.lineWidth = lineWidth;
      context.beginPath();
      context.arc(x, y, 9, 0, 7);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 5 * dx, y + 5 * dy);
        context.lineTo(x + 15 * dx, y + 15 * dy);
      }
      context.stroke();
    }
  }
}

function niceTicks(low, high, log) {
  if (log) { // 1, 2, 3, 5 times powers of ten; of many powers, about five
    const ticks = [], decades = Math.log10(high / low), every = Math.ceil(decades / 5);
    for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
      if (power % every) continue;
      for (const digit of decades > 2 ? [1] : [1, 2, 3, 5]) ticks.push(digit * 10 ** power);
    }
    return ticks.filter((tick) => tick >= low && tick <= high);
  }
  const rough = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return ticks;
}

// Two curves, (2, points): steps above losses. Logarithmic when the losses span more than 3 times.
// Returns whether it is.
function drawCurves(canvas, curves, setup) {
  if (!canvas.clientWidth) return false;
  const { context, width, height, ink } = plotContext(canvas);
  const half = (curve) => curve.data.length / 2;
  const values = curves.flatMap((curve) => [...curve.data.slice(half(curve))]).filter(isFinite);
  if (!values.length) {
    context.fillStyle = ink;
    context.fillText("Press Play to see the loss.", 8, height / 2);
    return false;
  }
  let low = Math.min(...values), high = Math.max(...values);
  const log = low > 0 && high / low > 3;
  const last = Math.max(1, ...curves.map((curve) => curve.data[half(curve) - 1] || 0));
  if (high === low) [low, high] = [low - 1, high + 1];
  const scale = log ? Math.log : (value) => value;
  const [left, right, top, bottom] = [46, width - 8, 10, height - 24];
  const toX = (step) => left + (step / last) * (right - left);
  const toY = (loss) =>
    bottom - ((scale(loss) - scale(low)) / (scale(high) - scale(low))) * (bottom - top);
  context.lineWidth = 1;
  context.fillStyle = context.strokeStyle = ink;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of niceTicks(low, high, log)) {
    const long = tick && (Math.abs(tick) >= 1e5 || Math.abs(tick) < 1e-3);
    const short = long ? tick.toExponential(0) : String(+tick.toPrecision(3));
    context.fillText(short.replace("e+", "e"), left - 6, toY(tick));
    context.globalAlpha = 0.18;
    context.beginPath();
    context.moveTo(left, toY(tick));
    context.lineTo(right, toY(tick));
    context.stroke();
    context.globalAlpha = 1;
  }
  context.textBaseline = "alphabetic";
  context.fillText(`step ${Math.round(last).toLocaleString("en")}`, right, height - 6);
  context.textAlign = "left";
  context.fillText("0", left, height - 6);
  curves.forEach((curve, i) => {
    const points = half(curve);
    context.strokeStyle = setup.curveColours[i];
    context.lineWidth = i ? 3 : 2;
    context.beginPath();
    for (let p = 0; p < points; p++) {
      if (isFinite(curve.data[points + p])) {
        context.lineTo(toX(curve.data[p]), toY(curve.data[points + p]));
      }
    }
    context.stroke();
  });
  return log;
}
