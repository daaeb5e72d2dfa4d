import type { Potential, System } from "@qmmm/core";
import { createMinimumImage, InputError, selectNonEmpty } from "@qmmm/core";
import { Centre } from "./centre.js";
import { ANGLE } from "./coordinates/angle.js";
import type { InternalCoordinate } from "./coordinates/coordinate.js";
import { DIHEDRAL } from "./coordinates/dihedral.js";
import { DISTANCE } from "./coordinates/distance.js";
import { coordinateValue, HarmonicRestraint } from "./harmonic.js";
import type { RestraintSpec } from "./options.js";
import { PositionalRestraint } from "./positional.js";
import { RestrainedPotential } from "./restrained-potential.js";
import type { Restraint } from "./restraint.js";
import { SphericalWall } from "./spherical-wall.js";

type Spec<T extends RestraintSpec["type"]> = Extract<RestraintSpec, { type: T }>;

const COORDINATES: Readonly<Record<"distance" | "angle" | "dihedral", InternalCoordinate>> = {
  distance: DISTANCE,
  angle: ANGLE,
  dihedral: DIHEDRAL,
};

function centre(selection: string, system: System): Centre {
  return new Centre(selectNonEmpty(selection, system), system.topology.masses);
}

function harmonic(spec: Spec<"distance" | "angle" | "dihedral">, name: string, system: System): Restraint {
  const { geometry } = system;
  const coordinate = COORDINATES[spec.type];
  const centres = spec.atoms.map((selection) => centre(selection, system));
  const reference =
    spec.value ?? coordinateValue(coordinate, centres, { geometry, image: createMinimumImage(geometry.cell) });
  return new HarmonicRestraint({ name, coordinate, centres, reference, forceConstant: spec.forceConstant });
}

function positional(spec: Spec<"position">, name: string, system: System): Restraint {
  const atoms = selectNonEmpty(spec.atoms, system);
  if (spec.references !== undefined && spec.references.length !== atoms.length) {
    throw new InputError(
      "QMMM_RESTRAINT_REFERENCES",
      `The restraint "${name}" gives ${spec.references.length} reference positions for ${atoms.length} selected atoms`,
      {
        value: spec.references.length,
        allowed: String(atoms.length),
        action: "Give one position per atom, in the order of the atoms in the system",
      },
    );
  }
  const references = new Float64Array(3 * atoms.length);
  atoms.forEach((atom, i) => {
    references.set(spec.references?.[i] ?? system.geometry.positions.subarray(3 * atom, 3 * atom + 3), 3 * i);
  });
  return new PositionalRestraint({ name, atoms, references, forceConstant: spec.forceConstant });
}

/** Where the centre of mass of some atoms is now, a0. */
function centreAtStart(atoms: Int32Array, system: System): [number, number, number] {
  const { geometry, topology } = system;
  const out = new Float64Array(3);
  new Centre(atoms, topology.masses).locate({ geometry, image: createMinimumImage(undefined) }, out);
  return [out[0]!, out[1]!, out[2]!];
}

function wall(spec: Spec<"wall">, name: string, system: System): Restraint {
  const atoms = selectNonEmpty(spec.atoms, system);
  const middle = spec.centre ?? centreAtStart(atoms, system);
  const where = typeof middle === "string" ? centre(middle, system) : middle;
  return new SphericalWall({ name, atoms, centre: where, radius: spec.radius, forceConstant: spec.forceConstant });
}

/**
 * Makes restraints from their description: selections and default references refer to the system given.
 *
 * @throws QmmmError `QMMM_SELECTION_…`, `QMMM_RESTRAINT_NAME` for a name used twice, `QMMM_RESTRAINT_REFERENCES`
 */
export function buildRestraints(specs: readonly RestraintSpec[], system: System): Restraint[] {
  const names = new Set<string>();
  return specs.map((spec, k) => {
    const name = spec.name ?? `${spec.type}-${k + 1}`;
    if (names.has(name)) {
      throw new InputError("QMMM_RESTRAINT_NAME", `Two restraints are called "${name}"`, {
        value: name,
        action: "Give each its own name",
      });
    }
    names.add(name);
    if (spec.type === "position") return positional(spec, name, system);
    return spec.type === "wall" ? wall(spec, name, system) : harmonic(spec, name, system);
  });
}

/** The potential with restraints, or the potential itself when there are none. */
export function restrained(potential: Potential, restraints: readonly Restraint[]): Potential {
  return restraints.length === 0 ? potential : new RestrainedPotential(potential, restraints);
}
