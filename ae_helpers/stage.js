// The stage: draws what the kernel sends, and tells it where the pointer is. No dependencies.
//
// Pull: this page asks for a frame (`tick`), the kernel trains for a moment and answers, the page
// draws and asks again. While training it keeps two requests in the air, so that the kernel trains
// one while the other's frame is on its way. A page that is closed or hidden asks for nothing.
//
//   page -> kernel   {kind: "tick", id} · {kind: "pad", z: [z1, z2]} · {kind: "ink"} + h*w bytes
//   kernel -> page   {kind: "frame", id?, status?, parts: [{name, shape, dtype}]} + one buffer each
//                    {kind: "wake"} something changed, ask again · {kind: "copy", text}

const IN_THE_AIR = 2;
const PATIENCE_MS = 3000; // a frame not here by then was lost, or a long cell runs: ask again

function create(tag, className, parent, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// A card with a heading; returns the element that takes its content.
function card(parent, className, title) {
  const section = create("section", `ae-card ${className}`, parent, { "aria-label": title });
  create("h4", "ae-heading", section).textContent = title;
  return section;
}

// The newest of every part that came since the last drawing, as typed arrays.
function unpack(content, buffers) {
  const kinds = { uint8: Uint8Array, float32: Float32Array };
  return Object.fromEntries(content.parts.map(({ name, shape, dtype }, i) => {
    const { buffer, byteOffset, byteLength } = buffers[i];
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength); // a copy, well aligned
    return [name, { shape, data: new kinds[dtype](bytes) }];
  }));
}

function statusText({ step, epoch, rate, loss, val_loss }) {
  const number = (value, digits = 0) =>
    value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: digits });
  const digits = loss < 10 ? 3 : 1;
  return [
    `step ${number(step)}`, `epoch ${number(epoch)}`, `${number(rate)} images a second`,
    `loss ${number(loss, digits)} (validation ${number(val_loss, digits)})`,
  ].join("  ·  ");
}

// Core sliders have no name for screen readers: take it from the words above them.
function nameSliders(root) {
  for (const control of root.closest(".ae-lab")?.querySelectorAll(".ae-control") ?? []) {
    const words = control.querySelector(".widget-html-content")?.textContent;
    const handle = control.querySelector(".noUi-handle, .ui-slider-handle, select");
    if (!handle || !words) continue;
    const [name, value] = words.split(":");
    handle.setAttribute("aria-label", name.trim());
    if (value && handle.tagName !== "SELECT") handle.setAttribute("aria-valuetext", value.trim());
    if (!handle.hasAttribute("role") && handle.tagName !== "SELECT") handle.setAttribute("role", "slider");
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

  const status = setup.status && create("div", "ae-status", root);
  const note = create("div", "ae-note", root, { role: "alert" });
  if (setup.rows.length) {
    const grid = create("section", "ae-card ae-rows", root, { "aria-label": "Images" });
    for (const [name, label] of setup.rows) {
      create("div", "ae-label", grid).textContent = label;
      paintTiles(name, grid, label);
    }
  }

  const plots = create("div", "ae-plots", root);
  let map = null, field = null, curves = null;
  const redraw = () => {
    map?.draw();
    if (curves?.parts) drawCurves(curves.canvas, curves.parts, setup);
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
      painters.place = (part) => map.jump(part.data);
    }
    painters.status = ({ map_title, pad_caption }) => {
      heading.textContent = map_title;
      section.setAttribute("aria-label", map_title);
      if (caption) caption.textContent = pad_caption;
    };
  }
  if (shows("curves")) {
    const section = card(plots, "ae-curves", "Loss of an image");
    const key = create("div", "ae-key", section);
    ["training", "validation"].forEach((name, i) => {
      create("span", "", key, { style: `color: ${setup.curveColours[i]}` }).textContent = `━ ${name}  `;
    });
    curves = { canvas: create("canvas", "ae-curve-canvas", section, { role: "img", "aria-label": "Loss curves" }) };
    painters.train_curve = (part, frame) => {
      curves.parts = [part, frame.val_curve];
      drawCurves(curves.canvas, curves.parts, setup);
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
  return { painters, status, note, map, field, redraw };
}

function render({ model, el }) {
  const setup = model.get("setup");
  const root = create("div", `ae-stage ae-${setup.layout}`, el);
  const view = Math.random().toString(36).slice(2); // two views of one lab know their own answers
  const inTheAir = new Set();
  let [count, running, dirty, inkChanged, gone] = [0, false, true, false, false];
  let [fresh, painting, pad, padInTheAir, patience, timer] = [{}, false, null, false, PATIENCE_MS, 0];

  const page = build(root, setup, {
    onPad: (place, event) => { pad = { place, at: event.timeStamp }; sendPad(); },
    onInk: () => { inkChanged = dirty = true; setTimeout(pump); },
  });

  function sendPad() {
    if (!pad || padInTheAir) return; // the newest place goes when the last one is answered
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

  function paint() {
    painting = false;
    const frame = fresh;
    fresh = {};
    for (const name of Object.keys(frame)) page.painters[name]?.(frame[name], frame);
    if (frame.status) {
      if (page.status) page.status.textContent = statusText(frame.status);
      page.note.textContent = frame.status.note;
      nameSliders(root);
    }
    root.dispatchEvent(new CustomEvent("ae-drawn", { bubbles: true, detail: frame }));
    pump();
  }

  function onMessage(content, buffers) {
    if (content.kind === "wake") {
      dirty = true;
      pump();
    } else if (content.kind === "copy") {
      navigator.clipboard?.writeText(content.text).catch(() => {}); // the line is shown as well
    } else if (content.kind === "frame") {
      Object.assign(fresh, unpack(content, buffers));
      if (content.status) {
        fresh.status = content.status;
        running = content.status.running;
        patience = PATIENCE_MS;
      }
      if (content.pad_at !== undefined) [fresh.pad_at, padInTheAir] = [content.pad_at, false];
      inTheAir.delete(content.id);
      sendPad();
      watch();
      if (!painting) requestAnimationFrame(paint);
      painting = true;
    }
  }

  model.on("msg:custom", onMessage);
  const resized = new ResizeObserver(page.redraw);
  resized.observe(root);
  const themed = new MutationObserver(() => setTimeout(page.redraw, 100));
  themed.observe(document.body, { attributes: true });
  pump();
  return () => {
    gone = true;
    clearTimeout(timer);
    model.off("msg:custom", onMessage);
    resized.disconnect();
    themed.disconnect();
  };
}

export default { render };
