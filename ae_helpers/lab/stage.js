// The stage: draws what the kernel sends, and tells it where the pointer is. No dependencies.
//
// Pull: this page asks for a frame (`tick`), the kernel trains for a moment and answers, the page
// draws and asks again. While training it keeps two requests in the air, so that the kernel trains
// one while the other's frame is on its way. A page that is closed or hidden asks for nothing.
//
//   page -> kernel   {kind: "tick", id} · {kind: "pad", z: [z1, z2], at} · {kind: "ink"} + h*w bytes
//                    {kind: "near"} the pointer or the focus moves in the lab: answer quickly
//                    {kind: "look"} a control was moved: show the rows before you go on training
//   kernel -> page   {kind: "frame", id?, status?, parts: [{name, shape, dtype}]} + one buffer each
//                    {kind: "wake"} something changed, ask again · {kind: "copy", text}

const IN_THE_AIR = 2;
const NEAR_MS = 300; // how often a moving pointer is reported
const EARLY_MS = 40; // before a slice ends is the next asked for: a reader until then goes first
const EARLIEST_MS = 200; // ... or earlier, where page and server take longer: no training is lost
const WORDS_MS = 300; // how often the numbers change: new text costs the page more than new pixels
const PATIENCE_MS = 3000; // a frame not here by then was lost, or a long cell runs: ask again

// The parts of a frame by name, as typed arrays.
function unpack(content, buffers) {
  const kinds = { uint8: Uint8Array, float32: Float32Array };
  return Object.fromEntries(content.parts.map(({ name, shape, dtype }, i) => {
    const { buffer, byteOffset, byteLength } = buffers[i];
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength); // a copy, well aligned
    return [name, { shape, data: new kinds[dtype](bytes) }];
  }));
}

// What core widgets lack: names of sliders for screen readers, taken from the words beside them.
// And a key pressed in the lab must not be a shortcut of the notebook (d, d deletes the cell).
const FOCUSABLE = "button, select, input, .noUi-handle, .ui-slider-handle, [tabindex]";

// Returns whether the controls were there already.
function helpKeysAndReaders(root, near, look) {
  const lab = root.closest(".ae-lab"), controls = lab?.querySelector(".ae-controls");
  if (!controls) return false;
  const bars = lab.querySelectorAll(".ae-bar, .ae-controls");
  const help = () => {
    for (const node of lab.querySelectorAll(FOCUSABLE)) {
      node.setAttribute("data-lm-suppress-shortcuts", "true");
    }
    bars.forEach(nameControls);
  };
  const changed = new MutationObserver(help); // only what a reader or the kernel sets changes there
  for (const bar of bars) changed.observe(bar, { childList: true, characterData: true, subtree: true });
  for (const kind of ["pointermove", "focusin"]) lab.addEventListener(kind, near);
  for (const kind of ["pointermove", "keydown", "change"]) controls.addEventListener(kind, look);
  help();
  return true;
}

function nameControls(bar) {
  for (const control of bar.querySelectorAll(".ae-control")) {
    const input = control.querySelector(".noUi-handle, .ui-slider-handle, select");
    const words =
      control.querySelector(".widget-html-content") ?? control.querySelector(".widget-label");
    if (!words) continue; // it will be there with the next change
    const [name, value] = words.textContent.split(": ");
    input?.setAttribute("aria-label", name);
    if (input?.tagName === "SELECT") continue;
    input?.setAttribute("role", "slider");
    if (value) input?.setAttribute("aria-valuetext", value);
  }
}

function render({ model, el }) {
  const setup = model.get("setup");
  const root = create("div", "ae-stage", el);
  const view = Math.random().toString(36).slice(2); // two views of one lab know their own answers
  const inTheAir = new Set();
  let [count, running, dirty, inkChanged, gone, lastNear, lastWords] = [0, false, true, false, false, 0, 0];
  let [pad, padInTheAir, patience, timer, next, helped] = [null, false, PATIENCE_MS, 0, 0, false];
  let [moved, lookInTheAir, early] = [false, false, EARLY_MS];

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

  // After the control itself has sent its value.
  function look({ type, buttons }) {
    if (!running || (type === "pointermove" && !buttons)) return;
    moved = true;
    setTimeout(sendLook);
  }

  function sendLook() {
    if (gone || !moved || lookInTheAir) return;
    [moved, lookInTheAir] = [false, true];
    model.send({ kind: "look" });
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
    if (gone || !(inTheAir.size || padInTheAir || lookInTheAir)) return;
    timer = setTimeout(() => {
      page.note.textContent = "Waiting for the kernel: another cell may be running.";
      inTheAir.clear();
      padInTheAir = lookInTheAir = false;
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
      helped ||= helpKeysAndReaders(root, near, look);
    }
    root.dispatchEvent(new CustomEvent("ae-drawn", { bubbles: true, detail: frame }));
    clearTimeout(next);
    const { slice, idle } = frame.status ?? {};
    if (slice) early = Math.min(Math.max(early + (idle > 5 ? Math.min(idle, 30) : -1), EARLY_MS), EARLIEST_MS);
    const wait = running ? slice - early : 0;
    const ask = () => requestAnimationFrame(pump);
    if (wait > 0) next = setTimeout(ask, wait);
    else ask();
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
      if (status?.look) lookInTheAir = false;
      sendPad();
      sendLook();
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
    clearTimeout(next);
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", aliveOrNot);
    resized.disconnect();
    themed.disconnect();
  };
}

export default { render };
