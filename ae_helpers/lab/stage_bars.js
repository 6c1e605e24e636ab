// ---- bars: a name, a bar and its value in each line -----------------------------------------

const LINE = 15; // pixels that a name needs; of more bars, only some are named

// The next of 1, 2, 5 times a power of ten: an axis that ends there seldom jumps.
function niceEnd(value) {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((digit) => digit * power).find((end) => end >= value * 0.9999);
}

function drawBars(canvas, { data }, { bars, curveColours }) {
  canvas.setAttribute("aria-label",
    `${bars.title}: ${bars.names.map((name, i) => `${name} ${+data[i].toPrecision(3)}`).join(", ")}`);
  if (!canvas.clientWidth) return;
  const { context, width, height, ink } = plotContext(canvas);
  const high = niceEnd(Math.max(...data)), low = -niceEnd(-Math.min(...data));
  const every = Math.ceil((LINE * data.length) / (height - 8)); // each such bar is named
  const line = (height - 8) / data.length, thick = Math.max(1, Math.min(0.72 * line, 22));
  const wide = (text) => context.measureText(text).width;
  const left = 10 + Math.min(0.4 * width, Math.max(...bars.names.map(wide))), right = width - 46;
  const toX = (value) => left + ((value - low) / (high - low || 1)) * (right - left);
  context.textBaseline = "middle";
  data.forEach((value, i) => {
    const y = 4 + (i + 0.5) * line;
    context.fillStyle = curveColours[0];
    context.fillRect(Math.min(toX(0), toX(value)), y - thick / 2, Math.abs(toX(value) - toX(0)), thick);
    if (i % every) return;
    context.fillStyle = ink;
    context.textAlign = "right";
    context.fillText(bars.names[i], left - 6, y, left - 8);
    context.textAlign = "left";
    if (every === 1) context.fillText(String(+value.toPrecision(3)), Math.max(toX(0), toX(value)) + 5, y);
  });
  context.fillStyle = ink;
  context.fillRect(toX(0) - 0.5, 2, 1, height - 4);
}
