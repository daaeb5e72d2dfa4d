import type { PythonValue } from "./python-tables.js";

/** Factors of a pair three bonds apart. */
export interface PairScale {
  readonly coulomb: number;
  readonly lennardJones: number;
}

/** Scales of 1–4 pairs by the four types along the bonds. */
export class PairScales {
  private constructor(private readonly byTypes: ReadonlyMap<string, PairScale>) {}

  /** GLYCAM: the listed pairs are not scaled at all. */
  static ofGlycam(tables: ReadonlyMap<string, PythonValue>): PairScales {
    const types = tables.get("unscaled_types") as readonly PythonValue[];
    return new PairScales(new Map(types.map((four) => [JSON.stringify(four), { coulomb: 1, lennardJones: 1 }])));
  }

  /** Lipid21: divisors of its own, where Amber's are 1.2 and 2. */
  static ofLipids(tables: ReadonlyMap<string, PythonValue>): PairScales {
    const divisors = (name: string) => tables.get(name) as ReadonlyMap<string, number>;
    const [coulomb, lennardJones] = [divisors("scee_table"), divisors("scnb_table")];
    const types = new Set([...coulomb.keys(), ...lennardJones.keys()]);
    return new PairScales(
      new Map(
        Array.from(types, (four) => [
          four,
          { coulomb: 1 / (coulomb.get(four) ?? 1.2), lennardJones: 1 / (lennardJones.get(four) ?? 2) },
        ]),
      ),
    );
  }

  /** The scale of the ends of a chain, as its types stand in this direction, which OpenMM does not turn round either. */
  of(types: readonly string[]): PairScale | undefined {
    return this.byTypes.get(JSON.stringify(types));
  }
}
