/**
 * How Lennard-Jones energies end at the cutoff: not at all (`cut`), by a shift of the energy (`shift`), by forces shifted to
 * zero, by a switch of the energy, or by a switch of the force, both from a switching distance on.
 */
export const LENNARD_JONES_FORMS = ["cut", "shift", "shifted-force", "potential-switch", "force-switch"] as const;
export type LennardJonesFormName = (typeof LENNARD_JONES_FORMS)[number];

/**
 * A form ready for kernels. With t = max(0, r − `start`), each power r⁻ᵖ (p = 6, 12) becomes r⁻ᵖ + c0 + c1·t + c3·t³ + c4·t⁴,
 * and the sum is multiplied by 1 − x³(10 − 15x + 6x²), x = t/`width`, when `width` is not zero.
 */
export interface LennardJonesForm {
  /** Where the energies end, a0. */
  readonly cutoff: number;
  readonly start: number;
  readonly width: number;
  /** c0, c1, c3, c4 of r⁻⁶. */
  readonly sixth: Float64Array;
  /** c0, c1, c3, c4 of r⁻¹². */
  readonly twelfth: Float64Array;
}

/**
 * Constants of a form: shifted forces after Toxvaerd and Dyre 2011 (doi:10.1063/1.3558787), the force switch of
 * GROMACS (reference manual, "Modified non-bonded interactions"), the quintic energy switch of OpenMM and GROMACS.
 *
 * @param switchDistance - where switches begin, a0
 */
export function lennardJonesForm(name: LennardJonesFormName, cutoff: number, switchDistance: number): LennardJonesForm {
  const start = name === "shifted-force" ? 0 : name === "cut" || name === "shift" ? cutoff : switchDistance;
  return {
    cutoff,
    start,
    width: name === "potential-switch" ? cutoff - start : 0,
    sixth: powerConstants(name, 6, cutoff, start),
    twelfth: powerConstants(name, 12, cutoff, start),
  };
}

function powerConstants(name: LennardJonesFormName, p: number, cutoff: number, start: number): Float64Array {
  const end = cutoff ** -p;
  const slope = -p * cutoff ** (-p - 1);
  if (name === "shift") return Float64Array.of(-end, 0, 0, 0);
  if (name === "shifted-force") return Float64Array.of(slope * cutoff - end, -slope, 0, 0);
  if (name !== "force-switch") return new Float64Array(4);
  const width = cutoff - start;
  // The force gets A·t² + B·t³, so that it and its derivative vanish at the cutoff; the energy's constant makes it vanish too.
  const a = (-p * ((p + 4) * cutoff - (p + 1) * start)) / (cutoff ** (p + 2) * width ** 2);
  const b = (p * ((p + 3) * cutoff - (p + 1) * start)) / (cutoff ** (p + 2) * width ** 3);
  const constant = end - (a / 3) * width ** 3 - (b / 4) * width ** 4;
  return Float64Array.of(-constant, 0, -a / 3, -b / 4);
}

/** 8-point Gauss–Legendre nodes and weights on [−1, 1]. */
const GAUSS = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const;

/**
 * ∫₀^∞ (r⁻ᵖ − form(r))·r² dr with form(r) = 0 beyond the cutoff: what the form leaves out of r⁻ᵖ, per pair and 4π, a0^(3−p).
 */
export function missingIntegral(form: LennardJonesForm, p: 6 | 12, cutoff: number): number {
  const c = p === 6 ? form.sixth : form.twelfth;
  const tail = cutoff ** (3 - p) / (p - 3);
  // Up to where the form changes, it differs from r⁻ᵖ by a constant.
  const inner = (-c[0]! * form.start ** 3) / 3;
  const panels = 64;
  const width = (cutoff - form.start) / panels;
  let outer = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = form.start + (panel + 0.5) * width;
    for (const [node, weight] of GAUSS) {
      for (const sign of [-1, 1]) {
        const r = middle + (sign * node * width) / 2;
        const t = r - form.start;
        const x = t / form.width;
        const difference =
          form.width > 0
            ? r ** -p * x ** 3 * (10 - 15 * x + 6 * x * x)
            : -(c[0]! + c[1]! * t + c[2]! * t ** 3 + c[3]! * t ** 4);
        outer += (weight * width * difference * r * r) / 2;
      }
    }
  }
  return tail + inner + outer;
}
