import {
  type ExternalField,
  type Molecule,
  type QmEngine,
  type QmMethod,
  type QmQuantity,
  type QmSolution,
  type QmWant,
  type Snapshot,
  UnsupportedError,
} from "@qmmm/core";

/** Ways in which the method below can be wrong, to see that the suite finds them. */
export type Flaw =
  | "wrongForce"
  | "noBackForce"
  | "wrongPotential"
  | "wrongDipole"
  | "wrongField"
  | "wrongTerms"
  | "wrongCharges"
  | "wrongLength"
  | "modifiesInput"
  | "sharesForces"
  | "random"
  | "ignoresAbort"
  | "ignoresCharges"
  | "silentQuadrupole"
  | "losesState"
  | "sharedState"
  | "fixedOrigin"
  | "fixedAxes"
  | "firstAtomSpecial"
  | "disposesOnce";

const SPRING = 0.35;
const REST = 1.9;
/** Charge per atomic number; what is left over goes to all atoms alike. */
const CHARGE: Readonly<Record<number, number>> = { 1: 0.4, 8: -0.8 };

/**
 * A quantum method without quantum mechanics: atoms joined by springs, with fixed charges that feel the field. Like an
 * SCF, it remembers where it was; its energies show it in the last digits only.
 */
export class SpringQm implements QmMethod {
  private readonly shared = { calls: 0 };

  constructor(private readonly flaw?: Flaw) {}

  async open(molecule: Molecule): Promise<QmEngine> {
    return new SpringEngine(molecule, this.flaw, this.flaw === "sharedState" ? this.shared : { calls: 0 });
  }
}

class SpringEngine implements QmEngine {
  readonly supports: ReadonlySet<QmQuantity> = new Set<QmQuantity>([
    "forces",
    "fieldForces",
    "fieldPotential",
    "dipole",
    "charges:mulliken",
    "potentialAt",
    "field:uniform",
  ]);
  private readonly charges: Float64Array;
  private readonly lent: Float64Array;
  private closed = false;

  constructor(
    molecule: Molecule,
    private readonly flaw: Flaw | undefined,
    private state: { calls: number },
  ) {
    const own = Float64Array.from(molecule.elements, (z) => CHARGE[z] ?? 0);
    const rest = (molecule.charge - own.reduce((a, b) => a + b, 0)) / own.length;
    this.charges = own.map((q) => q + rest);
    this.lent = new Float64Array(3 * own.length);
  }

