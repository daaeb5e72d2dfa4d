import type {
  DividedEnergy,
  Division,
  Evaluation,
  Geometry,
  KernelTable,
  Potential,
  Quantity,
  Snapshot,
  TermMask,
  Want,
} from "@qmmm/core";
import { Tally } from "../analysis/tally.js";
import { difference } from "../kernels/nearest-image.js";
import { CHARGED, type ListedPairs } from "../kernels/signatures.js";
import { latticeOf } from "../long-range/lattice.js";
import { overlapError } from "../model/overlap.js";
import { pairFactors } from "../model/pair-factors.js";
import { PairList } from "../nonbonded/pair-list.js";
import { type PairsByAtom, pairsByAtom } from "../nonbonded/pairs-by-atom.js";
import { pairLists } from "../parameters/exclusions.js";
import { type FormPairs, PAIR_FORM } from "./kernels.js";
import type { PairForms } from "./pair-forms.js";

const SUPPORTED: ReadonlySet<Quantity> = new Set(["forces", "virial"]);
const NONE = new Float64Array(0);
const ONE_PAIR = Int32Array.of(0, 1, 1);
const THE_OTHER = Int32Array.of(1);

/** The pairs that a mask (that of Lennard-Jones pairs) keeps, as a potential with the terms `buckingham` and `morse`. */
export class PairFormsPotential implements Potential {
  readonly supports = SUPPORTED;
  private readonly pairs: FormPairs;
  private readonly list: PairList | undefined;
  private within: (PairsByAtom & { readonly of: ListedPairs }) | undefined;
  /** All pairs, where nothing is cut off. */
  private every: PairsByAtom | undefined;
  private readonly positions: Float64Array;
  private readonly excluded: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array };
  private readonly names: readonly (string | undefined)[];

  constructor(
    private readonly forms: PairForms,
    mask: TermMask,
    private readonly kernels: KernelTable,
  ) {
    const { members, cutoff, skin, excluded } = forms;
    this.excluded = excluded ?? pairLists(members.length, []);
    const region = Uint8Array.from(members, (atom) => mask.region[atom]!);
    this.pairs = { ...forms, region, kept: pairFactors(mask.lennardJones) };
    this.positions = new Float64Array(3 * members.length);
    this.names = (["buckingham", "morse"] as const).map((name) =>
      forms.forms.includes(PAIR_FORM[name]) ? name : undefined,
    );
    if (Number.isFinite(cutoff)) {
      const { exclusionStart, exclusions } = this.excluded;
      const interacting = new Uint8Array(members.length).fill(CHARGED);
      const all = { interacting, exclusionStart, exclusions };
      this.list = new PairList(kernels.get("mm/pairList"), all, cutoff, skin);
    }
  }

  async evaluate(geometry: Geometry, want: Want): Promise<Evaluation> {
    const { members, atomCount } = this.forms;
    const { positions } = this;
    for (const [k, atom] of members.entries()) {
      for (let d = 0; d < 3; d++) positions[3 * k + d] = geometry.positions[3 * atom + d]!;
    }
    const wantVirial = want.virial === true;
    const inner = want.forces === true || wantVirial ? new Float64Array(positions.length) : NONE;
    const virial = wantVirial ? new Float64Array(9) : NONE;
    const energies = new Float64Array(2);
    const cell = geometry.cell === undefined ? NONE : latticeOf(geometry.cell);
    const { start, partners } = this.listed(cell);
    this.kernels.get("mm/formPairs")(energies, inner, virial, positions, cell, this.pairs, start, partners);
    const energy = energies[0]! + energies[1]!;
    if (!Number.isFinite(inner.reduce((sum, f) => sum + f, energy))) throw overlapError(geometry);
    const forces = new Float64Array(want.forces === true ? 3 * atomCount : 0);
    for (const [k, atom] of want.forces === true ? members.entries() : []) {
      forces.set(inner.subarray(3 * k, 3 * k + 3), 3 * atom);
    }
    return {
      energy,
      terms: Object.fromEntries(
        this.names.flatMap((name, n) => (name === undefined ? [] : [[name, energies[n]!] as const])),
      ),
      ...(want.forces === true ? { forces } : {}),
      ...(wantVirial ? { virial } : {}),
      ...(want.division === undefined ? {} : { divided: this.divided(cell, want.division, start, partners) }),
    };
  }

  /** One pair after the other by the kernel of all. */
  private divided(cell: Float64Array, division: Division, start: Int32Array, partners: Int32Array): DividedEnergy {
    const { pairs, names } = this;
    const { members } = this.forms;
    const kernel = this.kernels.get("mm/formPairs");
    const tally = new Tally(division);
    const terms = names.map((name) => (name === undefined ? undefined : tally.of(name)));
    const energies = new Float64Array(2);
    const forces = new Float64Array(tally.wantVirials ? 6 : 0);
    const virial = new Float64Array(tally.wantVirials ? 9 : 0);
    const positions = new Float64Array(6);
    const [classOf, region] = [new Int32Array(2), new Uint8Array(2)];
    const pair = { ...pairs, classOf, region };
    for (let i = 0; i + 1 < start.length; i++) {
      for (const j of partners.subarray(start[i]!, start[i + 1]!)) {
        difference(positions, 0, this.positions, 3 * i, 3 * j, cell);
        classOf.set([pairs.classOf[i]!, pairs.classOf[j]!]);
        region.set([pairs.region[i]!, pairs.region[j]!]);
        energies.fill(0);
        virial.fill(0);
        kernel(energies, forces, virial, positions, NONE, pair, ONE_PAIR, THE_OTHER);
        const atoms = [members[i]!, members[j]!];
        terms.forEach((term, n) => {
          if (term !== undefined) tally.add(term, atoms, energies[n]!);
        });
        if (tally.wantVirials) tally.addVirial(atoms, virial);
      }
    }
    return tally.result();
  }

  /** Pairs within reach; every pair where nothing is cut off. */
  private listed(cell: Float64Array): { readonly start: Int32Array; readonly partners: Int32Array } {
    if (this.list !== undefined) {
      const listed = this.list.at(this.positions, cell);
      if (this.within?.of !== listed) this.within = { of: listed, ...pairsByAtom(listed) };
      return this.within;
    }
    return (this.every ??= pairsBut(this.excluded, this.forms.members.length));
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** All pairs of so many atoms but the excluded ones. */
function pairsBut(
  { exclusionStart, exclusions }: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array },
  count: number,
): PairsByAtom {
  const start = new Int32Array(count + 1);
  const partners: number[] = [];
  for (let i = 0; i < count; i++) {
    const without = new Set(exclusions.subarray(exclusionStart[i]!, exclusionStart[i + 1]!));
    for (let j = i + 1; j < count; j++) if (!without.has(j)) partners.push(j);
    start[i + 1] = partners.length;
  }
  return { start, partners: Int32Array.from(partners) };
}
