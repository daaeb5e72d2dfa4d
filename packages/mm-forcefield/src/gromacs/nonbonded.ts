import type { GromacsAtom, GromacsAtomType, GromacsInteraction, GromacsTopology } from "@qmmm/io";
import type { LennardJonesTable } from "../parameters/mm-parameters.js";
import { invalid, missing, unsupported } from "./errors.js";
import { KJ, NM } from "./units.js";

/** C12 and C6 of a pair, kJ/mol nm¹² and nm⁶. */
interface PairConstants {
  readonly c12: number;
  readonly c6: number;
}

/** The same for both orders of two types. */
export function typePairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/**
 * Lennard-Jones parameters as GROMACS derives them (grompp): combination rules 1 to 3, `[ nonbond_params ]` over them,
 * pairs from the line, from `[ pairtypes ]`, or generated: `fudgeLJ` times the nonbonded parameters, those of
 * `[ nonbond_params ]` included.
 */
export class GromacsNonbonded {
  private readonly overrides = new Map<string, PairConstants>();
  private readonly pairTypes = new Map<string, PairConstants>();
  /** Otherwise all pairs but those of `[ pairs ]` are by Buckingham's function. */
  private readonly isLennardJones: boolean;

  /** @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID` */
  constructor(private readonly topology: GromacsTopology) {
    const { nonbondedFunction, generatePairs } = topology.defaults;
    this.isLennardJones = nonbondedFunction === 1;
    if (!this.isLennardJones && generatePairs) {
      throw invalid({ file: topology.file }, "pairs can not be generated from a Buckingham potential", {
        value: "gen-pairs yes",
        allowed: "no",
        action: "State the pairs in [ pairs ] or [ pairtypes ]",
      });
    }
    for (const [target, section] of [
      [this.overrides, "nonbond_params"],
      [this.pairTypes, "pairtypes"],
    ] as const) {
      if (section === "nonbond_params" && !this.isLennardJones) continue;
      for (const type of topology.types[section]) {
        if (type.function !== 1) {
          throw unsupported(type.place, `function ${type.function} of [ ${section} ]`, {
            value: type.function,
            allowed: "1",
          });
        }
        if (type.parameters.length < 2) {
          throw invalid(type.place, `[ ${section} ] needs two parameters`, { value: type.parameters.length });
        }
        const [first, second] = type.types as [string, string];
        target.set(typePairKey(first, second), this.constantsOf(type.parameters[0]!, type.parameters[1]!));
      }
    }
  }

  /** Parameters as the file has them: C6 and C12 of rule 1, else σ and ε; a negative σ means no attraction. */
  private constantsOf(first: number, second: number): PairConstants {
    if (this.topology.defaults.combinationRule === 1) return { c6: first, c12: second };
    const sixth = first ** 6;
    return { c6: first < 0 ? 0 : 4 * second * sixth, c12: 4 * second * sixth * sixth };
  }

  private combined(a: GromacsAtomType, b: GromacsAtomType): PairConstants {
    const [a1, a2] = a.parameters as [number, number];
    const [b1, b2] = b.parameters as [number, number];
    const rule = this.topology.defaults.combinationRule;
    if (rule === 1) return { c6: Math.sqrt(a1 * b1), c12: Math.sqrt(a2 * b2) };
    const [sigmaA, sigmaB] = [Math.abs(a1), Math.abs(b1)];
    const sigma = rule === 2 ? (sigmaA + sigmaB) / 2 : Math.sqrt(sigmaA * sigmaB);
    return this.constantsOf(a1 < 0 || b1 < 0 ? -sigma : sigma, Math.sqrt(a2 * b2));
  }

