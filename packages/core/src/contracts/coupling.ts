import type { SimulationHooks } from "../hooks/hooks.js";
import type { Partition, System } from "../model/system.js";
import type { Scope } from "../plugin/di.js";
import type { MmModel } from "./mechanics.js";
import type { Potential } from "./potential.js";
import type { QmMethod } from "./quantum.js";
import type { Boundary } from "./sites.js";

/** A named level of theory: a QM method with its options, and the scope that belongs to it. */
export interface Level {
  readonly name: string;
  readonly method: QmMethod;
  readonly scope: Scope;
}

/** What a coupling joins. */
export interface CouplingParts {
  readonly system: System;
  readonly partition: Partition;
  /** Resolved force field; undefined when the surroundings are described by another level only. */
  readonly mm?: MmModel | undefined;
  /** The levels of theory by name. */
  readonly levels: ReadonlyMap<string, Level>;
  readonly boundary: Boundary;
  readonly hooks: SimulationHooks;
  readonly scope: Scope;
  /** Records a decision (a link, a moved charge) for logs and results. */
  note(line: string): void;
}

/** Makes one potential out of QM levels and a force field. */
export interface Coupling {
  bind(parts: CouplingParts): Promise<Potential>;
}
