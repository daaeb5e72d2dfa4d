/**
 * Orders points so that neighbours follow each other, by halving boxes at the median of their longest side.
 *
 * @param order - indices of points, reordered in place
 * @param points - positions, interleaved
 * @param largest - points per block at most
 * @returns first place of each block in `order`, and at the end its length
 */
export function bisect(order: Int32Array, points: Float64Array, largest: number): Int32Array {
  const offsets: number[] = [];
  const halve = (first: number, end: number): void => {
    if (end - first <= largest) {
      if (end > first) offsets.push(first);
      return;
    }
    const blocks = Math.ceil((end - first) / largest);
    const middle = first + Math.floor(blocks / 2) * largest;
    select(order, points, longestSide(order, points, first, end), first, end - 1, middle);
    halve(first, middle);
    halve(middle, end);
  };
  halve(0, order.length);
  return Int32Array.from([...offsets, order.length]);
}

function longestSide(order: Int32Array, points: Float64Array, first: number, end: number): number {
  let axis = 0;
  let longest = -1;
  for (let k = 0; k < 3; k++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = first; i < end; i++) {
      const x = points[3 * order[i] + k];
      if (x < low) low = x;
      if (x > high) high = x;
    }
    if (high - low > longest) {
      longest = high - low;
      axis = k;
    }
  }
  return axis;
}

/** Hoare's selection: afterwards nothing before place k has a larger coordinate, nothing after it a smaller one. */
function select(order: Int32Array, points: Float64Array, axis: number, first: number, last: number, k: number): void {
  let left = first;
  let right = last;
  while (left < right) {
    const pivot = points[3 * order[(left + right) >> 1] + axis];
    let i = left;
    let j = right;
    while (i <= j) {
      while (points[3 * order[i] + axis] < pivot) i++;
      while (points[3 * order[j] + axis] > pivot) j--;
      if (i > j) break;
      const swap = order[i];
      order[i++] = order[j];
      order[j--] = swap;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
