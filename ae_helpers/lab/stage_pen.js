// ---- the pen: draw a digit with mouse, finger, or arrow keys --------------------------------

const FINE = 10; // the drawing has this many pixels for one pixel of the network's input

class PenField {
  constructor(parent, [h, w], onInk) {
    this.canvas = create("canvas", "ae-pen", create("div", "ae-pen-frame", parent), {
      tabindex: "0", role: "application", width: w * FINE, height: h * FINE,
      "aria-label": "Draw a digit. Keys: arrows move the pen, Shift with arrows draws, Delete clears.",
    });
    [this.h, this.w, this.onInk] = [h, w, onInk];
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.point = create("i", "ae-pen-point", this.canvas.parentNode); // where the keys draw
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.move(this.place(event));
      this.line(this.pen);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) this.line(this.place(event));
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.clear();
  }

  place(event) {
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const scale = this.canvas.width / width;
    return [(event.clientX - left) * scale, (event.clientY - top) * scale];
  }

  line(to) {
    const { context } = this;
    if (this.empty) this.wipe();
    this.empty = false;
    context.lineWidth = (2.6 / 28) * this.canvas.width;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "black";
    context.beginPath();
    context.moveTo(...this.pen);
    context.lineTo(to[0] + 0.01, to[1]); // a line without length would draw nothing
    context.stroke();
    this.move(to);
    this.onInk();
  }

  move(to) {
    const { width, height } = this.canvas;
    this.pen = [Math.min(Math.max(to[0], 0), width), Math.min(Math.max(to[1], 0), height)];
    this.point.style.left = `${(100 * this.pen[0]) / width}%`;
    this.point.style.top = `${(100 * this.pen[1]) / height}%`;
  }

  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = way[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (!step) return;
    else {
      const to = [this.pen[0] + step[0] * FINE, this.pen[1] + step[1] * FINE];
      if (event.shiftKey) this.line(to);
      this.move(to);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  wipe() {
    this.context.fillStyle = "white";
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  clear() {
    const { context, canvas } = this;
    this.wipe();
    this.empty = true;
    this.move([canvas.width / 2, canvas.height / 4]);
    context.fillStyle = "#666";
    context.textAlign = "center";
    context.font = `${canvas.width / 8}px sans-serif`;
    context.fillText("draw a", canvas.width / 2, canvas.height * 0.45);
    context.fillText("digit here", canvas.width / 2, canvas.height * 0.6);
    this.onInk();
  }

  // Ink as the network takes it, h * w bytes: the mean over FINE x FINE pixels.
  bytes() {
    const ink = new Uint8Array(this.h * this.w);
    if (this.empty) return ink;
    const { data } = this.context.getImageData(0, 0, this.w * FINE, this.h * FINE);
    const sums = new Uint32Array(ink.length);
    for (let p = 0; p < data.length / 4; p++) {
      const row = Math.floor(p / (this.w * FINE * FINE)), column = p % (this.w * FINE);
      sums[row * this.w + Math.floor(column / FINE)] += 255 - data[4 * p];
    }
    return ink.map((_, i) => sums[i] / FINE ** 2);
  }
}
