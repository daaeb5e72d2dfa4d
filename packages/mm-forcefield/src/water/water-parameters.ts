import { InputError, type Topology, type VirtualSite } from "@qmmm/core";
import { pairLists } from "../parameters/exclusions.js";
import { lennardJonesTable } from "../parameters/lennard-jones.js";
import { type MmParameters, TermList } from "../parameters/mm-parameters.js";
import { findWaters } from "./find-waters.js";
import { hydrogenDistance, siteWeight, type WaterModel } from "./water-models.js";

/** Force constants of harmonic bonds and angles, E = k(x − x0)²: Eh/a0² and Eh/rad². */
export interface Flexibility {
  readonly bond: number;
  readonly angle: number;
}

/** What the parameters of water depend on beside the model. */
export interface WaterOptions {
  /** Name of the force field, for messages. */
  readonly name: string;
  /** Absent: rigid molecules. */
  readonly flexible?: Flexibility | undefined;
  readonly cutoff?: number | undefined;
  readonly skin: number;
}

/**
 * The parameters of a system of waters.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming what is not water, `QMMM_MM_TOPOLOGY_MISMATCH` for molecules with
 * more or fewer sites than the model has
 */
export function waterParameters(topology: Topology, model: WaterModel, options: WaterOptions): MmParameters {
  const { atomCount } = topology;
  const { hydrogenCharge, bondLength, angle } = model;
  const { flexible, cutoff, skin } = options;
  const bonds = new TermList();
  const angles = new TermList();
  const fixed = new TermList();
  const excluded: [number, number][] = [];
  const virtualSites: VirtualSite[] = [];
  const charges = new Float64Array(atomCount);
  const typeOf = new Int32Array(atomCount).fill(1);
  const weight = siteWeight(model);
  for (const { oxygen, hydrogens, site } of findWaters(topology, options.name)) {
    const [first, second] = hydrogens;
    if ((site === undefined) !== (weight === 0)) throw wrongSites(topology, oxygen, model);
    charges[site ?? oxygen] = -2 * hydrogenCharge;
    charges[first] = charges[second] = hydrogenCharge;
    typeOf[oxygen] = 0;
    const members = [oxygen, first, second, ...(site === undefined ? [] : [site])];
    members.forEach((i, n) => {
      for (const j of members.slice(n + 1)) excluded.push([Math.min(i, j), Math.max(i, j)]);
    });
    if (site !== undefined) {
      const rule = { kind: "linear", weights: [weight, weight] } as const;
      virtualSites.push({ site, parents: [oxygen, first, second], rule });
    }
    if (flexible === undefined) {
      fixed.add([oxygen, first], [bondLength]);
      fixed.add([oxygen, second], [bondLength]);
      fixed.add([first, second], [hydrogenDistance(model)]);
    } else {
      for (const hydrogen of hydrogens) bonds.add([oxygen, hydrogen], [flexible.bond, bondLength]);
      angles.add([first, oxygen, second], [flexible.angle, angle]);
    }
  }
  const none = new TermList().finish();
  const rigid = fixed.finish();
  return {
    atomCount,
    charges,
    coulombScale: 1,
    bonds: bonds.finish(),
    angles: angles.finish(),
    torsions: none,
    impropers: none,
    lennardJones: lennardJonesTable(typeOf, [model.lennardJones, { sigma: 0, epsilon: 0 }], "lorentz-berthelot"),
    ...pairLists(atomCount, excluded),
    exceptions: none,
    ...(virtualSites.length === 0 ? {} : { virtualSites }),
    ...(flexible === undefined ? { constraints: { pairs: rigid.atoms, lengths: rigid.parameters } } : {}),
    cutoff,
    skin,
    conventions: {
      forceField:
        flexible === undefined
          ? `${model.title}, rigid`
          : `${model.title}, flexible (553 kcal/mol/Å², 100 kcal/mol/rad²)`,
      source: model.source,
      coulombScale: 1,
      cutoff: cutoff === undefined ? "none" : "shifted force",
    },
  };
}

function wrongSites({ residues, residueOf }: Topology, oxygen: number, model: WaterModel): InputError {
  const residue = residues[residueOf[oxygen]!]!;
  const needed = model.siteDistance > 0 ? "one" : "none";
  return new InputError(
    "QMMM_MM_TOPOLOGY_MISMATCH",
    `The water with the oxygen ${oxygen} (from 0), ${residue.name} ${residue.id}, has ${needed === "one" ? "no site" : "a site"} without a nucleus, but ${model.title} needs ${needed}`,
    {
      value: oxygen,
      allowed: `${needed} per molecule`,
      action: needed === "one" ? "Set addVirtualSites to true" : "Remove the sites, or choose a model of four sites",
    },
  );
}
