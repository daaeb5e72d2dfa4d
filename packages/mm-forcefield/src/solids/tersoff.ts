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
import { readTersoff, type TersoffEntry } from "@qmmm/io";
import { z } from "zod";
import { type ElementTypes, elementTypes } from "./element-types.js";
import { TERSOFF_PAIR as PAIR, TERSOFF_TRIPLET as TRIPLET, type TripletParameters } from "./kernels/signatures.js";
import { solidOptions } from "./options.js";
import { SolidModel } from "./solid-model.js";
import { longest, tripletTable } from "./triplet-tables.js";

/** Options of the force field `tersoff`. */
export const TersoffOptions = z.strictObject({
  file: z.string().min(1).describe("Potential file in LAMMPS format, such as Si.tersoff"),
  ...solidOptions,
});

/** The potential of Tersoff (1988, doi:10.1103/PhysRevB.37.6991; several elements: doi:10.1103/PhysRevB.39.5566). */
@injectable()
export class TersoffForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof TersoffOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_FILE_…` */
  async assign({ topology }: System): Promise<MmModel> {
    const { file, elements, skin } = this.options;
    const { units, entries } = readTersoff(await this.resources.read(file), file);
    const known = new Set(entries.map((entry) => entry.elements[0]));
    const types = elementTypes(topology, known, elements, file);
    const parameters = tersoffParameters(types, entries, file);
    return new SolidModel(
      topology.atomCount,
      {
        terms: ["repulsion", "bondOrder"],
        cutoff: longest(parameters.pairs, PAIR.size, PAIR.reach),
        clusters: false,
        bind(kernels) {
          const kernel = kernels.get("mm/tersoff");
          return (...args) => kernel(...args, parameters);
        },
      },
      skin,
      { potential: "Tersoff", parameters: file, units: units.name },
    );
  }
}

function tersoffParameters(
  { names, typeOf }: ElementTypes,
  entries: readonly TersoffEntry[],
  file: string,
): TripletParameters {
  const typeCount = names.length;
  const table = tripletTable(names, entries, file);
  const pairs = new Float64Array(typeCount ** 2 * PAIR.size);
  const triplets = new Float64Array(typeCount ** 3 * TRIPLET.size);
  for (const [at, { m, gamma, lambda3, c, d, cosTheta0, R, D }] of table.entries()) {
    triplets.set([m, gamma, lambda3, c * c, d * d, cosTheta0, R, D], at * TRIPLET.size);
  }
  for (let i = 0; i < typeCount; i++) {
    for (let k = 0; k < typeCount; k++) {
      const { A, lambda1, B, lambda2, beta, n } = table[(i * typeCount + k) * typeCount + k]!;
      const reaches = names.map((_, j) => {
        const { R, D } = table[(i * typeCount + j) * typeCount + k]!;
        return R + D;
      });
      pairs.set([Math.max(...reaches), A, lambda1, B, lambda2, beta, n], (i * typeCount + k) * PAIR.size);
    }
  }
  return { typeOf, typeCount, pairs, triplets };
}
