const UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();

/**
 * Reads a number in hybrid-36 (Grosse-Kunstleve, cci.lbl.gov/hybrid_36): decimal while it fits the width, then base 36
 * beginning with a capital, then with a small letter. Undefined when it is neither.
 */
export function decodeHybrid36(field: string, width: number): number | undefined {
  const text = field.trim();
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  if (text.length !== width) return undefined;
  const decimal = 10 ** width;
  const half = 26 * 36 ** (width - 1);
  const value = Number.parseInt(text, 36);
  if (/^[A-Z][0-9A-Z]*$/.test(text)) return value - 10 * 36 ** (width - 1) + decimal;
  if (/^[a-z][0-9a-z]*$/.test(text)) return value - 10 * 36 ** (width - 1) + decimal + half;
  return undefined;
}

/** Writes a number in hybrid-36, right-aligned; stars when even that is too narrow. */
export function encodeHybrid36(value: number, width: number): string {
  const decimal = 10 ** width;
  if (value < decimal && value > -(10 ** (width - 1))) return String(value).padStart(width);
  const half = 26 * 36 ** (width - 1);
  const rest = value - decimal;
  if (value < 0 || rest >= 2 * half) return "*".repeat(width);
  const digits = rest < half ? UPPER : LOWER;
  let number = (rest % half) + 10 * 36 ** (width - 1);
  let text = "";
  for (let k = 0; k < width; k++) {
    text = digits[number % 36]! + text;
    number = Math.floor(number / 36);
  }
  return text;
}
