/** a × b of the vectors at `a[i…]` and `b[j…]`. */
export function cross(a: Float64Array, i: number, b: Float64Array, j: number): Float64Array {
  return Float64Array.of(
    a[i + 1]! * b[j + 2]! - a[i + 2]! * b[j + 1]!,
    a[i + 2]! * b[j]! - a[i]! * b[j + 2]!,
    a[i]! * b[j + 1]! - a[i + 1]! * b[j]!,
  );
}

/** a·b of the vectors at `a[i…]` and `b[j…]`. */
export function inner(a: Float64Array, i: number, b: Float64Array, j: number): number {
  return a[i]! * b[j]! + a[i + 1]! * b[j + 1]! + a[i + 2]! * b[j + 2]!;
}
