// ---- the page: what stands where; each entry of `painters` draws one part of a frame --------

// A card with a heading; returns the element that takes its content.
function card(parent, className, title) {
  const section = create("section", `ae-card ${className}`, parent, { "aria-label": title });
  create("h3", "ae-heading", section).textContent = title;
  return section;
}

// What is measured, in the order of the status line; `value` says it for a status.
const number = (value, digits = 0) =>
  value == null ? "–" : value.toLocaleString(
    "en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const lossText = (loss) =>
  loss && Math.abs(loss) < 0.1 ? String(+loss.toPrecision(2)) : number(loss, loss < 10 ? 3 : 1);
const MEASURED = [
  { name: "step", value: ({ step }) => number(step) },
  { name: "epoch", value: ({ epoch }) => number(epoch) },
  { name: "images a second", value: ({ rate }) => number(rate && Number(rate.toPrecision(2))) },
  { name: "loss", value: ({ loss }) => lossText(loss) },
  { name: "validation loss", value: ({ val_loss }) => lossText(val_loss) },
];

function buildStatus(parent) {
  const line = create("section", "ae-status", parent, { "aria-label": "Progress" });
  const values = MEASURED.map(({ name }) => {
    const item = create("div", "ae-measure", line);
    create("span", "ae-name", item).textContent = name;
    return create("span", "ae-value", item);
  });
  return (status) => MEASURED.forEach(({ value }, i) => (values[i].textContent = value(status)));
}

// The parts of the page by the view that shows them, in their order. Each gets the page, the setup
// and what to call when the reader moves the pointer or draws.
const PARTS = { map: addMap, points: addPoints, curves: addCurves, bars: addBars, draw: addPen };

function build(root, setup, hooks) {
  const page = { painters: {}, redraws: [], field: null };
  page.note = create("div", "ae-note", root, { role: "alert" });
  page.top = create("div", "ae-top", root);
  page.showStatus = buildStatus(page.top);
  if (setup.rows.length) addRows(page, setup);
  page.plots = create("div", "ae-plots", root);
  for (const [view, add] of Object.entries(PARTS)) {
    if (setup.views.includes(view)) add(page, setup, hooks);
  }
  page.redraw = () => page.redraws.forEach((redraw) => redraw());
  return page;
}

function addTiles({ painters }, name, parent, label) {
  const canvas = tiles(parent, label);
  painters[name] = (part) => drawTiles(canvas, part);
}

function addRows(page, setup) {
  const grid = create("section", "ae-card ae-rows", page.top, { "aria-label": "Images" });
  for (const [name, label] of setup.rows) {
    create("div", "ae-label", grid).textContent = label;
    if (setup.paths?.rows.includes(name)) addPaths(page, name, grid, label, setup.paths.box);
    else addTiles(page, name, grid, label);
  }
}

function addPaths({ painters, redraws }, name, parent, label, box) {
  const canvas = create("canvas", "ae-tiles ae-paths", parent, { role: "img", "aria-label": label });
  let newest = null;
  const draw = () => newest && drawPaths(canvas, newest, box);
  painters[name] = (part) => { newest = part; draw(); };
  redraws.push(draw);
}

function addMap(page, setup, { onPad }) {
  const section = card(page.plots, "ae-map", "");
  const heading = section.querySelector(".ae-heading");
  const side = create("div", "ae-split", section);
  const map = new LatentMap(side, setup, onPad);
  let caption = null;
  if (setup.views.includes("pad")) {
    const column = create("div", "ae-decoded", side);
    addTiles(page, "decoded", column, "Decoded image at the pointer");
    caption = create("div", "ae-caption", column);
  }
  page.painters.map = (part, frame) => map.show(part, frame.box.data);
  page.painters.status = ({ map_title, pad_caption }) => {
    if (heading.textContent === map_title) return;
    heading.textContent = map_title;
    section.setAttribute("aria-label", map_title);
    if (caption) caption.textContent = pad_caption;
  };
  page.redraws.push(() => map.draw());
}

function addPoints({ plots, painters, redraws }, setup) {
  const plot = new PointPlot(card(plots, "ae-points", "Points"), setup);
  const last = [...setup.points.clouds, ...setup.points.arrows, ...setup.points.fields].at(-1);
  painters[last] = (part, frame) => plot.show(frame);
  redraws.push(() => plot.draw());
}

function addCurves({ plots, painters, redraws }, setup) {
  const section = card(plots, "ae-curves", "Loss");
  const title = section.querySelector(".ae-heading");
  const named = { role: "img", "aria-label": "Loss curves" };
  const canvas = create("canvas", "ae-curve-canvas", section, named);
  const keys = create("div", "ae-keys", section);
  ["training", "validation"].forEach((name, i) => {
    const key = create("span", "ae-key", keys);
    create("i", "", key, { style: `background: ${setup.curveColours[i]}` });
    key.append(name);
  });
  let parts = null;
  const draw = () => {
    if (!parts) return;
    const log = drawCurves(canvas, parts, setup);
    title.textContent = log ? "Loss (log scale)" : "Loss";
    keys.lastChild.hidden = !parts[1].data.length; // there may be no validation
  };
  painters.train_curve = (part, frame) => { parts = [part, frame.val_curve]; draw(); };
  redraws.push(draw);
}

function addBars({ plots, painters, redraws }, setup) {
  const section = card(plots, "ae-bars", setup.bars.title);
  const canvas = create("canvas", "ae-bar-canvas", section, { role: "img" });
  let newest = null;
  const draw = () => newest && drawBars(canvas, newest, setup);
  painters.bars = (part) => { newest = part; draw(); };
  redraws.push(draw);
}

function addPen(page, setup, { onInk }) {
  const section = card(page.plots, "ae-draw", "Your own digit");
  const side = create("div", "ae-split", section);
  page.field = new PenField(side, setup.shape, onInk);
  const column = create("div", "ae-decoded", side);
  addTiles(page, "own", column, "What the network makes of your digit");
  create("div", "ae-caption", column).textContent = "what the network makes of it";
  const button = create("button", "ae-button", column, { type: "button" });
  button.textContent = "Clear";
  button.addEventListener("click", () => page.field.clear());
}
