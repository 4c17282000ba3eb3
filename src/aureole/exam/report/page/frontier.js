/* The frontier between collision and no collision: the exact edges between cells, chained into lines. */

/* Lines along the edges between cells of 1 and cells of 0, in units of cells, y upwards; the cells of 1 lie on the left.
   Each is a list of [x, y], closed where its ends meet. */
function frontier(grid, nx, ny) {
  const from = new Map(), add = (x0, y0, x1, y1) => { const key = y0 * (nx + 1) + x0; if (!from.has(key)) from.set(key, []); from.get(key).push([x1, y1]); };
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const here = grid[j * nx + i];
      if (here < 0) continue;
      const right = i + 1 < nx ? grid[j * nx + i + 1] : -1, above = j + 1 < ny ? grid[(j + 1) * nx + i] : -1;
      if (right >= 0 && right !== here) { if (here) add(i + 1, j, i + 1, j + 1); else add(i + 1, j + 1, i + 1, j); }
      if (above >= 0 && above !== here) { if (here) add(i + 1, j + 1, i, j + 1); else add(i, j + 1, i + 1, j + 1); }
    }
  return chains(from, nx);
}
function chains(from, nx) {
  const lines = [], arrivals = new Map(), spot = (x, y) => y * (nx + 1) + x;
  for (const ends of from.values()) for (const [x, y] of ends) arrivals.set(spot(x, y), (arrivals.get(spot(x, y)) || 0) + 1);
  const starts = [...from.keys()].filter((key) => from.get(key).length > (arrivals.get(key) || 0));
  for (const key of [...starts, ...from.keys()])
    while (from.get(key) && from.get(key).length) {
      const line = [[key % (nx + 1), Math.floor(key / (nx + 1))]];
      for (let at = key; from.get(at) && from.get(at).length;) {
        const next = leftmost(line, from.get(at));
        line.push(next); at = spot(...next);
        if (at === key) break;
      }
      lines.push(line);
    }
  return lines;
}
/* Where two lines touch at a corner, each turns left, so that they do not cross. */
function leftmost(line, ends) {
  if (ends.length === 1 || line.length < 2) return ends.pop();
  const [x, y] = line[line.length - 1], [px, py] = line[line.length - 2], turn = ([ex, ey]) => (x - px) * (ey - y) - (y - py) * (ex - x);
  const best = ends.reduce((a, b) => turn(a) >= turn(b) ? a : b);
  ends.splice(ends.indexOf(best), 1);
  return best;
}
/* The line moved to its left by `aside`, corners mitred, straight runs merged; `place` makes pixels of cells (y downwards). */
function beside(line, place, aside) {
  const points = line.map(([x, y]) => place(x, y)), closed = line.length > 2 && line[0][0] === line[line.length - 1][0] && line[0][1] === line[line.length - 1][1], n = points.length;
  const way = (k) => { const [a, b] = [line[k], line[k + 1]]; return [b[0] - a[0], b[1] - a[1]]; };
  const left = ([dx, dy]) => [-dy * aside, -dx * aside];  // y turns over on the way to pixels
  return points.flatMap(([x, y], k) => {
    const before = k > 0 ? way(k - 1) : closed ? way(n - 2) : null, after = k < n - 1 ? way(k) : closed ? way(0) : null;
    if (before && after && before[0] === after[0] && before[1] === after[1] && k > 0 && k < n - 1) return [];
    const a = left(before || after), b = left(after || before), straight = !before || !after || (before[0] === after[0] && before[1] === after[1]);
    return [straight ? [x + a[0], y + a[1]] : [x + a[0] + b[0], y + a[1] + b[1]]];
  });
}
