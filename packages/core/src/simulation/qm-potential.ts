import type { Evaluation, Potential, Quantity, Want } from "../contracts/potential.js";
import { reportedProperties } from "../contracts/qm-properties.js";
import type { QmEngine } from "../contracts/quantum.js";
import { NO_FIELD } from "../contracts/quantum.js";
import { UnsupportedError } from "../errors/qmmm-error.js";
import type { Geometry } from "../model/geometry.js";
import { openVirial } from "../model/open-virial.js";
import type { Snapshot } from "../model/snapshot.js";

/** A molecule in empty space, all its atoms quantum mechanical, as a potential. */
export class QmPotential implements Potential {
  readonly supports: ReadonlySet<Quantity>;

  constructor(
    private readonly engine: QmEngine,
    private readonly level: string,
  ) {
    this.supports = new Set(engine.supports.has("forces") ? (["forces", "virial"] as const) : []);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    if (geometry.cell !== undefined) {
      throw new UnsupportedError(
        "QMMM_QM_PERIODIC",
        `The level "${this.level}" describes molecules in open space, not periodic cells`,
        {
          value: this.level,
          action: "Remove the cell, or couple the level to a force field",
        },
      );
    }
    const forces = want.forces === true || want.virial === true;
    const solution = await this.engine.solve(geometry.positions, NO_FIELD, { ...want.properties, forces }, signal);
    const terms: Record<string, number> = {};
    for (const [name, value] of Object.entries(solution.terms)) terms[`qm:${name}`] = value;
    return {
      energy: solution.energy,
      terms,
      ...(want.forces === true ? { forces: solution.forces } : {}),
      ...(want.virial === true && solution.forces !== undefined
        ? { virial: openVirial(solution.forces, geometry.positions) }
        : {}),
      ...reportedProperties(solution),
    };
  }

  snapshot(): Snapshot {
    return this.engine.snapshot();
  }

  restore(state: Snapshot): void {
    this.engine.restore(state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }
}
