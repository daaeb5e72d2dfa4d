/** Columns per range in each direction across, and bins per range of height: finer ones enclose the sphere better. */
const COLUMNS_PER_RANGE = 3;
const BINS_PER_RANGE = 8;
/** Bounds of the numbers of columns in one direction and of bins of all columns per atom: the memory of sparse systems. */
const MOST_COLUMNS = 128;
const MOST_BINS_PER_ATOM = 4;

/** Columns that a column's atoms have partners in: those in one image of the cell, by its steps along a and b. */
export interface ColumnGroup {
  readonly na: number;
  readonly nb: number;
  readonly targets: Int32Array;
}

/** Atoms sorted into columns along the third vector of the cell, in a frame that has this vector along z. */
export interface Columns {
  /** x, y, z (a0) of each slot, all in one cell, and one number unused. */
  readonly places: Float64Array;
  /** First slot of each column; one more than columns. */
  readonly start: Int32Array;
  /** First slot of each bin of height, column by column; one more than bins. */
  readonly first: Int32Array;
  /** Bins of each column, from `lowest` to `highest`. */
  readonly bins: number;
  readonly perHeight: number;
  readonly lowest: number;
  readonly highest: number;
  /** What the atoms of each column extend over: least and greatest x, least and greatest y. */
  readonly extents: Float64Array;
  /** Vectors of the cell in the frame, a0; `c` is the length of the third, 0 for an open system. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: number;
  /** The half of the columns near one, grouped by image; a column itself comes first. */
  around(column: number): readonly ColumnGroup[];
}

/**
 * Sorts atoms; equal places keep the order of the atoms.
 *
 * @param order - atom of each slot, overwritten
 * @param images - multiples of the cell's vectors to take off each slot's atom to bring it into the cell, overwritten
 */
export function sortIntoColumns(
  order: Int32Array,
  images: Int32Array,
  positions: Float64Array,
  cell: Float64Array,
  range: number,
): Columns {
  const atomCount = order.length;
  const frame = cell.length > 0 ? periodicFrame(cell) : openFrame(positions, range);
  const { axes, toFraction, widths } = frame;
  const wrapped = new Float64Array(3 * atomCount);
  const steps = new Int32Array(3 * atomCount);
  const fractions = new Float64Array(2 * atomCount);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const periodic = cell.length > 0;
  const vectors = periodic ? cell : new Float64Array(9);
  for (let atom = 0; atom < atomCount; atom++) {
    const at = 3 * atom;
    let x = positions[at]! - frame.origin[0]!;
    let y = positions[at + 1]! - frame.origin[1]!;
    let z = positions[at + 2]! - frame.origin[2]!;
    let fractionA = toFraction[0]! * x + toFraction[1]! * y + toFraction[2]! * z;
    let fractionB = toFraction[3]! * x + toFraction[4]! * y + toFraction[5]! * z;
    const fractionC = toFraction[6]! * x + toFraction[7]! * y + toFraction[8]! * z;
    if (periodic) {
      const wholeA = Math.floor(fractionA);
      const wholeB = Math.floor(fractionB);
      const wholeC = Math.floor(fractionC);
      steps[at] = wholeA;
      steps[at + 1] = wholeB;
      steps[at + 2] = wholeC;
      fractionA -= wholeA;
      fractionB -= wholeB;
      x -= wholeA * vectors[0]! + wholeB * vectors[3]! + wholeC * vectors[6]!;
      y -= wholeA * vectors[1]! + wholeB * vectors[4]! + wholeC * vectors[7]!;
      z -= wholeA * vectors[2]! + wholeB * vectors[5]! + wholeC * vectors[8]!;
    }
    fractions[2 * atom] = fractionA;
    fractions[2 * atom + 1] = fractionB;
    wrapped[at] = axes[0]! * x + axes[1]! * y + axes[2]! * z;
    wrapped[at + 1] = axes[3]! * x + axes[4]! * y + axes[5]! * z;
    const height = axes[6]! * x + axes[7]! * y + axes[8]! * z;
    wrapped[at + 2] = height;
    lowest = Math.min(lowest, height);
    highest = Math.max(highest, height);
  }
  const [countA, countB] = [0, 1].map((d) =>
    Math.max(1, Math.min(MOST_COLUMNS, Math.floor((COLUMNS_PER_RANGE * widths[d]!) / range))),
  ) as [number, number];
  const columnCount = countA * countB;
  const height = Math.max(highest - lowest, range / BINS_PER_RANGE);
  const bins = Math.max(
    1,
    Math.min(Math.floor((BINS_PER_RANGE * height) / range), Math.floor((MOST_BINS_PER_ATOM * atomCount) / columnCount)),
  );
  const perHeight = bins / height;
  const first = new Int32Array(columnCount * bins + 1);
  const binOf = new Int32Array(atomCount);
  const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
  for (let atom = 0; atom < atomCount; atom++) {
    const column =
      clamp(fractions[2 * atom]! * countA, countA) * countB + clamp(fractions[2 * atom + 1]! * countB, countB);
    const bin = column * bins + clamp((wrapped[3 * atom + 2]! - lowest) * perHeight, bins);
    binOf[atom] = bin;
    first[bin + 1]++;
  }
  for (let bin = 0; bin + 1 < first.length; bin++) first[bin + 1] += first[bin]!;
  const next = first.slice();
  const places = new Float64Array(4 * atomCount);
  for (let atom = 0; atom < atomCount; atom++) {
    const slot = next[binOf[atom]!]++;
    order[slot] = atom;
    places[4 * slot] = wrapped[3 * atom]!;
    places[4 * slot + 1] = wrapped[3 * atom + 1]!;
    places[4 * slot + 2] = wrapped[3 * atom + 2]!;
    images[3 * slot] = steps[3 * atom]!;
    images[3 * slot + 1] = steps[3 * atom + 1]!;
    images[3 * slot + 2] = steps[3 * atom + 2]!;
  }
  const start = Int32Array.from({ length: columnCount + 1 }, (_, column) => first[column * bins]!);
  const extents = extentsOf(places, start);
  const { a, b, c } = frame;
  const reach = [countA, countB].map((count, d) => Math.ceil((range * count) / widths[d]!));
  const around = (column: number): readonly ColumnGroup[] => {
    const [atA, atB] = [Math.floor(column / countB), column % countB];
    const groups: { na: number; nb: number; targets: number[] }[] = [];
    for (let da = 0; da <= reach[0]!; da++) {
      for (let db = da === 0 ? 0 : -reach[1]!; db <= reach[1]!; db++) {
        const na = Math.floor((atA + da) / countA);
        const nb = Math.floor((atB + db) / countB);
        if (c === 0 && (na !== 0 || nb !== 0)) continue;
        const target = (atA + da - na * countA) * countB + atB + db - nb * countB;
        if (start[target] === start[target + 1]) continue;
        const dx = gap(extents, 4 * column, 4 * target, na * a[0]! + nb * b[0]!);
        const dy = gap(extents, 4 * column + 2, 4 * target + 2, na * a[1]! + nb * b[1]!);
        if (dx * dx + dy * dy >= range * range) continue;
        const group = groups.find((one) => one.na === na && one.nb === nb);
        if (group === undefined) groups.push({ na, nb, targets: [target] });
        else group.targets.push(target);
      }
    }
    return groups.map(({ na, nb, targets }) => ({ na, nb, targets: Int32Array.from(targets) }));
  };
  return { places, start, first, bins, perHeight, lowest, highest, extents, a, b, c, around };
}

