import { FileError } from "@qmmm/core";
import type { BondedTerms, MmParameters } from "./mm-parameters.js";

/**
 * Returns parameters that were read from a file, if all are finite: a number such as 1e300 overflows in other units.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function requireFinite(parameters: MmParameters, file: string): MmParameters {
  const { lennardJones, charges, cmaps } = parameters;
  const check = (what: string, numbers: Float64Array | undefined): void => {
    const bad = numbers?.find((number) => !Number.isFinite(number));
    if (bad === undefined) return;
    throw new FileError("QMMM_FILE_FORMAT", `${file}: a number of the ${what} is too large`, {
      value: String(bad),
      allowed: "finite numbers",
      action: "Check that the file is complete and in the format that its name says",
      place: { file },
    });
  };
  check("charges", charges);
  check("Lennard-Jones parameters", lennardJones.c12);
  check("Lennard-Jones parameters", lennardJones.c6);
  check("Lennard-Jones parameters", lennardJones.c4);
  for (const grid of cmaps?.grids ?? []) check("CMAP corrections", grid.energies);
  const bonded: Readonly<Record<string, BondedTerms | undefined>> = {
    bonds: parameters.bonds,
    angles: parameters.angles,
    "Urey-Bradley terms": parameters.ureyBradley,
    torsions: parameters.torsions,
    impropers: parameters.impropers,
    "harmonic impropers": parameters.harmonicImpropers,
    "1-4 pairs": parameters.exceptions,
  };
  for (const [what, terms] of Object.entries(bonded)) check(what, terms?.parameters);
  return parameters;
}
