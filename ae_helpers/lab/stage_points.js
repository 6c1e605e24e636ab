// ---- points in the plane: clouds and arrows over a field ------------------------------------

const POINT_MARGIN = 8; // pixels around the box
const FIELD_INK = 0.4; // how dark a field of 1 is: points must stand out on it

// Field values 0..255, (h, w), as an image from paper to ink. `paper` and `ink` are CSS colours.
function fieldImage(context, { data, shape: [h, w] }, paper, ink) {
  const [from, to] = [paper, ink].map((colour) => colour.match(/\d+/g).slice(0, 3).map(Number));
  const image = context.createImageData(w, h);
  for (let p = 0; p < w * h; p++) {
    const level = (FIELD_INK * data[p]) / 255;
    for (let c = 0; c < 3; c++) image.data[4 * p + c] = from[c] + level * (to[c] - from[c]);
    image.data[4 * p + 3] = 255;
  }
  return image;
}

// The first cloud is of discs, the second of diamonds: the colour alone need not tell them apart.
const MARKERS = [
  (context, x, y, r) => context.arc(x, y, r, 0, 7),
  (context, x, y, r) => {
    for (const [dx, dy] of [[1.3, 0], [0, 1.3], [-1.3, 0], [0, -1.3]]) context.lineTo(x + r * dx, y + r * dy);
    context.closePath();
  },
];

class PointPlot {
  constructor(parent, { points, curveColours }) {
    [this.names, this.colours, this.frame, this.markers] = [points, curveColours, null, []];
    this.canvas = create("canvas", "ae-points-canvas", parent, {
      role: "img", "aria-label": [...points.clouds, ...points.arrows, ...points.fields].join(", "),
    });
    this.small = document.createElement("canvas"); // the field, a pixel a value
    const keys = create("div", "ae-keys", parent);
    points.clouds.forEach((name, i) => this.addKey(keys, name, (context) => this.mark(context, i, 8, 8, 4)));
    for (const name of points.arrows) {
      this.addKey(keys, name, (context, ink) => drawArrow(context, 1, 8, 15, 8, ink));
    }
    for (const name of points.fields) {
      create("i", "ae-ramp", create("span", "ae-key", keys)).parentNode.append(`${name}, 0 to 1`);
    }
  }

  // A key of the legend: what stands for the name, in a canvas of 16 x 16 pixels.
  addKey(keys, name, paint) {
    const key = create("span", "ae-key", keys);
    const canvas = create("canvas", "ae-marker", key, { "aria-hidden": "true" });
    key.append(name);
    this.markers.push(() => {
      const { context, ink } = plotContext(canvas);
      context.strokeStyle = "transparent";
      paint(context, ink);
    });
  }

  mark(context, cloud, x, y, radius) {
    context.fillStyle = this.colours[cloud];
    context.beginPath();
    MARKERS[cloud](context, x, y, radius);
    context.fill();
    context.stroke();
  }

  show(frame) {
    this.frame = frame;
    this.draw();
  }

  draw() {
    if (!this.frame || !this.canvas.clientWidth) return;
    const { frame, names } = this, [left, low, right, high] = names.box;
    const { context, width, height, ink, paper } = plotContext(this.canvas);
    const scale = Math.min((width - 2 * POINT_MARGIN) / (right - left),
                           (height - 2 * POINT_MARGIN) / (high - low)); // the same for x and y
    const toX = (x) => width / 2 + scale * (x - (left + right) / 2);
    const toY = (y) => height / 2 - scale * (y - (low + high) / 2);
    for (const name of names.fields) {
      [this.small.height, this.small.width] = frame[name].shape;
      const small = this.small.getContext("2d");
      small.putImageData(fieldImage(small, frame[name], paper, ink), 0, 0);
      context.drawImage(this.small, toX(left), toY(high), scale * (right - left), scale * (high - low));
    }
    context.save();
    context.beginPath();
    context.rect(toX(left), toY(high), scale * (right - left), scale * (high - low));
    context.clip();
    [context.strokeStyle, context.lineWidth] = [paper, 0.8];
    names.clouds.forEach((name, cloud) => {
      const { data } = frame[name];
      for (let i = 0; i < data.length; i += 2) this.mark(context, cloud, toX(data[i]), toY(data[i + 1]), 3.2);
    });
    for (const { data } of names.arrows.map((name) => frame[name])) {
      for (let i = 0; i < data.length; i += 4) {
        const [x, y, dx, dy] = data.slice(i, i + 4);
        drawArrow(context, toX(x), toY(y), toX(x + dx), toY(y + dy), ink);
      }
    }
    context.restore();
    for (const paint of this.markers) paint();
  }
}

function drawArrow(context, x, y, toX, toY, colour) {
  const length = Math.hypot(toX - x, toY - y), head = Math.min(5, length / 2);
  if (!(length > 1)) return; // also of what is not a number
  const [ux, uy] = [(toX - x) / length, (toY - y) / length];
  [context.strokeStyle, context.lineWidth] = [colour, 1.3];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  for (const side of [1, -1]) {
    context.moveTo(toX, toY);
    context.lineTo(toX - head * (ux + 0.6 * side * uy), toY - head * (uy - 0.6 * side * ux));
  }
  context.stroke();
}