  private refuseUndeclared(field: ExternalField, want: QmWant): void {
    const asked: readonly (readonly [boolean, string])[] = [
      [want.quadrupole === true && this.flaw !== "silentQuadrupole", "quadrupole"],
      [want.spin === true, "spin"],
      [want.orbitals === true, "orbitals"],
      [want.charges !== undefined && want.charges !== "mulliken", `charges:${want.charges}`],
      [field.widths !== undefined, "field:widths"],
      [field.dipoles !== undefined, "field:dipoles"],
      [field.response !== undefined, "field:response"],
    ];
    const refused = asked.find(([wanted]) => wanted);
    if (refused !== undefined) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `Springs have no ${refused[1]}`, { value: refused[1] });
    }
  }

  async solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution> {
    if (this.flaw !== "ignoresAbort") signal?.throwIfAborted();
    this.refuseUndeclared(field, want);
    const n = this.charges.length;
    const m = field.charges.length;
    const uniform = field.uniform ?? [0, 0, 0];
    const forces = this.flaw === "sharesForces" ? this.lent.fill(0) : new Float64Array(3 * n);
    const fieldForces = new Float64Array(3 * m);
    const fieldPotential = new Float64Array(m);
    let springs = 0;
    let electrostatic = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const d = [0, 1, 2].map((k) => nuclei[3 * i + k]! - nuclei[3 * j + k]!);
        const r = Math.hypot(...d);
        springs += 0.5 * SPRING * (r - REST) ** 2;
        for (const [k, part] of d.entries()) {
          const force = (-SPRING * (r - REST) * part) / r;
          forces[3 * i + k]! += force;
          forces[3 * j + k]! -= force;
        }
      }
      for (let s = 0; s < m; s++) {
        const d = [0, 1, 2].map((k) => nuclei[3 * i + k]! - field.sites[3 * s + k]!);
        const r = Math.hypot(...d);
        const energy = (this.charges[i]! * field.charges[s]!) / r;
        electrostatic += energy;
        fieldPotential[s]! += this.charges[i]! / r;
        for (const [k, part] of d.entries()) {
          forces[3 * i + k]! += (energy * part) / r ** 2;
          fieldForces[3 * s + k]! -= (energy * part) / r ** 2;
        }
      }
      for (const [k, part] of uniform.entries()) {
        electrostatic -= this.charges[i]! * nuclei[3 * i + k]! * part;
        forces[3 * i + k]! += this.charges[i]! * part;
      }
    }
    if (this.flaw === "ignoresCharges") electrostatic = 0;
    if (this.flaw === "fixedOrigin") springs += 0.001 * nuclei[0]!;
    if (this.flaw === "fixedAxes") springs += 0.001 * (nuclei[0]! - nuclei[3]!);
    if (this.flaw === "firstAtomSpecial")
      springs += 0.001 * Math.hypot(nuclei[0]! - nuclei[3]!, nuclei[1]! - nuclei[4]!);
    if (this.flaw === "random") springs *= 1 + 1e-13 * Math.random();
    const memory = 1e-14 * (1 + this.state.calls++);
    const energy = springs + electrostatic + memory;
    if (this.flaw === "wrongForce") forces[1]! *= 1.001;
    if (this.flaw === "noBackForce") fieldForces.fill(0);
    if (this.flaw === "wrongPotential") fieldPotential[0]! += 1e-4;
    if (this.flaw === "modifiesInput") nuclei[0]! += 1e-12;
    return {
      energy,
      terms: { springs, electrostatic: this.flaw === "wrongTerms" ? 1.01 * electrostatic : electrostatic, memory },
      ...(want.forces ? { forces: this.flaw === "wrongLength" ? forces.slice(1) : forces } : {}),
      ...(want.fieldForces ? { fieldForces, fieldPotential } : {}),
      ...(want.dipole ? { dipole: this.dipole(nuclei) } : {}),
      ...(want.charges ? { charges: this.charges.map((q) => (this.flaw === "wrongCharges" ? q + 0.01 : q)) } : {}),
      ...(want.potentialAt ? { potentialAt: this.potentialAt(nuclei, want.potentialAt) } : {}),
    };
  }

  private dipole(nuclei: Float64Array): Float64Array {
    const dipole = new Float64Array(3);
    nuclei.forEach((x, k) => {
      dipole[k % 3]! += this.charges[Math.floor(k / 3)]! * x;
    });
    return this.flaw === "wrongDipole" ? dipole.map((part) => -part) : dipole;
  }

  private potentialAt(nuclei: Float64Array, points: Float64Array): { potential: Float64Array; field: Float64Array } {
    const potential = new Float64Array(points.length / 3);
    const field = new Float64Array(points.length);
    for (let p = 0; p < potential.length; p++) {
      for (let i = 0; i < this.charges.length; i++) {
        const d = [0, 1, 2].map((k) => points[3 * p + k]! - nuclei[3 * i + k]!);
        const r = Math.hypot(...d);
        potential[p]! += this.charges[i]! / r;
        for (const [k, part] of d.entries()) field[3 * p + k]! += (this.charges[i]! * part) / r ** 3;
      }
    }
    return { potential, field: this.flaw === "wrongField" ? field.map((part) => -part) : field };
  }

  snapshot(): Snapshot {
    return { calls: this.flaw === "losesState" ? 0 : this.state.calls };
  }

  restore(state: Snapshot): void {
    this.state = { calls: (state as { calls: number }).calls };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.closed && this.flaw === "disposesOnce") throw new Error("already closed");
    this.closed = true;
  }
}
