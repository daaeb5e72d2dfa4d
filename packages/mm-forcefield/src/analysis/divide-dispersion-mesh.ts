import { type Division, groupPairAt, type KernelTable } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import type { ListedPairs } from "../kernels/signatures.js";
import type { DispersionMesh } from "../long-range/dispersion-mesh.js";
import { asCharges } from "../long-range/dispersion-pairs.js";
import { lennardJonesForm } from "../long-range/lennard-jones-form.js";
import { divideListed } from "./divide-listed.js";
import type { Tally } from "./tally.js";

const NONE = new Float64Array(0);
const ONE_PAIR = Int32Array.of(0, 1, 1);
const THE_OTHER = Int32Array.of(1);

/** Divides what a mesh of dispersion adds: pairs like those of charges, excluded ones one by one, the mesh by linearity. */
export function divideDispersionMesh(
  tally: Tally,
  mesh: DispersionMesh,
  positions: Float64Array,
  cell: Float64Array,
  list: ListedPairs,
  division: Division,
  kernels: KernelTable,
): void {
  const energies = tally.of("lennardJones");
  const { atoms, table } = mesh;
  const { cutoff } = mesh.settings;
  const pairs = { lennardJones: undefined, coulomb: energies };
  const form = lennardJonesForm("cut", cutoff, cutoff);
  const sum = { table, evaluate: () => 0 };
  divideListed(tally, pairs, asCharges(atoms), form, sum, mesh.listed(list), positions, cell, kernels);
  divideExclusions(tally, energies, mesh, positions, cell, kernels);
  divideSum(energies, mesh, positions, cell, division);
  if (tally.wantVirials) addAtomVirials(tally.atomVirials, mesh, positions, cell);
}

function divideExclusions(
  tally: Tally,
  energies: Float64Array,
  { atoms, excluded, settings }: DispersionMesh,
  positions: Float64Array,
  cell: Float64Array,
  kernels: KernelTable,
): void {
  const kernel = kernels.get("mm/dispersionExclusions");
  const { coefficients, region, kept } = atoms;
  const places = new Float64Array(6);
  const [energy, virial] = [new Float64Array(1), new Float64Array(tally.wantVirials ? 9 : 0)];
  const forces = new Float64Array(tally.wantVirials ? 6 : 0);
  for (let i = 0; i < coefficients.length; i++) {
    for (let n = excluded.exclusionStart[i]!; n < excluded.exclusionStart[i + 1]!; n++) {
      const j = excluded.exclusions[n]!;
      difference(places, 0, positions, 3 * i, 3 * j, cell);
      energy.fill(0);
      virial.fill(0);
      const pair = {
        coefficients: Float64Array.of(coefficients[i]!, coefficients[j]!),
        region: Uint8Array.of(region[i]!, region[j]!),
        kept,
      };
      kernel(energy, forces, virial, places, NONE, pair, settings.beta, ONE_PAIR, THE_OTHER);
      tally.add(energies, [i, j], energy[0]!);
      if (tally.wantVirials) tally.addVirial([i, j], virial);
    }
  }
}

/** The potential of one group acting on another, and what takes out each atom's interaction with itself. */
function divideSum(
  energies: Float64Array,
  mesh: DispersionMesh,
  positions: Float64Array,
  cell: Float64Array,
  { groupOf, groupCount }: Division,
): void {
  const potential = new Float64Array(groupOf.length);
  for (const { factor, charges: c } of mesh.parts()) {
    for (let group = 0; group < groupCount; group++) {
      const source = c.map((x, atom) => (groupOf[atom] === group ? x : 0));
      mesh.sum.evaluate(potential, NONE, NONE, positions, source, cell);
      for (let atom = 0; atom < c.length; atom++) {
        energies[groupPairAt(group, groupOf[atom]!)]! += 0.5 * factor * c[atom]! * potential[atom]!;
        energies[groupPairAt(group, group)]! += factor * mesh.own(source[atom]!);
      }
    }
  }
}

/** Each atom's share of the virial of the mesh: one factor of the energy of a wave is a sum over atoms. */
function addAtomVirials(shares: Float64Array, mesh: DispersionMesh, positions: Float64Array, cell: Float64Array): void {
  const potential = new Float64Array(mesh.atoms.coefficients.length);
  for (const { factor, charges: c } of mesh.parts()) {
    for (let a = 0; a < 3; a++) {
      for (let b = a; b < 3; b++) {
        mesh.sum.component(potential, a, b, positions, c, cell);
        for (let atom = 0; atom < c.length; atom++) {
          const share = 0.5 * factor * c[atom]! * potential[atom]!;
          shares[9 * atom + 3 * a + b]! += share;
          if (a !== b) shares[9 * atom + 3 * b + a]! += share;
        }
      }
    }
  }
}
