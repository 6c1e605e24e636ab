// ---- pen paths: (n, T, 3), x, y and whether the pen is down, as strokes in a row ------------

// `box`: least x and y, greatest x and y, a square. Black on white, as the images are.
function drawPaths(canvas, { data, shape: [n, steps] }, box) {
  canvas.style.aspectRatio = n;
  if (!canvas.clientWidth) return;
  const { context, width } = plotContext(canvas);
  const side = (width + GAP) / n - GAP, scale = side / (box[2] - box[0]);
  context.lineWidth = Math.max(1.2, side / 18);
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = "black";
  for (let i = 0; i < n; i++) {
    context.save();
    context.translate(i * (side + GAP), 0);
    context.beginPath();
    context.rect(0, 0, side, side);
    context.clip();
    context.fillStyle = "white";
    context.fill();
    context.beginPath();
    for (let t = 0, down = false; t < steps; t++) {
      const [x, y, pen] = data.subarray(3 * (i * steps + t), 3 * (i * steps + t) + 3);
      const place = [scale * (x - box[0]), scale * (y - box[1])];
      if (down && pen > 0.5) context.lineTo(...place);
      else context.moveTo(...place);
      down = pen > 0.5;
    }
    context.stroke();
    context.restore();
  }
}
