// The stage: draws what the kernel sends, and tells it where the pointer is. No dependencies.
//
// Pull: this page asks for a frame (`tick`), the kernel trains for a moment and answers, the page
// draws and asks again. While training it keeps two requests in the air, so that the kernel trains
// one while the other's frame is on its way. A page that is closed or hidden asks for nothing.
//
//   page -> kernel   {kind: "tick", id} · {kind: "pad", z: [z1, z2], at} · {kind: "ink"} + h*w bytes
//                    {kind: "near"} the pointer moves over the lab: answer quickly
//   kernel -> page   {kind: "frame", id?, status?, parts: [{name, shape, dtype}]} + one buffer each
//                    {kind: "wake"} something changed, ask again · {kind: "copy", text}

const IN_THE_AIR = 2;
const NEAR_MS = 300; // how often a moving pointer is reported
const WORDS_MS = 300; // how often the numbers change: new text costs the page more than new pixels
const PATIENCE_MS = 3000; // a frame not here by then was lost, or a long cell runs: ask again

// A card with a heading; returns the element that takes its content.
function card(parent, className, title) {
  const section = create("section", `ae-card ${className}`, parent, { "aria-label": title });
  create("h4", "ae-heading", section).textContent = title;
  return section;
}

// The parts of a frame by name, as typed arrays.
function unpack(content, buffers) {
  const kinds = { uint8: Uint8Array, float32: Float32Array };
  return Object.fromEntries(content.parts.map(({ name, shape, dtype }, i) => {
    const { buffer, byteOffset, byteLength } = buffers[i];
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength); // a copy, well aligned
    return [name, { shape, data: new kinds[dtype](bytes) }];
  }));
}