interface Frame {
  readonly origin: Float64Array;
  /** Unit vectors of the frame as rows. */
  readonly axes: Float64Array;
  /** Rows that give fractions of the cell, or of the box around an open system. */
  readonly toFraction: Float64Array;
  /** Distances between opposite sides across the first and the second direction, a0. */
  readonly widths: readonly [number, number];
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: number;
}

function periodicFrame(cell: Float64Array): Frame {
  const dot = (p: Float64Array, q: Float64Array): number => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!;
  const [va, vb, vc] = [cell.subarray(0, 3), cell.subarray(3, 6), cell.subarray(6, 9)];
  const c = Math.sqrt(dot(vc, vc));
  const ez = vc.map((v) => v / c);
  const across = va.map((v, d) => v - dot(va, ez) * ez[d]!);
  const ex = across.map((v) => v / Math.sqrt(dot(across, across)));
  const ey = Float64Array.of(
    ez[1]! * ex[2]! - ez[2]! * ex[1]!,
    ez[2]! * ex[0]! - ez[0]! * ex[2]!,
    ez[0]! * ex[1]! - ez[1]! * ex[0]!,
  );
  const inFrame = (v: Float64Array): Float64Array => Float64Array.of(dot(v, ex), dot(v, ey), dot(v, ez));
  const width = (d: number): number => 1 / Math.hypot(cell[9 + 3 * d]!, cell[10 + 3 * d]!, cell[11 + 3 * d]!);
  return {
    origin: new Float64Array(3),
    axes: Float64Array.of(...ex, ...ey, ...ez),
    toFraction: cell.subarray(9),
    widths: [width(0), width(1)],
    a: inFrame(va),
    b: inFrame(vb),
    c,
  };
}

function openFrame(positions: Float64Array, range: number): Frame {
  const low = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  const high = [0, 1, 2].map(() => Number.NEGATIVE_INFINITY);
  positions.forEach((x, k) => {
    low[k % 3] = Math.min(low[k % 3]!, x);
    high[k % 3] = Math.max(high[k % 3]!, x);
  });
  const widths = [0, 1, 2].map((d) => Math.max(high[d]! - low[d]!, range));
  return {
    origin: Float64Array.from(low),
    axes: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    toFraction: Float64Array.of(1 / widths[0]!, 0, 0, 0, 1 / widths[1]!, 0, 0, 0, 1 / widths[2]!),
    widths: [widths[0]!, widths[1]!],
    a: new Float64Array(3),
    b: new Float64Array(3),
    c: 0,
  };
}

function extentsOf(places: Float64Array, start: Int32Array): Float64Array {
  const extents = new Float64Array(4 * (start.length - 1));
  for (let column = 0; column + 1 < start.length; column++) {
    let [xLow, xHigh] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let [yLow, yHigh] = [xLow, xHigh];
    for (let slot = start[column]!; slot < start[column + 1]!; slot++) {
      const [x, y] = [places[4 * slot]!, places[4 * slot + 1]!];
      xLow = Math.min(xLow, x);
      xHigh = Math.max(xHigh, x);
      yLow = Math.min(yLow, y);
      yHigh = Math.max(yHigh, y);
    }
    extents.set([xLow, xHigh, yLow, yHigh], 4 * column);
  }
  return extents;
}

/** Distance between two intervals, the second shifted; 0 where they overlap. */
function gap(extents: Float64Array, i: number, j: number, shift: number): number {
  return Math.max(0, extents[j]! + shift - extents[i + 1]!, extents[i]! - extents[j + 1]! - shift);
}
