/**
 * Decimals stored as unsigned little-endian integers of 2 or 4 bytes, times 1/scale, in base64. Each comes out as the double
 * nearest to its decimal.
 */
export class PackedDecimals {
  private readonly bytes: string;

  constructor(
    base64: string,
    private readonly width: 2 | 4,
    private readonly scale: number,
  ) {
    this.bytes = atob(base64);
  }

  at(index: number): number {
    let whole = 0;
    for (let k = this.width - 1; k >= 0; k--) whole = 256 * whole + this.bytes.charCodeAt(this.width * index + k);
    return whole / this.scale;
  }
}

/** Place of the entry i, j ≤ i of a lower triangle. */
export function triangular(i: number, j: number): number {
  return (i * (i + 1)) / 2 + j;
}
