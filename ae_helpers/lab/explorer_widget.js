// The explorer in a notebook. All it needs came with the widget, so that it moves while the kernel
// is busy; only a decoder that is no stack of dense layers is asked for in the kernel:
//
//   page -> kernel   place: [z1, z2]          kernel -> page   decoded: {place, image: grey bytes}

const PATIENCE_MS = 3000;

function render({ model, el }) {
  const setup = model.get("setup");
  const copy = ({ buffer, byteOffset, byteLength }) => buffer.slice(byteOffset, byteOffset + byteLength);
  const codes = new Float32Array(copy(setup.codes)), image = new Uint8Array(copy(setup.image));
  const decode = setup.decoder && decoder(setup.decoder);
  const explorer = new Explorer(
    el, { ...setup, codes, image }, decode ? (place) => greyBytes(decode(place)) : ask);
  let [asked, timer, gone] = [null, 0, false];

  // ipywidgets sends the newest place when the kernel has answered the one before.
  function ask(place) {
    if (gone || String(place) === String(model.get("place"))) return;
    asked = place;
    model.set("place", place);
    model.save_changes();
    timer ||= setTimeout(() => {
      explorer.note.textContent = "Waiting for the kernel: another cell may be running.";
    }, PATIENCE_MS);
  }

  function answered() {
    const { place, image } = model.get("decoded");
    if (!asked) return; // another view of this map did
    clearTimeout(timer);
    timer = 0;
    explorer.note.textContent = "";
    if (String(place) === String(asked)) asked = null;
    explorer.draw(new Uint8Array(copy(image)));
  }

  // The kernel was started anew (or is there again).
  function aliveOrNot() {
    if (decode) return;
    gone = !gone;
    const words = "The kernel is new and does not know this map: run all cells.";
    explorer.note.textContent = gone ? words : "";
  }

  model.on("change:decoded", answered);
  model.on("comm_live_update", aliveOrNot);
  const resized = new ResizeObserver(() => explorer.map.draw());
  resized.observe(explorer.root);
  const themed = new MutationObserver(() => setTimeout(() => explorer.map.draw(), 100));
  themed.observe(document.body, { attributes: true });
  return () => {
    gone = true;
    clearTimeout(timer);
    model.off("change:decoded", answered);
    model.off("comm_live_update", aliveOrNot);
    resized.disconnect();
    themed.disconnect();
  };
}

export default { render };
