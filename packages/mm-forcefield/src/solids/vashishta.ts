import {
  type ForceField,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  RESOURCES,
  type Resources,
  type System,
} from "@qmmm/core";
import { readVashishta, type VashishtaEntry } from "@qmmm/io";
import { z } from "zod";
import { type ElementTypes, elementTypes } from "./element-types.js";
import { ANGLE_TRIPLET, VASHISHTA_PAIR as PAIR, type TripletParameters } from "./kernels/signatures.js";
import { solidOptions } from "./options.js";
import { SolidModel } from "./solid-model.js";
import { longest, requireSymmetricPairs, tripletTable } from "./triplet-tables.js";

/** Options of the force field `vashishta`. */
export const VashishtaOptions = z.strictObject({
  file: z.string().min(1).describe("Potential file in LAMMPS format, such as SiO.1990.vashishta"),
  coulombConstant: z
    .enum(["lammps", "SI"])
    .default("lammps")
    .describe("Coulomb constant between the effective charges: LAMMPS's own (14.399645 eV Å), or the SI value"),
  ...solidOptions,
});

/** The potential of Vashishta, Kalia, Rino and Ebbsjö (1990, doi:10.1103/PhysRevB.41.12197). */
@injectable()
export class VashishtaForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof VashishtaOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_AMBIGUOUS`, `QMMM_FILE_…` */
  async assign({ topology }: System): Promise<MmModel> {
    const { file, elements, skin, coulombConstant } = this.options;
    const { units, entries } = readVashishta(await this.resources.read(file), file);
    const known = new Set(entries.map((entry) => entry.elements[0]));
    const types = elementTypes(topology, known, elements, file);
    const coulomb = coulombConstant === "SI" ? 1 : units.coulomb;
    const parameters = vashishtaParameters(types, entries, coulomb, file);
    const cutoff = Math.max(
      longest(parameters.pairs, PAIR.size, PAIR.cutoff),
      longest(parameters.pairs, PAIR.size, PAIR.pole),
    );
    return new SolidModel(
      topology.atomCount,
      {
        terms: ["pair", "threeBody"],
        cutoff,
        clusters: true,
        bind(kernels) {
          const kernel = kernels.get("mm/vashishta");
          return (...args) => kernel(...args, parameters);
        },
      },
      skin,
      {
        potential: "Vashishta",
        parameters: file,
        units: units.name,
        coulombConstant: `${coulombConstant}, ${coulomb} of the SI value`,
      },
    );
  }
}

function vashishtaParameters(
  { names, typeOf }: ElementTypes,
  entries: readonly VashishtaEntry[],
  coulomb: number,
  file: string,
): TripletParameters {
  const typeCount = names.length;
  const table = tripletTable(names, entries, file);
  const twoBody = ({ H, eta, Zi, Zj, lambda1, D, lambda4, W, cutoff }: VashishtaEntry) => ({
    H,
    eta,
    Zi·Zj: Zi * Zj,
    lambda1,
    D,
    lambda4,
    W,
    cutoff,
  });
  requireSymmetricPairs(table, typeCount, twoBody, file);
  const pairs = new Float64Array(typeCount ** 2 * PAIR.size);
  const triplets = new Float64Array(typeCount ** 3 * ANGLE_TRIPLET.size);
  for (const [at, { B, cosTheta0, C }] of table.entries()) triplets.set([B, cosTheta0, C], at * ANGLE_TRIPLET.size);
  for (let i = 0; i < typeCount; i++) {
    for (let j = 0; j < typeCount; j++) {
      const entry = table[(i * typeCount + j) * typeCount + j]!;
      pairs.set(pairNumbers(entry, coulomb), (i * typeCount + j) * PAIR.size);
    }
  }
  return { typeOf, typeCount, pairs, triplets };
}

/** In the order of `VASHISHTA_PAIR`. */
function pairNumbers(entry: VashishtaEntry, coulomb: number): readonly number[] {
  const { H, eta, Zi, Zj, lambda1, D, lambda4, W, cutoff: rc, gamma, r0 } = entry;
  if (rc === 0) return [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, gamma, r0];
  const charges = Zi * Zj * coulomb;
  const steric = H / rc ** eta;
  const screened = (charges * Math.exp(-rc / lambda1)) / rc;
  const dipole = (D * Math.exp(-rc / lambda4)) / rc ** 4;
  const dispersion = W / rc ** 6;
  const slope = (4 * dipole + 6 * dispersion - eta * steric - screened) / rc + dipole / lambda4 - screened / lambda1;
  return [
    rc,
    H,
    eta,
    charges,
    1 / lambda1,
    D,
    1 / lambda4,
    W,
    steric + screened - dipole - dispersion,
    slope,
    gamma,
    r0,
  ];
}
