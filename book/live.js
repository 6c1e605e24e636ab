// What plays in a page of the book, in the place of a still picture: no kernel, no server.

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const SLICE_MS = 80; // how long the worker trains before it shows what it has learned
const REST_MS = 20;

// Draw again where the page's width, or its theme, is another.
function follow(root, redraw) {
  new ResizeObserver(redraw).observe(root);
  const themed = new MutationObserver(() => setTimeout(redraw, 100));
  themed.observe(document.documentElement, { attributes: true });
}

// ---- a map of codes: what its widget sent to the page of a notebook -------------------------

function explore(place, { codes, image, decoder: packed, ...setup }) {
  place.replaceChildren();
  const decode = decoder({ ...packed, weights: bytes(packed.weights) });
  codes = new Float32Array(bytes(codes).buffer);
  const explorer = new Explorer(
    place, { ...setup, codes, image: bytes(image) }, (z) => greyBytes(decode(z)));
  follow(explorer.root, () => explorer.map.draw());
}

// ---- a network that trains ------------------------------------------------------------------

// The images of a sheet, `columns` side by side, as grey bytes of one image after another; 255 is
// ink. A picture that came in the script itself may be read, one from another file may not.
async function fromSheet(source, count, columns, size = 28) {
  const sheet = new Image();
  sheet.src = source;
  await sheet.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [sheet.width, sheet.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(sheet, 0, 0);
  const { data } = context.getImageData(0, 0, sheet.width, sheet.height);
  const images = new Uint8Array(count * size * size);
  for (let k = 0; k < images.length; k++) {
    const image = Math.floor(k / size ** 2), pixel = k % size ** 2;
    const x = (image % columns) * size + (pixel % size);
    const y = Math.floor(image / columns) * size + Math.floor(pixel / size);
    images[k] = data[4 * (y * sheet.width + x)];
  }
  return images;
}

async function train(place, { sheet, count, columns, ...setup }) {
  const images = await fromSheet(sheet, count, columns);
  place.replaceChildren();
  const lab = create("div", "ae-lab", place);
  create("div", "ae-title", lab).textContent = setup.title;
  create("div", "ae-caption", lab).textContent = setup.caption;
  const bar = create("div", "ae-sliders", lab);
  const play = create("button", "ae-button", bar, { type: "button" });
  const reset = create("button", "ae-button", bar, { type: "button" });
  reset.textContent = "Reset";
  const label = create("label", "ae-slider", bar);
  label.append("learning rate");
  const power = create("input", "", label, { type: "range", min: -4, max: -1, step: 0.1, value: -2.5 });
  const readout = create("output", "", label);
  const root = create("div", "ae-stage", lab);

  const worker = new Worker(URL.createObjectURL(new Blob([WORKER])));
  let [page, running, asked, dirty, fresh, at] = [null, false, false, true, true, [0, 0]];
  page = build(root, setup, {
    onPad: (z) => { at = z; changed(); },
    onInk: () => changed(),
  });

  function changed() {
    dirty = true;
    const rate = 10 ** power.value;
    readout.textContent = rate.toPrecision(1);
    power.setAttribute("aria-valuetext", readout.textContent);
    play.textContent = running ? "Pause" : "Play";
    ask();
  }

  function ask() {
    if (asked || !(running || dirty) || !page) return; // the empty drawing is heard of first
    worker.postMessage({
      slice: running ? SLICE_MS : 0, rate: 10 ** power.value, place: at, own: page.field.bytes(), fresh,
    });
    [asked, dirty, fresh] = [true, false, false];
  }

  worker.onmessage = ({ data: frame }) => {
    asked = false;
    const title = "Map of codes: each point is an image";
    frame.status = { ...frame.status, map_title: title, pad_caption: "decoded at the cross" };
    for (const name of Object.keys(frame)) page.painters[name]?.(frame[name], frame);
    page.showStatus(frame.status);
    root.dispatchEvent(new CustomEvent("ae-drawn", { bubbles: true, detail: frame }));
    setTimeout(() => requestAnimationFrame(ask), REST_MS); // a hidden page asks for nothing
  };

  play.addEventListener("click", () => { running = !running; changed(); });
  reset.addEventListener("click", () => { fresh = true; changed(); });
  power.addEventListener("input", changed);
  follow(root, page.redraw);
  worker.postMessage({ images });
  changed();
}

globalThis.aeBook = { explore, train };
