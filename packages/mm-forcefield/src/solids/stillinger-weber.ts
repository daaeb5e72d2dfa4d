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
import { readStillingerWeber, type StillingerWeberEntry } from "@qmmm/io";
import { z } from "zod";
import { type ElementTypes, elementTypes } from "./element-types.js";
import { ANGLE_TRIPLET, STILLINGER_WEBER_PAIR as PAIR, type TripletParameters } from "./kernels/signatures.js";
import { solidOptions } from "./options.js";
import { SolidModel } from "./solid-model.js";
import { longest, requireSymmetricPairs, tripletTable } from "./triplet-tables.js";

/** Options of the force field `stillinger-weber`. */
export const StillingerWeberOptions = z.strictObject({
  file: z.string().min(1).describe("Potential file in LAMMPS format, such as Si.sw"),
  ...solidOptions,
});

/** The potential of Stillinger and Weber (1985, doi:10.1103/PhysRevB.31.5262), for any elements. */
@injectable()
export class StillingerWeberForceField implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof StillingerWeberOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_AMBIGUOUS`, `QMMM_FILE_…` */
  async assign({ topology }: System): Promise<MmModel> {
    const { file, elements, skin } = this.options;
    const { units, entries } = readStillingerWeber(await this.resources.read(file), file);
    const known = new Set(entries.map((entry) => entry.elements[0]));
    const types = elementTypes(topology, known, elements, file);
    const parameters = stillingerWeberParameters(types, entries, file);
    const cutoff = longest(parameters.pairs, PAIR.size, PAIR.cutoff);
    return new SolidModel(
      topology.atomCount,
      {
        terms: ["pair", "threeBody"],
        cutoff,
        clusters: true,
        bind(kernels) {
          const kernel = kernels.get("mm/stillingerWeber");
          return (...args) => kernel(...args, parameters);
        },
      },
      skin,
      { potential: "Stillinger–Weber", parameters: file, units: units.name },
    );
  }
}

function stillingerWeberParameters(
  { names, typeOf }: ElementTypes,
  entries: readonly StillingerWeberEntry[],
  file: string,
): TripletParameters {
  const typeCount = names.length;
  const table = tripletTable(names, entries, file);
  requireSymmetricPairs(
    table,
    typeCount,
    ({ epsilon, sigma, a, A, B, p, q }) => ({ epsilon, sigma, a, A, B, p, q }),
    file,
  );
  const pairs = new Float64Array(typeCount ** 2 * PAIR.size);
  const triplets = new Float64Array(typeCount ** 3 * ANGLE_TRIPLET.size);
  for (const [at, entry] of table.entries()) {
    triplets.set([entry.lambda * entry.epsilon, entry.cosTheta0, 0], at * ANGLE_TRIPLET.size);
  }
  for (let i = 0; i < typeCount; i++) {
    for (let j = 0; j < typeCount; j++) {
      const { epsilon, sigma, A, B, p, q, a, gamma, tol } = table[(i * typeCount + j) * typeCount + j]!;
      pairs.set(
        [cutoffOf(a * sigma, gamma, sigma, tol), A * epsilon, B, sigma, p, q, a * sigma, gamma * sigma],
        (i * typeCount + j) * PAIR.size,
      );
    }
  }
  return { typeOf, typeCount, pairs, triplets };
}

/** With a tolerance, pairs end where exp(σ/(r − aσ)), or exp(γσ/(r − aσ)) if that fades later, reaches it. */
function cutoffOf(pole: number, gamma: number, sigma: number, tol: number): number {
  if (tol === 0) return pole;
  return pole + (Math.min(1, gamma) * sigma) / Math.log(Math.min(tol, 0.01));
}
