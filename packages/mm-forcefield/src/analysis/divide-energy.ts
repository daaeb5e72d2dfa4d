import { type DividedEnergy, type Division, groupPairAt, type KernelTable } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import type { ListedPairs } from "../kernels/signatures.js";
import type { CoulombSum } from "../long-range/coulomb-sum.js";
import { dispersionConstants } from "../long-range/dispersion-correction.js";
import type { DispersionMesh } from "../long-range/dispersion-mesh.js";
import { EwaldCoulomb } from "../long-range/ewald-coulomb.js";
import { volumeOf } from "../long-range/ewald-sum.js";
import { ewaldScreening, screeningAtZero } from "../long-range/screening.js";
import type { NonbondedTreatment } from "../long-range/treatment.js";
import { bondedLists } from "../model/bonded-kernels.js";
import type { KeptTerms } from "../model/masking.js";
import type { CmapTables } from "../parameters/cmap-splines.js";
import { divideDispersionMesh } from "./divide-dispersion-mesh.js";
import { divideListed } from "./divide-listed.js";
import { divideReciprocal } from "./divide-reciprocal.js";
import { PairSystem } from "./pair-system.js";
import { Tally } from "./tally.js";

/** What a force field's potential consists of. */
export interface DividedParts {
  readonly terms: KeptTerms;
  readonly cmaps: CmapTables;
  readonly cutoff: number | undefined;
  readonly treatment: NonbondedTreatment | undefined;
  readonly sum: CoulombSum | undefined;
  readonly mesh: DispersionMesh | undefined;
  /** Within the cutoff or a little farther; absent without one: all pairs. */
  readonly list: ListedPairs | undefined;
  readonly kernels: KernelTable;
}

/**
 * Divides an energy among groups of atoms, and its virial among atoms where wanted: bonded terms one after the other, listed pairs
 * by pairs of groups, both by the kernels that give the whole energy, and the reciprocal sum by linearity. Takes some five times as
 * long as the energy, and one reciprocal sum for each group: for an analysis now and then, not for every step.
 *
 * @param positions - a0, 3N
 * @param cell - as kernels take it
 */
export function divideEnergy(
  parts: DividedParts,
  positions: Float64Array,
  cell: Float64Array,
  division: Division,
): DividedEnergy {
  const tally = new Tally(division);
  divideBonded(tally, parts, positions, cell);
  dividePairs(tally, parts, positions, cell);
  divideCoulombRest(tally, parts, positions, cell, division);
  divideDispersion(tally, parts, cell, division);
  const { mesh, list, kernels } = parts;
  if (mesh !== undefined && list !== undefined)
    divideDispersionMesh(tally, mesh, positions, cell, list, division, kernels);
  return tally.result();
}

function divideBonded(tally: Tally, parts: DividedParts, positions: Float64Array, cell: Float64Array): void {
  const { terms, cmaps, kernels } = parts;
  const forces = new Float64Array(tally.wantVirials ? positions.length : 0);
  const virial = new Float64Array(tally.wantVirials ? 9 : 0);
  const energies = new Float64Array(2);
  const each = (atoms: ArrayLike<number>, run: () => void, ...names: readonly (string | undefined)[]): void => {
    energies.fill(0);
    virial.fill(0);
    run();
    names.forEach((name, n) => {
      if (name !== undefined) tally.add(tally.of(name), atoms, energies[n]!);
    });
    if (tally.wantVirials) tally.addVirial(atoms, virial);
  };
  for (const { name, kernel, atoms: size, terms: list } of bondedLists(terms)) {
    const count = list.atoms.length / size;
    const width = list.parameters.length / count;
    const call = kernels.get(kernel);
    for (let n = 0; n < count; n++) {
      const atoms = list.atoms.subarray(size * n, size * (n + 1));
      const parameters = list.parameters.subarray(width * n, width * (n + 1));
      each(atoms, () => call(energies, forces, virial, positions, cell, atoms, parameters), name);
    }
  }
  const cmap = kernels.get("mm/cmap");
  for (let n = 0; n < terms.cmaps.gridOf.length; n++) {
    const eight = terms.cmaps.atoms.subarray(8 * n, 8 * n + 8);
    const [start, size] = [cmaps.starts.subarray(n, n + 1), cmaps.sizes.subarray(n, n + 1)];
    const run = (): void => cmap(energies, forces, virial, positions, cell, eight, start, size, cmaps.grids);
    each([...new Set(eight)], run, "cmap");
  }
  const { exceptions, lennardJones14, coulomb14 } = terms;
  if (!lennardJones14 && !coulomb14) return;
  const call = kernels.get("mm/exceptions");
  const names = [lennardJones14 ? "lennardJones14" : undefined, coulomb14 ? "coulomb14" : undefined];
  for (let n = 0; 2 * n < exceptions.atoms.length; n++) {
    const atoms = exceptions.atoms.subarray(2 * n, 2 * n + 2);
    const parameters = exceptions.parameters.subarray(3 * n, 3 * n + 3);
    each(atoms, () => call(energies, forces, virial, positions, cell, atoms, parameters), ...names);
  }
}

