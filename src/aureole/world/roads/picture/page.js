"use strict";
const page = document.getElementById("page"), map = document.getElementById("map");
const home = map.getAttribute("viewBox").split(" ").map(Number);
let box = fitted(home);
const pointers = new Map();

function fitted([x, y, w, h]) {
  const wide = map.clientWidth / Math.max(map.clientHeight, 1), aside = map.clientWidth > 900 ? 380 / map.clientWidth : 0;
  const full = Math.max(w / (1 - aside), h * wide), high = full / wide; // the panel about the map stands at the left
  return [x + w / 2 - full * (1 + aside) / 2, y - (high - h) / 2, full, high];
}
function filled([x, y, w, h]) {
  const high = w * map.clientHeight / Math.max(map.clientWidth, 1);
  return [x, y + (h - high) / 2, w, high];
}
function nice(length) {
  const power = 10 ** Math.floor(Math.log10(length));
  return [5, 2, 1].map((step) => step * power).find((step) => step <= length);
}
function draw() {
  map.setAttribute("viewBox", box.join(" "));
  const unit = box[2] / Math.max(map.clientWidth, 1), length = nice(140 * unit), bar = document.querySelector("#scale div");
  map.style.setProperty("--size", Math.max(0.8, 6 * unit).toFixed(3));
  for (const text of map.querySelectorAll(".ids text")) text.setAttribute("font-size", 12 * unit);
  bar.style.width = `${length / unit}px`;
  document.querySelector("#scale span").textContent = length >= 1000 ? `${length / 1000} km` : `${+length.toPrecision(3)} m`;
}
function place(event) {
  const area = map.getBoundingClientRect();
  return [box[0] + (event.clientX - area.left) / area.width * box[2], box[1] + (event.clientY - area.top) / area.height * box[3]];
}
function zoom([x, y], factor) {
  const most = 4 * Math.max(home[2], home[3]);
  factor = Math.min(Math.max(factor, 4 / box[2]), most / box[2]);
  box = [x - (x - box[0]) * factor, y - (y - box[1]) * factor, box[2] * factor, box[3] * factor];
  draw();
}
map.addEventListener("wheel", (event) => { event.preventDefault(); zoom(place(event), Math.exp(event.deltaY * 0.0015)); }, { passive: false });
map.addEventListener("dblclick", (event) => zoom(place(event), 0.5));
map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); pointers.set(event.pointerId, event); });
map.addEventListener("pointerup", (event) => pointers.delete(event.pointerId));
map.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
map.addEventListener("pointermove", (event) => {
  const [x, y] = place(event);
  document.getElementById("where").textContent = `x ${x.toFixed(2)}  y ${(-y).toFixed(2)} m`;
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const others = [...pointers.values()].filter((other) => other.pointerId !== event.pointerId);
  if (others.length) {
    const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
    zoom(place(others[0]), far(before) / Math.max(far(event), 1));
  } else {
    const from = place(before);
    box = [box[0] + from[0] - x, box[1] + from[1] - y, box[2], box[3]];
    draw();
  }
  pointers.set(event.pointerId, event);
});
window.addEventListener("resize", () => { box = filled(box); draw(); });
for (const button of document.querySelectorAll("#tools button[data-hide]")) button.addEventListener("click", () => {
  const hidden = page.classList.toggle(`hide-${button.dataset.hide}`);
  button.setAttribute("aria-pressed", String(!hidden));
});
document.getElementById("fit").addEventListener("click", () => { box = fitted(home); draw(); });
document.getElementById("theme").addEventListener("click", () => {
  const dark = page.classList.contains("dark") || (!page.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  for (const element of [page, map]) { element.classList.toggle("dark", !dark); element.classList.toggle("light", dark); }
});
draw();
