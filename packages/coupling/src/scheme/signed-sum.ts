import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Volume, Want } from "@qmmm/core";
import { InputError, UnsupportedError } from "@qmmm/core";

/** A potential that adds to (+1) or is subtracted from (−1) a coupled energy. */
export interface SignedPart {
  /** Prefix of its terms in the ledger; unique among the parts. */
  readonly owner: string;
  readonly sign: 1 | -1;
  readonly potential: Potential;
}

/**
 * E = Σ ±E_part. Terms are named `owner:term` and carry their sign, so that they sum to the energy; the energy is that very
 * sum, in the order of the parts. Owns the parts.
 */
export class SignedSum implements Potential {
  readonly supports: ReadonlySet<Quantity>;

  constructor(private readonly parts: readonly SignedPart[]) {
    const shared = (["forces", "virial"] as const).filter((one) =>
      parts.every((part) => part.potential.supports.has(one)),
    );
    this.supports = new Set(shared);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    this.requireSupport(want);
    const terms: Record<string, number> = {};
    const observed: Record<string, number | Float64Array> = {};
    const documents: Record<string, string> = {};
    const volumes: Record<string, Volume> = {};
    const divided: Record<string, Float64Array> = {};
    const atomVirials =
      want.division?.atomVirials === true ? new Float64Array(3 * geometry.positions.length) : undefined;
    const forces = want.forces === true ? new Float64Array(geometry.positions.length) : undefined;
    const virial = want.virial === true ? new Float64Array(9) : undefined;
    let energy = 0;
    for (const { owner, sign, potential } of this.parts) {
      const part = await potential.evaluate(geometry, want, signal);
      for (const [name, value] of Object.entries(part.terms)) {
        terms[`${owner}:${name}`] = sign * value;
        energy += sign * value;
      }
      addTo(forces, part.forces, sign);
      addTo(virial, part.virial, sign);
      for (const [name, energies] of Object.entries(part.divided?.terms ?? {})) {
        divided[`${owner}:${name}`] = energies.map((energy) => sign * energy);
      }
      addTo(atomVirials, part.divided?.atomVirials, sign);
      // The first part, the level, keeps the plain names; others that report the same are told apart by their owner.
      for (const [name, value] of Object.entries(part.observed ?? {})) {
        observed[name in observed ? `${owner}:${name}` : name] = value;
      }
      for (const [name, text] of Object.entries(part.documents ?? {})) {
        documents[name in documents ? `${owner}-${name}` : name] = text;
      }
      for (const [name, volume] of Object.entries(part.volumes ?? {})) {
        volumes[name in volumes ? `${owner}-${name}` : name] = volume;
      }
    }
    return {
      energy,
      terms,
      ...(forces === undefined ? {} : { forces }),
      ...(virial === undefined ? {} : { virial }),
      observed,
      documents,
      volumes,
      ...(want.division === undefined ? {} : { divided: { terms: divided, atomVirials } }),
    };
  }

  snapshot(): Snapshot {
    return Object.fromEntries(this.parts.map(({ owner, potential }) => [owner, potential.snapshot()]));
  }

  restore(state: Snapshot): void {
    const states = state as Readonly<Record<string, Snapshot>> | null;
    for (const { owner, potential } of this.parts) {
      const own = states === null || typeof states !== "object" ? undefined : states[owner];
      if (own === undefined) {
        throw new InputError("QMMM_COUPLING_SNAPSHOT", `The saved state of the coupling lacks its part "${owner}"`, {
          value: owner,
          action: "Resume with the same coupling that the checkpoint was written with",
        });
      }
      potential.restore(own);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { potential } of this.parts.toReversed()) await potential[Symbol.asyncDispose]();
  }

  private requireSupport(want: Want): void {
    const wanted: Quantity[] = [
      ...(want.forces === true ? (["forces"] as const) : []),
      ...(want.virial === true ? (["virial"] as const) : []),
      ...((want.parameterDerivatives?.length ?? 0) > 0 ? (["parameterDerivatives"] as const) : []),
    ];
    for (const quantity of wanted) {
      if (this.supports.has(quantity)) continue;
      const lacking = this.parts.filter(({ potential }) => !potential.supports.has(quantity)).map(({ owner }) => owner);
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `The coupled potential does not give ${quantity}`, {
        value: quantity,
        allowed: [...this.supports],
        lacking,
        action: "Choose methods that give it",
      });
    }
  }
}

function addTo(sum: Float64Array | undefined, part: Float64Array | undefined, sign: number): void {
  if (sum === undefined || part === undefined) return;
  for (let k = 0; k < sum.length; k++) sum[k]! += sign * part[k]!;
}
