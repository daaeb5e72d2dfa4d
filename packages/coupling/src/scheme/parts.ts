import type { CouplingParts, Level, MmModel, QmEngine, QmQuantity, Region, SiteMap, Sites } from "@qmmm/core";
import { InputError, nearestSpelling, UnsupportedError } from "@qmmm/core";

/**
 * The region that a coupling describes; it must be the only one.
 *
 * @throws QmmmError `QMMM_COUPLING_REGION`, `QMMM_COUPLING_REGIONS`
 */
export function regionOf({ partition: { regions } }: CouplingParts, name: string): Region {
  const found = regions.find((region) => region.name === name);
  const names = regions.map((region) => region.name);
  if (found === undefined || found.atoms.length === 0) {
    const near = nearestSpelling(name, names);
    throw new InputError(
      "QMMM_COUPLING_REGION",
      found === undefined ? `There is no region named "${name}"` : `The region "${name}" has no atoms`,
      {
        value: name,
        allowed: names,
        action:
          near === undefined || near === name ? "Define it under regions, or name another" : `Did you mean "${near}"?`,
        place: { path: "coupling.region" },
      },
    );
  }
  if (regions.length > 1) {
    throw new UnsupportedError(
      "QMMM_COUPLING_REGIONS",
      `This coupling describes one region, but there are ${regions.length}: ${names.join(", ")}`,
      { value: names, allowed: [name], action: "Keep one region, or join them into one", place: { path: "regions" } },
    );
  }
  return found;
}

/**
 * A level by name; the only one (of those not named in `others`) when no name is given.
 *
 * @throws QmmmError `QMMM_COUPLING_LEVEL`
 */
export function levelOf(
  { levels }: CouplingParts,
  name: string | undefined,
  option: string,
  others: readonly string[] = [],
): Level {
  const candidates = [...levels.keys()].filter((one) => !others.includes(one));
  const chosen = name ?? (candidates.length === 1 ? candidates[0] : undefined);
  const level = chosen === undefined ? undefined : levels.get(chosen);
  if (level !== undefined) return level;
  const near = name === undefined ? undefined : nearestSpelling(name, levels.keys());
  throw new InputError(
    "QMMM_COUPLING_LEVEL",
    name !== undefined
      ? `There is no level of theory named "${name}"`
      : candidates.length === 0
        ? "There is no level of theory for the region"
        : `There are several levels of theory, and the coupling does not say which describes the region`,
    {
      ...(name === undefined ? {} : { value: name }),
      allowed: [...levels.keys()],
      action: near === undefined ? `Name one of the levels under coupling.${option}` : `Did you mean "${near}"?`,
      place: { path: `coupling.${option}` },
    },
  );
}

/** @throws QmmmError `QMMM_COUPLING_FORCEFIELD_MISSING` */
export function forceFieldOf({ mm }: CouplingParts): MmModel {
  if (mm !== undefined) return mm;
  throw new InputError("QMMM_COUPLING_FORCEFIELD_MISSING", "This coupling needs a force field for the surroundings", {
    action: "Add a force field",
    place: { path: "forcefield" },
  });
}

/**
 * Checks, before anything runs, that a level can feel the charges of a map and answer with forces on them. A level that gives
 * no forces at all can still serve for energies.
 *
 * @throws QmmmError `QMMM_COUPLING_CAPABILITY`
 */
export function requireCapabilities(level: Level, engine: QmEngine, map: SiteMap, { widths }: Sites): void {
  const forces = map.siteCount > 0 && engine.supports.has("forces");
  const needs: [quantity: QmQuantity, needed: boolean, why: string][] = [
    ["field:widths", widths.some((width) => width > 0), "Gaussian charges (the boundary's option smearing)"],
    ["fieldForces", forces, "the forces on the surroundings' charges"],
    ["fieldPotential", forces && map.constantCharges !== true, "the forces from charges that fade at a cutoff"],
  ];
  for (const [quantity, needed, why] of needs) {
    if (!needed || engine.supports.has(quantity)) continue;
    throw new UnsupportedError(
      "QMMM_COUPLING_CAPABILITY",
      `The level "${level.name}" does not offer ${quantity}, which electrostatic embedding needs for ${why}`,
      {
        value: quantity,
        allowed: [...engine.supports],
        action: "Use mechanical embedding, or a method that offers it",
        place: { path: `levels.${level.name}` },
      },
    );
  }
}
