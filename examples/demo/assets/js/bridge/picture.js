/** Pictures as data URLs. */

const LONGEST_SIDE = 1280;

/** A small parcel, drawn here: nothing is loaded from anywhere. */
export function samplePicture() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 480;
  const draw = canvas.getContext("2d");
  const sky = draw.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, "#9cc7e8");
  sky.addColorStop(0.62, "#e9eef0");
  sky.addColorStop(0.62, "#9a8468");
  sky.addColorStop(1, "#6f5b45");
  draw.fillStyle = sky;
  draw.fillRect(0, 0, 640, 480);
  shape(draw, "#c9964f", [[170, 210], [330, 250], [330, 410], [170, 360]]);
  shape(draw, "#dcae68", [[330, 250], [490, 205], [490, 355], [330, 410]]);
  shape(draw, "#e9c58a", [[170, 210], [325, 170], [490, 205], [330, 250]]);
  shape(draw, "#f3ead2", [[240, 192], [262, 186], [425, 223], [402, 230]]);
  shape(draw, "#f3ead2", [[402, 230], [425, 223], [425, 270], [402, 277]]);
  shape(draw, "#ffffff", [[205, 285], [270, 303], [270, 352], [205, 332]]);
  draw.strokeStyle = "#8d8d8d";
  draw.lineWidth = 3;
  for (const y of [300, 312, 324]) {
    draw.beginPath();
    draw.moveTo(213, y);
    draw.lineTo(260, y + 13);
    draw.stroke();
  }
  return canvas.toDataURL("image/jpeg", 0.9);
}

/** A file of this device as a JPEG that is not larger than needed; null if it is no picture. */
export async function readPicture(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.88);
  } catch {
    return null;
  }
}

function shape(draw, colour, points) {
  draw.fillStyle = colour;
  draw.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? draw.moveTo(x, y) : draw.lineTo(x, y)));
  draw.closePath();
  draw.fill();
}
