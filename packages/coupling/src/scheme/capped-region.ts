import type { CouplingParts, Level, MmModel, Potential, Region, SiteMap } from "@qmmm/core";
import { atPlace, openMolecule } from "@qmmm/core";
import { EmbeddedMolecule } from "./embedded-molecule.js";
import { requireCapabilities } from "./parts.js";

/** What one boundary makes of a region: the map, and potentials of levels that look through it. */
export interface CappedRegion {
  readonly map: SiteMap;
  /** Opens a level for the capped molecule. The caller disposes the potential. */
  open(level: Level): Promise<Potential>;
}

/** Connects a region to its surroundings and records what was decided. */
export function capRegion(parts: CouplingParts, region: Region, mm: MmModel, embedded: boolean): CappedRegion {
  const { system, boundary, hooks } = parts;
  const map = boundary.connect(system, region, mm, embedded);
  // Placing the sites once refuses a cutoff or a region that the cell can't hold, before anything is computed.
  const sites = map.apply(system.geometry);
  for (const line of map.description) parts.note(line);
  if (embedded) {
    const { charge, dipole } = map.residual(system.geometry);
    parts.note(
      `charges acting on ${region.name}: ${map.siteCount} sites, differing from the force field's outside it by ${rounded(charge)} e and a dipole of (${dipole.map(rounded).join(", ")}) e·a0`,
    );
  }
  return {
    map,
    async open(level) {
      const { molecule } = map;
      const present = { ...molecule, elements: molecule.elements.filter((element) => element !== 0) };
      const engine = await atPlace(`regions.${region.name}`, () => openMolecule(level.method, present, level.scope));
      try {
        requireCapabilities(level, engine, map, sites);
      } catch (error) {
        await engine[Symbol.asyncDispose]();
        throw error;
      }
      return new EmbeddedMolecule(engine, map, hooks);
    },
  };
}

/** Six decimals, without the sign of a zero. */
function rounded(value: number): string {
  return (Number(value.toFixed(6)) + 0).toFixed(6);
}