  private nonbonded(a: GromacsAtomType, b: GromacsAtomType): PairConstants {
    const found = this.overrides.get(typePairKey(a.name, b.name)) ?? this.combined(a, b);
    if (Number.isFinite(found.c6 * KJ * NM ** 6) && Number.isFinite(found.c12 * KJ * NM ** 12)) return found;
    throw invalid(b.place, `the Lennard-Jones parameters of ${a.name} and ${b.name} do not combine`, {
      value: [...a.parameters, ...b.parameters],
      allowed: "numbers of one sign, of moderate size",
    });
  }

  /** The table of the types that occur; zero beside a Buckingham potential. */
  table(typeNames: readonly string[], typeOf: Int32Array): LennardJonesTable {
    const types = typeNames.map((name) => this.topology.atomTypes.get(name)!);
    const typeCount = types.length;
    const c12 = new Float64Array(typeCount ** 2);
    const c6 = new Float64Array(typeCount ** 2);
    if (!this.isLennardJones) return { typeOf, typeCount, c12, c6 };
    types.forEach((a, i) => {
      types.forEach((b, j) => {
        const constants = this.nonbonded(a, b);
        c12[i * typeCount + j] = constants.c12 * KJ * NM ** 12;
        c6[i * typeCount + j] = constants.c6 * KJ * NM ** 6;
      });
    });
    return { typeOf, typeCount, c12, c6 };
  }

  /**
   * C12 (Eh·a0¹²), C6 (Eh·a0⁶) and charge product (e²) of a line of `[ pairs ]` or `[ pairs_nb ]`.
   *
   * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_MM_TERM_UNSUPPORTED`
   */
  pair(section: "pairs" | "pairs_nb", line: GromacsInteraction, a: GromacsAtom, b: GromacsAtom): number[] {
    const { parameters: p, function: kind, place } = line;
    const { fudgeQQ } = this.topology.defaults;
    const inAtomicUnits = ({ c12, c6 }: PairConstants, charges: number): number[] => [
      c12 * KJ * NM ** 12,
      c6 * KJ * NM ** 6,
      charges,
    ];
    const requireCount = (counts: readonly number[], what: string): void => {
      if (counts.includes(p.length)) return;
      throw invalid(place, `a line of [ ${section} ] has ${p.length} parameters`, { value: p.length, allowed: what });
    };
    if (section === "pairs_nb" && kind === 1) {
      requireCount([4], "q1 q2 and two of Lennard-Jones");
      return inAtomicUnits(this.constantsOf(p[2]!, p[3]!), p[0]! * p[1]!);
    }
    if (kind === 2) {
      requireCount([5], "fudgeQQ q1 q2 and two of Lennard-Jones");
      return inAtomicUnits(this.constantsOf(p[3]!, p[4]!), p[0]! * p[1]! * p[2]!);
    }
    if (kind !== 1) throw unsupported(place, `function ${kind} of [ ${section} ]`, { value: kind, allowed: "1, 2" });
    requireCount([0, 2, 4], "none, or two of Lennard-Jones (four with a second state)");
    const charges = fudgeQQ * a.charge * b.charge;
    if (p.length > 0) return inAtomicUnits(this.constantsOf(p[0]!, p[1]!), charges);
    return inAtomicUnits(this.pairConstants(line, a, b), charges);
  }

  private pairConstants(line: GromacsInteraction, a: GromacsAtom, b: GromacsAtom): PairConstants {
    const stated = this.pairTypes.get(typePairKey(a.type, b.type));
    if (stated !== undefined) return stated;
    const { generatePairs, fudgeLJ } = this.topology.defaults;
    if (!generatePairs) {
      throw missing(line.place, `the pair ${a.name}–${b.name} of types ${a.type}, ${b.type}`, {
        value: `${a.type} ${b.type}`,
        action: "Add the types to [ pairtypes ], or let [ defaults ] generate pairs",
      });
    }
    const { c12, c6 } = this.nonbonded(this.topology.atomTypes.get(a.type)!, this.topology.atomTypes.get(b.type)!);
    return { c12: c12 * fudgeLJ, c6: c6 * fudgeLJ };
  }
}
