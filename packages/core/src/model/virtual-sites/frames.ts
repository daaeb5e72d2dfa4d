import type { SiteRule } from "./site-rules.js";

/** A rule as arithmetic: the map from parents to the site, and its exact transpose. */
export interface SiteFrame {
  /**
   * The site relative to its first parent.
   *
   * @param out - f(d); a0; length 3
   * @param d - the other parents relative to the first, a0; length 3 × (parents − 1)
   */
  place(out: Float64Array, d: Float64Array): void;
  /**
   * Forces on the parents after the first from that on the site: Jᵀ·F. The first gets what is left.
   *
   * @param out - Eh/a0; overwritten; as long as `d`
   * @param force - on the site, Eh/a0; length 3
   */
  pull(out: Float64Array, d: Float64Array, force: Float64Array): void;
}

type Weights = readonly number[];

/** out = Σ w_k·d_k. */
function combine(out: Float64Array, weights: Weights, d: Float64Array): void {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k]!;
    x += w * d[3 * k]!;
    y += w * d[3 * k + 1]!;
    z += w * d[3 * k + 2]!;
  }
  out[0] = x;
  out[1] = y;
  out[2] = z;
}

/** The transpose of `combine`, added. */
function spread(out: Float64Array, weights: Weights, force: Float64Array): void {
  for (let k = 0; k < weights.length; k++) {
    for (let i = 0; i < 3; i++) out[3 * k + i]! += weights[k]! * force[i]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

function cross(out: Float64Array, a: Float64Array, b: Float64Array): void {
  const x = a[1]! * b[2]! - a[2]! * b[1]!;
  const y = a[2]! * b[0]! - a[0]! * b[2]!;
  out[2] = a[0]! * b[1]! - a[1]! * b[0]!;
  out[0] = x;
  out[1] = y;
}

/** Makes `u` a unit vector; returns its length before. */
function normalise(u: Float64Array): number {
  const length = Math.sqrt(dot(u, u));
  for (let i = 0; i < 3; i++) u[i]! /= length;
  return length;
}

/** Transpose of normalising a vector of a length to the unit vector `u`: `slope` becomes (slope − u·(u·slope))/length. */
function pullNormalised(slope: Float64Array, u: Float64Array, length: number): void {
  const along = dot(slope, u);
  for (let i = 0; i < 3; i++) slope[i] = (slope[i]! - along * u[i]!) / length;
}

function linear(weights: Weights): SiteFrame {
  return {
    place: (out, d) => combine(out, weights, d),
    pull(out, _, force) {
      out.fill(0);
      spread(out, weights, force);
    },
  };
}

function along(weights: Weights, direction: Weights, distance: number): SiteFrame {
  const u = new Float64Array(3);
  const slope = new Float64Array(3);
  return {
    place(out, d) {
      combine(u, direction, d);
      normalise(u);
      combine(out, weights, d);
      for (let i = 0; i < 3; i++) out[i]! += distance * u[i]!;
    },
    pull(out, d, force) {
      combine(u, direction, d);
      const length = normalise(u);
      for (let i = 0; i < 3; i++) slope[i] = distance * force[i]!;
      pullNormalised(slope, u, length);
      out.fill(0);
      spread(out, weights, force);
      spread(out, direction, slope);
    },
  };
}

/** Along d₁ and along p = d₂ − (d₁·d₂/d₁²)·d₁, which is at right angles to it. */
function atAngle(distance: number, angle: number): SiteFrame {
  const [parallel, across] = [distance * Math.cos(angle), distance * Math.sin(angle)];
  const e = new Float64Array(3);
  const p = new Float64Array(3);
  const first = new Float64Array(3);
  const second = new Float64Array(3);
  const axes = (d: Float64Array): { squared: number; share: number; rise: number } => {
    const squared = d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2;
    const share = (d[0]! * d[3]! + d[1]! * d[4]! + d[2]! * d[5]!) / squared;
    for (let i = 0; i < 3; i++) {
      e[i] = d[i]! / Math.sqrt(squared);
      p[i] = d[3 + i]! - share * d[i]!;
    }
    return { squared, share, rise: normalise(p) };
  };
  return {
    place(out, d) {
      axes(d);
      for (let i = 0; i < 3; i++) out[i] = parallel * e[i]! + across * p[i]!;
    },
    pull(out, d, force) {
      const { squared, share, rise } = axes(d);
      for (let i = 0; i < 3; i++) {
        first[i] = parallel * force[i]!;
        second[i] = across * force[i]!;
      }
      pullNormalised(first, e, Math.sqrt(squared));
      pullNormalised(second, p, rise);
      const s = (second[0]! * d[0]! + second[1]! * d[1]! + second[2]! * d[2]!) / squared;
      for (let i = 0; i < 3; i++) {
        out[i] = first[i]! - share * second[i]! - s * (d[3 + i]! - 2 * share * d[i]!);
        out[3 + i] = second[i]! - s * d[i]!;
      }
    },
  };
}

function outOfPlane(a: number, b: number, c: number): SiteFrame {
  const normal = new Float64Array(3);
  return {
    place(out, d) {
      cross(normal, d.subarray(0, 3), d.subarray(3, 6));
      for (let i = 0; i < 3; i++) out[i] = a * d[i]! + b * d[3 + i]! + c * normal[i]!;
    },
    pull(out, d, force) {
      cross(normal, d.subarray(3, 6), force);
      for (let i = 0; i < 3; i++) out[i] = a * force[i]! + c * normal[i]!;
      cross(normal, force, d.subarray(0, 3));
      for (let i = 0; i < 3; i++) out[3 + i] = b * force[i]! + c * normal[i]!;
    },
  };
}

function normalTo(a: number, b: number, distance: number): SiteFrame {
  const u = new Float64Array(3);
  const v = new Float64Array(3);
  const m = new Float64Array(3);
  const slope = new Float64Array(3);
  const pulled = new Float64Array(3);
  const legs = (d: Float64Array): number => {
    for (let i = 0; i < 3; i++) {
      u[i] = a * d[3 + i]! - d[i]!;
      v[i] = b * d[6 + i]! - d[i]!;
    }
    cross(m, u, v);
    return normalise(m);
  };
  return {
    place(out, d) {
      legs(d);
      for (let i = 0; i < 3; i++) out[i] = distance * m[i]!;
    },
    pull(out, d, force) {
      const length = legs(d);
      for (let i = 0; i < 3; i++) slope[i] = distance * force[i]!;
      pullNormalised(slope, m, length);
      cross(pulled, v, slope);
      for (let i = 0; i < 3; i++) {
        out[i] = -pulled[i]!;
        out[3 + i] = a * pulled[i]!;
      }
      cross(pulled, slope, u);
      for (let i = 0; i < 3; i++) {
        out[i]! -= pulled[i]!;
        out[6 + i] = b * pulled[i]!;
      }
    },
  };
}

function local(origin: Weights, x: Weights, y: Weights, [px, py, pz]: readonly [number, number, number]): SiteFrame {
  const ex = new Float64Array(3);
  const ey = new Float64Array(3);
  const ez = new Float64Array(3);
  const leg = new Float64Array(3);
  const arm = new Float64Array(3);
  const slopeX = new Float64Array(3);
  const slopeZ = new Float64Array(3);
  const turned = new Float64Array(3);
  /** Lengths of X and of X × Y. */
  const axes = (d: Float64Array): readonly [number, number] => {
    combine(ex, x, d);
    combine(leg, y, d);
    arm.set(ex);
    cross(ez, ex, leg);
    const lengths = [normalise(ex), normalise(ez)] as const;
    cross(ey, ez, ex);
    return lengths;
  };
  return {
    place(out, d) {
      axes(d);
      combine(out, origin, d);
      for (let i = 0; i < 3; i++) out[i]! += px * ex[i]! + py * ey[i]! + pz * ez[i]!;
    },
    pull(out, d, force) {
      const [lengthX, lengthZ] = axes(d);
      out.fill(0);
      spread(out, origin, force);
      cross(turned, ex, force);
      for (let i = 0; i < 3; i++) slopeZ[i] = pz * force[i]! + py * turned[i]!;
      cross(turned, force, ez);
      for (let i = 0; i < 3; i++) slopeX[i] = px * force[i]! + py * turned[i]!;
      pullNormalised(slopeX, ex, lengthX);
      pullNormalised(slopeZ, ez, lengthZ);
      cross(turned, leg, slopeZ);
      for (let i = 0; i < 3; i++) slopeX[i]! += turned[i]!;
      spread(out, x, slopeX);
      cross(turned, slopeZ, arm);
      spread(out, y, turned);
    },
  };
}

/** With unit vectors â, b̂: x along â + b̂, y along b̂ − â, z = x × y. */
function bisector(a: Weights, b: Weights, [px, py, pz]: readonly [number, number, number]): SiteFrame {
  const [ea, eb] = [new Float64Array(3), new Float64Array(3)];
  const [ex, ey, ez] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  const [slopeX, slopeY, turned] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  /** Lengths of A, B, â + b̂ and b̂ − â. */
  const axes = (d: Float64Array): readonly [number, number, number, number] => {
    combine(ea, a, d);
    combine(eb, b, d);
    const [lengthA, lengthB] = [normalise(ea), normalise(eb)];
    for (let i = 0; i < 3; i++) {
      ex[i] = ea[i]! + eb[i]!;
      ey[i] = eb[i]! - ea[i]!;
    }
    const [lengthX, lengthY] = [normalise(ex), normalise(ey)];
    cross(ez, ex, ey);
    return [lengthA, lengthB, lengthX, lengthY];
  };
  return {
    place(out, d) {
      axes(d);
      for (let i = 0; i < 3; i++) out[i] = px * ex[i]! + py * ey[i]! + pz * ez[i]!;
    },
    pull(out, d, force) {
      const [lengthA, lengthB, lengthX, lengthY] = axes(d);
      cross(turned, ey, force);
      for (let i = 0; i < 3; i++) slopeX[i] = px * force[i]! + pz * turned[i]!;
      cross(turned, force, ex);
      for (let i = 0; i < 3; i++) slopeY[i] = py * force[i]! + pz * turned[i]!;
      pullNormalised(slopeX, ex, lengthX);
      pullNormalised(slopeY, ey, lengthY);
      for (let i = 0; i < 3; i++) {
        const [ofX, ofY] = [slopeX[i]!, slopeY[i]!];
        slopeX[i] = ofX - ofY;
        slopeY[i] = ofX + ofY;
      }
      pullNormalised(slopeX, ea, lengthA);
      pullNormalised(slopeY, eb, lengthB);
      out.fill(0);
      spread(out, a, slopeX);
      spread(out, b, slopeY);
    },
  };
}

/** The arithmetic of a rule; with scratch arrays of its own. */
export function frameOf(rule: SiteRule): SiteFrame {
  switch (rule.kind) {
    case "linear":
      return linear(rule.weights);
    case "along":
      return along(rule.weights ?? [], rule.direction, rule.distance);
    case "angle":
      return atAngle(rule.distance, rule.angle);
    case "out-of-plane":
      return outOfPlane(rule.a, rule.b, rule.c);
    case "normal":
      return normalTo(rule.a, rule.b, rule.distance);
    case "local":
      return local(rule.origin, rule.x, rule.y, rule.position);
    case "bisector":
      return bisector(rule.a, rule.b, rule.position);
  }
}
