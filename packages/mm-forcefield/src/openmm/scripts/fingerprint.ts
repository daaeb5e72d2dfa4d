/** A number for a text, FNV-1a (Fowler, Noll and Vo, RFC 9923) from two starting values, as 16 hexadecimal digits. */
export function fingerprint(text: string): string {
  const prime = 0x01000193;
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    a = Math.imul(a ^ unit, prime);
    b = Math.imul(b ^ unit, prime);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
