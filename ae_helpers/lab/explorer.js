// A map of codes beside the image that is decoded at the cross; pointer, arrow keys or two sliders
// move it. It draws with stage_plots.js, and knows neither widgets nor kernels.
//
// setup: {title, codes: n pairs of numbers, labels, colours, box: [left, bottom, right, top],
// place, shape: [height, width], image: the grey bytes at `place`}. `decode` gives the grey bytes
// of a place, or nothing if they will be handed to `draw` later.

class Explorer {
  constructor(parent, setup, decode) {
    Object.assign(this, { setup, decode });
    this.root = create("div", "ae-stage ae-explorer", create("div", "ae-lab", parent));
    create("div", "ae-title", this.root).textContent = setup.title;
    this.note = create("div", "ae-note", this.root, { role: "alert" });
    const controls = create("div", "ae-sliders", this.root);
    this.sliders = [0, 1].map((axis) => this.slider(axis, controls));
    create("h3", "ae-heading", this.root).textContent = "Each point is an image";
    const split = create("div", "ae-split", this.root);
    this.map = new LatentMap(split, { ...setup, views: ["map", "pad"] }, () => this.moved());
    const column = create("div", "ae-decoded", split);
    this.image = tiles(column, "Decoded image at the pointer");
    create("div", "ae-caption", column).textContent = "decoded at the cross";
    this.map.show({ data: setup.codes }, setup.box);
    this.map.jump(setup.place);
    this.showPlace();
    this.draw(setup.image);
  }

  slider(axis, parent) {
    const name = `code ${axis + 1}`, [low, high] = [this.setup.box[axis], this.setup.box[axis + 2]];
    const label = create("label", "ae-slider", parent);
    label.append(name);
    const input = create("input", "", label, {
      type: "range", min: low, max: high, step: (high - low) / 200, "aria-label": name,
      "data-lm-suppress-shortcuts": "true", // its keys are not the notebook's
    });
    input.addEventListener("input", () => {
      const place = [...this.map.place];
      place[axis] = Number(input.value);
      this.map.move(place);
    });
    return { input, readout: create("output", "", label) };
  }

  moved() {
    this.showPlace();
    const image = this.decode(this.map.place);
    if (image) this.draw(image);
  }

  showPlace() {
    this.sliders.forEach(({ input, readout }, axis) => {
      input.value = this.map.place[axis];
      readout.textContent = this.map.place[axis].toFixed(2);
      input.setAttribute("aria-valuetext", readout.textContent);
    });
  }

  draw(image) {
    drawTiles(this.image, { data: image, shape: [1, ...this.setup.shape] });
    const detail = { place: this.map.place, image };
    this.root.dispatchEvent(new CustomEvent("ae-drawn", { bubbles: true, detail }));
  }
}
