/* Deflate (RFC 1951) undone here, at once, so that the file asks nothing of the browser. */
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_MORE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FAR_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const FAR_MORE = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/* Every bit pattern of the longest code's length gives a symbol and how many bits it took: symbol << 4 | bits. */
function decoding(lengths) {
  const counts = new Uint16Array(16), next = new Uint16Array(16);
  let most = 1;
  for (const length of lengths) { counts[length]++; if (length > most) most = length; }
  counts[0] = 0;
  for (let bits = 1, code = 0; bits < 16; bits++) { code = (code + counts[bits - 1]) << 1; next[bits] = code; }
  const table = new Uint16Array(1 << most);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (!length) continue;
    const code = next[length]++;
    let turned = 0;
    for (let k = 0; k < length; k++) turned |= ((code >> k) & 1) << (length - 1 - k);
    for (let at = turned; at < table.length; at += 1 << length) table[at] = symbol << 4 | length;
  }
  return table;
}
function fixed_tables() {
  const lengths = new Uint8Array(288).fill(8);
  lengths.fill(9, 144, 256); lengths.fill(7, 256, 280);
  return [decoding(lengths), decoding(new Uint8Array(30).fill(5))];
}
class Bits {
  constructor(bytes) { this.bytes = bytes; this.at = 0; this.hold = 0; this.count = 0; }
  take(count) {
    while (this.count < count) { this.hold |= this.bytes[this.at++] << this.count; this.count += 8; }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count; this.count -= count;
    return value;
  }
  symbol(table) {
    while (this.count < 15) { this.hold |= this.bytes[this.at++] << this.count; this.count += 8; }
    const entry = table[this.hold & (table.length - 1)], bits = entry & 15;
    if (!bits) throw new Error("this file is damaged: its data cannot be unpacked");
    this.hold >>>= bits; this.count -= bits;
    return entry >> 4;
  }
}
function own_tables(bits) {
  const symbols = bits.take(5) + 257, far = bits.take(5) + 1, codes = bits.take(4) + 4, order = new Uint8Array(19);
  for (let k = 0; k < codes; k++) order[CODE_ORDER[k]] = bits.take(3);
  const table = decoding(order), lengths = new Uint8Array(symbols + far);
  for (let k = 0; k < lengths.length;) {
    const symbol = bits.symbol(table);
    if (symbol < 16) { lengths[k++] = symbol; continue; }
    const value = symbol === 16 ? lengths[k - 1] : 0, times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    lengths.fill(value, k, k + times); k += times;
  }
  return [decoding(lengths.subarray(0, symbols)), decoding(lengths.subarray(symbols))];
}
/* The bytes that were deflated. */
function inflate(bytes) {
  const bits = new Bits(bytes);
  let out = new Uint8Array(Math.max(1024, bytes.length * 4)), n = 0;
  const room = (more) => { if (n + more > out.length) { const wider = new Uint8Array(Math.max(out.length * 2, n + more)); wider.set(out); out = wider; } };
  for (let last = 0; !last;) {
    last = bits.take(1);
    const kind = bits.take(2);
    if (kind === 0) {
      bits.at -= bits.count >> 3; bits.hold = bits.count = 0;  // whole bytes that were read ahead go back
      const length = bytes[bits.at] | bytes[bits.at + 1] << 8;
      room(length); out.set(bytes.subarray(bits.at + 4, bits.at + 4 + length), n);
      n += length; bits.at += 4 + length;
      continue;
    }
    const [table, far] = kind === 1 ? fixed_tables() : own_tables(bits);
    [out, n] = block(bits, table, far, out, n);
  }
  return out.subarray(0, n);
}
/* One block of symbols. Its state lives in plain variables: this loop is where opening a large report spends its time. */
function block(bits, table, far, out, n) {
  const bytes = bits.bytes, low = table.length - 1, low_far = far.length - 1;
  let { at, hold, count } = bits, room = out.length - 258;
  for (;;) {
    while (count < 15) { hold |= bytes[at++] << count; count += 8; }
    const entry = table[hold & low], symbol = entry >> 4;
    hold >>>= entry & 15; count -= entry & 15;
    if (n > room) { const wider = new Uint8Array(out.length * 2); wider.set(out); out = wider; room = out.length - 258; }
    if (symbol < 256) {
      if (!(entry & 15)) throw new Error("this file is damaged: its data cannot be unpacked");
      out[n++] = symbol;
      continue;
    }
    if (symbol === 256) break;
    let more = LENGTH_MORE[symbol - 257];
    while (count < more) { hold |= bytes[at++] << count; count += 8; }
    const length = LENGTH_BASE[symbol - 257] + (hold & ((1 << more) - 1));
    hold >>>= more; count -= more;
    while (count < 15) { hold |= bytes[at++] << count; count += 8; }
    const code = far[hold & low_far];
    hold >>>= code & 15; count -= code & 15;
    more = FAR_MORE[code >> 4];
    while (count < more) { hold |= bytes[at++] << count; count += 8; }
    const back = FAR_BASE[code >> 4] + (hold & ((1 << more) - 1));
    hold >>>= more; count -= more;
    if (back >= length) out.copyWithin(n, n - back, n - back + length); else if (back === 1) out.fill(out[n - 1], n, n + length); else for (let k = n; k < n + length; k++) out[k] = out[k - back];
    n += length;
  }
  Object.assign(bits, { at, hold, count });
  return [out, n];
}
