/** Bytes of a base64 text. */
function bytesOf(base64: string): DataView {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let k = 0; k < text.length; k++) view.setUint8(k, text.charCodeAt(k));
  return view;
}

/** Decimals stored as unsigned little-endian integers of 2 or 4 bytes, times 1/scale: each the double nearest to its decimal. */
export function unpackDecimals(base64: string, bytes: 2 | 4, scale: number): Float64Array {
  const view = bytesOf(base64);
  const values = new Float64Array(view.byteLength / bytes);
  for (let k = 0; k < values.length; k++) {
    values[k] = (bytes === 2 ? view.getUint16(2 * k, true) : view.getUint32(4 * k, true)) / scale;
  }
  return values;
}

/** Place of the entry i, j ≤ i of a lower triangle. */
export function triangular(i: number, j: number): number {
  return (i * (i + 1)) / 2 + j;
}