// What is measured, in the order of the status line; `value` says it for a status.
const number = (value, digits = 0) =>
  value == null ? "–" : value.toLocaleString(
    "en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const lossText = (loss) => number(loss, loss < 10 ? 3 : 1);
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

// What core widgets lack: names of sliders for screen readers, taken from the words beside them.
// And a key pressed in the lab must not be a shortcut of the notebook (d, d deletes the cell).
const FOCUSABLE = "button, select, input, .noUi-handle, .ui-slider-handle, [tabindex]";

function helpKeysAndReaders(root, near) {
  const lab = root.closest(".ae-lab");
  lab?.addEventListener("pointermove", near); // adding the same function again does nothing
  for (const node of lab?.querySelectorAll(FOCUSABLE) ?? []) {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  for (const control of lab?.querySelectorAll(".ae-control") ?? []) {
    const input = control.querySelector(".noUi-handle, .ui-slider-handle, select");
    const words =
      control.querySelector(".widget-html-content") ?? control.querySelector(".widget-label");
    const [name, value] = words.textContent.split(": ");
    input?.setAttribute("aria-label", name);
    if (input?.tagName === "SELECT") continue;
    input?.setAttribute("role", "slider");
    if (value) input?.setAttribute("aria-valuetext", value);
  }
}

// The parts of the page; each entry of `painters` draws one part of a frame.
function build(root, setup, { onPad, onInk }) {
  const shows = (view) => setup.views.includes(view);
  const painters = {};
  const paintTiles = (name, parent, label) => {
    const canvas = tiles(parent, label);
    painters[name] = (part) => drawTiles(canvas, part);
  };

  const note = create("div", "ae-note", root, { role: "alert" });
  const top = create("div", "ae-top", root);
  const showStatus = buildStatus(top);
  if (setup.rows.length) {
    const grid = create("section", "ae-card ae-rows", top, { "aria-label": "Images" });
    for (const [name, label] of setup.rows) {
      create("div", "ae-label", grid).textContent = label;
      paintTiles(name, grid, label);
    }
  }

  const plots = create("div", "ae-plots", root);
  let map = null, field = null, curves = null;
  const redrawCurves = () => {
    if (!curves?.parts) return;
    const log = drawCurves(curves.canvas, curves.parts, setup);
    curves.title.textContent = log ? "Loss (log scale)" : "Loss of an image";
  };
  const redraw = () => {
    map?.draw();
    redrawCurves();
  };
  if (shows("map")) {
    const section = card(plots, "ae-map", "");
    const heading = section.querySelector(".ae-heading");
    const side = create("div", "ae-split", section);
    map = new LatentMap(side, setup, onPad);
    painters.map = (part, frame) => map.show(part, frame.box.data);
    let caption = null;
    if (shows("pad")) {
      const column = create("div", "ae-decoded", side);
      paintTiles("decoded", column, "Decoded image at the pointer");
      caption = create("div", "ae-caption", column);
    }
    painters.status = ({ map_title, pad_caption }) => {
      if (heading.textContent === map_title) return;
      heading.textContent = map_title;
      section.setAttribute("aria-label", map_title);
      if (caption) caption.textContent = pad_caption;
    };
  }
  if (shows("curves")) {
    const section = card(plots, "ae-curves", "Loss");
    const title = section.querySelector(".ae-heading");
    const named = { role: "img", "aria-label": "Loss curves" };
    curves = { title, canvas: create("canvas", "ae-curve-canvas", section, named) };
    const keys = create("div", "ae-keys", section);
    ["training", "validation"].forEach((name, i) => {
      const key = create("span", "ae-key", keys);
      create("i", "", key, { style: `background: ${setup.curveColours[i]}` });
      key.append(name);
    });
    painters.train_curve = (part, frame) => {
      curves.parts = [part, frame.val_curve];
      redrawCurves();
    };
  }
  if (shows("draw")) {
    const section = card(plots, "ae-draw", "Your own digit");
    const side = create("div", "ae-split", section);
    field = new PenField(side, setup.shape, onInk);
    const column = create("div", "ae-decoded", side);
    paintTiles("own", column, "What the network makes of your digit");
    create("div", "ae-caption", column).textContent = "what the network makes of it";
    const button = create("button", "ae-button", column, { type: "button" });
    button.textContent = "Clear";
    button.addEventListener("click", () => field.clear());
  }
  return { painters, showStatus, note, field, redraw };
}

function render({ model, el }) {
  const setup = model.get("setup");
  const root = create("div", "ae-stage", el);
  const view = Math.random().toString(36).slice(2); // two views of one lab know their own answers
  const inTheAir = new Set();
  let [count, running, dirty, inkChanged, gone, lastNear, lastWords] = [0, false, true, false, false, 0, 0];
  let [asking, pad, padInTheAir, patience, timer] = [false, null, false, PATIENCE_MS, 0];

  const page = build(root, setup, {
    onPad: (place, event) => { pad = { place, at: event.timeStamp }; sendPad(); },
    onInk: () => { inkChanged = dirty = true; setTimeout(pump); },
  });

  function sendPad() {
    if (gone || !pad || padInTheAir) return; // the newest place goes when the last one is answered
    padInTheAir = true;
    model.send({ kind: "pad", z: pad.place, at: pad.at });
    pad = null;
    watch();
  }

  function pump() {
    const wanted = running ? IN_THE_AIR : dirty ? 1 : 0;
    while (!gone && inTheAir.size < wanted) {
      const id = `${view}/${count++}`;
      inTheAir.add(id);
      if (inkChanged && page.field) model.send({ kind: "ink" }, undefined, [page.field.bytes().buffer]);
      dirty = inkChanged = false;
      model.send({ kind: "tick", id });
    }
    watch();
  }

  function watch() {
    clearTimeout(timer);
    if (gone || !(inTheAir.size || padInTheAir)) return;
    timer = setTimeout(() => {
      page.note.textContent = "Waiting for the kernel: another cell may be running.";
      inTheAir.clear();
      padInTheAir = false;
      dirty = true;
      patience = Math.min(2 * patience, 60000);
      pump();
    }, patience);
  }

  function near() {
    if (!running || performance.now() - lastNear < NEAR_MS) return;
    lastNear = performance.now();
    model.send({ kind: "near" });
  }

  // Drawn as soon as it is here, which is up to 16 ms earlier than the next animation frame; asked
  // for the next one in an animation frame, which a hidden page does not get.
  function paint(frame) {
    for (const name of Object.keys(frame)) if (frame[name]) page.painters[name]?.(frame[name], frame);
    const words = performance.now();
    if (frame.status && (!running || words - lastWords > WORDS_MS)) {
      lastWords = words;
      page.showStatus(frame.status);
      page.note.textContent = frame.status.note;
      helpKeysAndReaders(root, near);
    }
    root.dispatchEvent(new CustomEvent("ae-drawn", { bubbles: true, detail: frame }));
    if (!asking) requestAnimationFrame(() => { asking = false; pump(); });
    asking = true;
  }

  function onMessage(content, buffers) {
    if (content.kind === "wake") {
      dirty = true;
      pump();
    } else if (content.kind === "copy") {
      navigator.clipboard?.writeText(content.text).catch(() => {}); // the line is shown as well
    } else if (content.kind === "frame") {
      const { id, status, pad_at } = content;
      inTheAir.delete(id);
      if (status) [running, patience] = [status.running, PATIENCE_MS];
      if (pad_at !== undefined) padInTheAir = false;
      sendPad();
      watch();
      paint({ ...unpack(content, buffers), status, pad_at });
    }
  }

  // The kernel was started anew (or is there again): what stands here cannot train any more.
  function aliveOrNot() {
    gone = !gone;
    page.note.textContent = gone ? "The kernel is new and does not know this lab: run all cells." : "";
    pump();
  }

  model.on("msg:custom", onMessage);
  model.on("comm_live_update", aliveOrNot);
  const resized = new ResizeObserver(page.redraw);
  resized.observe(root);
  const themed = new MutationObserver(() => setTimeout(page.redraw, 100));
  themed.observe(document.body, { attributes: true });
  pump();
  return () => {
    gone = true;
    clearTimeout(timer);
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", aliveOrNot);
    resized.disconnect();
    themed.disconnect();
  };
}

export default { render };