function dividePairs(tally: Tally, parts: DividedParts, positions: Float64Array, cell: Float64Array): void {
  const { terms, treatment, sum, list, kernels } = parts;
  const { pairs, lennardJones, coulomb } = terms;
  if (!lennardJones && !coulomb) return;
  const energies = {
    lennardJones: lennardJones ? tally.of("lennardJones") : undefined,
    coulomb: coulomb ? tally.of("coulomb") : undefined,
  };
  if (list !== undefined && sum !== undefined && treatment !== undefined) {
    divideListed(tally, energies, pairs, treatment.form, sum, list, positions, cell, kernels);
    return;
  }
  const system = new PairSystem(pairs, kernels, tally.wantVirials);
  const atoms = new Int32Array(2);
  const d = new Float64Array(3);
  const { exclusionStart, exclusions } = pairs;
  for (let i = 0; i < pairs.charges.length; i++) {
    const excluded = exclusions.subarray(exclusionStart[i]!, exclusionStart[i + 1]!);
    for (let j = i + 1; j < pairs.charges.length; j++) {
      if (excluded.includes(j)) continue;
      difference(d, 0, positions, 3 * i, 3 * j, cell);
      system.bare(i, j, d);
      atoms[0] = i;
      atoms[1] = j;
      if (energies.lennardJones !== undefined) tally.add(energies.lennardJones, atoms, system.energies[0]!);
      if (energies.coulomb !== undefined) tally.add(energies.coulomb, atoms, system.energies[1]!);
      if (tally.wantVirials) tally.addVirial(atoms, system.virial);
    }
  }
}

/** Excluded pairs, the reciprocal sum, and what each charge has with itself. */
function divideCoulombRest(
  tally: Tally,
  { terms, treatment, kernels }: DividedParts,
  positions: Float64Array,
  cell: Float64Array,
  division: Division,
): void {
  const { pairs, coulomb } = terms;
  const longRange = treatment?.longRange;
  const screening = longRange === undefined ? treatment?.damped : ewaldScreening(longRange.beta);
  if (!coulomb || screening === undefined) return;
  const energies = tally.of("coulomb");
  const system = new PairSystem(pairs, kernels, tally.wantVirials);
  const d = new Float64Array(3);
  for (let i = 0; i < pairs.charges.length; i++) {
    for (let n = pairs.exclusionStart[i]!; n < pairs.exclusionStart[i + 1]!; n++) {
      const j = pairs.exclusions[n]!;
      difference(d, 0, positions, 3 * i, 3 * j, cell);
      system.excluded(i, j, d, screening);
      tally.add(energies, [i, j], system.energies[1]!);
      if (tally.wantVirials) tally.addVirial([i, j], system.virial);
    }
  }
  if (longRange !== undefined) {
    divideReciprocal(energies, division, longRange, pairs, kernels, positions, cell);
    if (tally.wantVirials)
      new EwaldCoulomb(longRange, pairs, kernels).addAtomVirials(tally.atomVirials, positions, cell);
    return;
  }
  pairs.charges.forEach((q, atom) => {
    const kept = pairs.coulombKept[2 * pairs.region[atom]!]!;
    tally.add(energies, [atom], -0.5 * screeningAtZero(screening) * q * q * kept);
  });
}

/** The correction acts between types of atoms, alike for all atoms of a type. */
function divideDispersion(
  tally: Tally,
  { terms, cutoff, treatment }: DividedParts,
  cell: Float64Array,
  { groupOf, groupCount }: Division,
): void {
  const { pairs, dispersion } = terms;
  if (dispersion === undefined || treatment === undefined || treatment.dispersion === "none" || cutoff === undefined) {
    return;
  }
  const { typeCount } = pairs;
  const width = groupCount * typeCount;
  const spread = (constants: Float64Array): Float64Array =>
    Float64Array.from({ length: width * width }, (_, k) => {
      const [a, b] = [Math.floor(k / width) % typeCount, k % typeCount];
      return constants[a * typeCount + b]!;
    });
  const typeOf = pairs.typeOf.map((type, atom) => type + groupOf[atom]! * typeCount);
  const table = { typeOf, typeCount: width, c12: spread(pairs.c12), c6: spread(pairs.c6) };
  const constants = dispersionConstants(table, treatment.form, cutoff, treatment.dispersion, pairs);
  const energies = tally.of("dispersionCorrection");
  const ofType = new Float64Array(width);
  const volume = volumeOf(cell);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) {
      const energy = constants[a * width + b]! / volume;
      const [groupA, groupB] = [Math.floor(a / typeCount), Math.floor(b / typeCount)];
      energies[groupPairAt(groupA, groupB)] += energy;
      ofType[a] += energy / 2;
      ofType[b] += energy / 2;
    }
  }
  if (!tally.wantVirials) return;
  const members = new Float64Array(width);
  for (const type of typeOf) members[type]!++;
  typeOf.forEach((type, atom) => {
    tally.addPressure(atom, ofType[type]! / members[type]!);
  });
}
