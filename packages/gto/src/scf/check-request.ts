import {
  type ExternalField,
  InputError,
  type Molecule,
  type QmQuantity,
  type QmWant,
  requireQmSupport,
} from "@qmmm/core";

/** Nuclei closer than this can only be an error of the input, a0. */
const CLOSEST_NUCLEI = 0.1;
/** Point charges and dipoles closer than this to a nucleus have no finite energy worth computing, a0. */
const CLOSEST_SITE = 1e-3;

/**
 * Refuses what an engine can't do or can't mean.
 *
 * @throws UnsupportedError `QMMM_QUANTITY_UNSUPPORTED` for a want or field outside `supports`; InputError
 *   `QMMM_QM_POSITIONS`, `QMMM_QM_ATOMS_TOO_CLOSE`, `QMMM_QM_FIELD`, `QMMM_QM_SITE_TOO_CLOSE`
 */
export function checkRequest(
  name: string,
  supports: ReadonlySet<QmQuantity>,
  molecule: Molecule,
  nuclei: Float64Array,
  field: ExternalField,
  want: QmWant,
): void {
  requireQmSupport(name, supports, want, field);
  checkNuclei(molecule, nuclei);
  checkField(nuclei, field);
}

function checkNuclei({ elements }: Molecule, nuclei: Float64Array): void {
  if (nuclei.length !== 3 * elements.length || !nuclei.every(Number.isFinite)) {
    throw new InputError(
      "QMMM_QM_POSITIONS",
      `${elements.length} nuclei need ${3 * elements.length} finite coordinates`,
      {
        value: nuclei.length,
        action: "Check the geometry: a coordinate is missing or not a number",
      },
    );
  }
  for (let a = 0; a < elements.length; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.hypot(
        nuclei[3 * a] - nuclei[3 * b],
        nuclei[3 * a + 1] - nuclei[3 * b + 1],
        nuclei[3 * a + 2] - nuclei[3 * b + 2],
      );
      if (distance >= CLOSEST_NUCLEI) continue;
      throw new InputError(
        "QMMM_QM_ATOMS_TOO_CLOSE",
        `Atoms ${b + 1} and ${a + 1} of the QM region are only ${distance.toPrecision(3)} a0 apart`,
        { value: distance, allowed: `at least ${CLOSEST_NUCLEI} a0`, atoms: [b, a], action: "Separate the atoms" },
      );
    }
  }
}

function checkField(nuclei: Float64Array, field: ExternalField): void {
  const count = field.charges.length;
  const { sites, charges, widths, dipoles, uniform } = field;
  if (
    sites.length !== 3 * count ||
    (widths !== undefined &&
      (widths.length !== count || !widths.every((w) => w >= 0 && w < Number.POSITIVE_INFINITY))) ||
    !sites.every(Number.isFinite) ||
    !charges.every(Number.isFinite) ||
    (dipoles !== undefined && (dipoles.length !== 3 * count || !dipoles.every(Number.isFinite))) ||
    !(uniform ?? []).every(Number.isFinite)
  ) {
    throw new InputError(
      "QMMM_QM_FIELD",
      `A field of ${count} charges needs finite positions, charges, widths and dipoles`,
      {
        value: count,
        action: "Check the surroundings: a value is missing or not a number",
      },
    );
  }
  for (let k = 0; k < count; k++) {
    const dipolar = dipoles?.subarray(3 * k, 3 * k + 3).some((component) => component !== 0) ?? false;
    if (!dipolar && ((widths?.[k] ?? 0) > 0 || charges[k] === 0)) continue;
    const a = nucleusAt(nuclei, sites[3 * k], sites[3 * k + 1], sites[3 * k + 2]);
    if (a < 0) continue;
    throw new InputError(
      "QMMM_QM_SITE_TOO_CLOSE",
      `${dipolar ? "Dipole" : "Point charge"} ${k + 1} (${charges[k]} e) sits on nucleus ${a + 1} of the QM region`,
      { value: charges[k], site: k, atom: a, action: "Move the charge, or give it a width" },
    );
  }
}

/** The first nucleus that a point sits on, or −1. */
function nucleusAt(nuclei: Float64Array, x: number, y: number, z: number): number {
  for (let i = 0; i < nuclei.length; i += 3) {
    const dx = x - nuclei[i];
    const dy = y - nuclei[i + 1];
    const dz = z - nuclei[i + 2];
    if (dx * dx + dy * dy + dz * dz < CLOSEST_SITE * CLOSEST_SITE) return i / 3;
  }
  return -1;
}
