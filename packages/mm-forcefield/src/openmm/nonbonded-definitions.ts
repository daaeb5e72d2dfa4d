import { InputError } from "@qmmm/core";
import type { OpenmmForceField, OpenmmTemplateAtom, XmlNode } from "@qmmm/io";
import { combine, lennardJonesTable, type SigmaEpsilon } from "../parameters/lennard-jones.js";
import type { LennardJonesTable } from "../parameters/mm-parameters.js";
import { invalid } from "./errors.js";
import type { PairScale } from "./scripts/pair-scales.js";
import { SigmaEpsilonTypes } from "./sigma-epsilon-types.js";
import { type Definition, fits, TypePatterns } from "./type-patterns.js";
import { KJ, NM } from "./units.js";

/** A pair of 1–4 partners: charge product in e², σ in nm, ε in kJ/mol. */
export interface PairConstants {
  readonly chargeProduct: number;
  readonly sigma: number;
  readonly epsilon: number;
}

/** The non-bonded definitions of force-field files: `<NonbondedForce>` and `<LennardJonesForce>`. */
export class NonbondedDefinitions {
  private readonly nonbonded = new AtomValues("NonbondedForce", ["charge", "sigma", "epsilon"]);
  private readonly lennardJones = new AtomValues("LennardJonesForce", ["sigma", "epsilon"]);
  private readonly pairs: Definition<SigmaEpsilon>[] = [];
  private readonly patterns: TypePatterns;
  private coulomb14 = 1;
  private scales: { readonly coulomb: number; readonly lennardJones: number } | undefined;
  private lennardJones14: number | undefined;

  constructor(forceField: OpenmmForceField) {
    this.patterns = new TypePatterns(forceField.types);
  }

  /** Takes up a section; false where it is of another kind. */
  add(section: XmlNode): boolean {
    if (section.name === "NonbondedForce") this.addNonbonded(section);
    else if (section.name === "LennardJonesForce") this.addLennardJones(section);
    else return false;
    return true;
  }

  private addNonbonded(section: XmlNode): void {
    const scales = { coulomb: section.real("coulomb14scale"), lennardJones: section.real("lj14scale") };
    requireSame(section, this.scales?.coulomb, scales.coulomb);
    requireSame(section, this.scales?.lennardJones, scales.lennardJones);
    this.scales ??= scales;
    this.coulomb14 = this.scales.coulomb;
    this.nonbonded.read(section, this.patterns);
  }

  private addLennardJones(section: XmlNode): void {
    const scale = section.real("lj14scale");
    requireSame(section, this.lennardJones14, scale);
    this.lennardJones14 ??= scale;
    this.lennardJones.read(section, this.patterns);
    for (const node of section.named("NBFixPair")) {
      const value = { sigma: node.real("sigma"), epsilon: node.real("epsilon") };
      const definition = this.patterns.definition(node, ["1", "2"], value);
      if (definition !== undefined) this.pairs.push(definition);
    }
  }

  /** Whether there are charges at all. */
  get present(): boolean {
    return this.scales !== undefined || this.lennardJones14 !== undefined;
  }

  /** What the record says of the scaling of 1–4 pairs. */
  get scaling(): string {
    const lennardJones = this.lennardJones14 ?? this.scales?.lennardJones ?? 1;
    return `Lennard-Jones ${lennardJones}, Coulomb ${this.coulomb14}`;
  }

  charges(atoms: readonly OpenmmTemplateAtom[]): Float64Array {
    const { nonbonded } = this;
    return Float64Array.from(atoms, (atom) => (this.scales === undefined ? 0 : nonbonded.value(atom, "charge")));
  }

  /** Lennard-Jones constants of all pairs of types of atoms. */
  table(atoms: readonly OpenmmTemplateAtom[]): LennardJonesTable {
    const types = new SigmaEpsilonTypes();
    const sample: string[] = [];
    for (const atom of atoms) {
      const { sigma, epsilon } = this.sigmaEpsilon(atom);
      // Types of special pairs stay apart even where their own parameters agree.
      types.add(sigma, epsilon, this.isPaired(atom.type) ? atom.type : "");
      sample[types.typeOf.at(-1)!] ??= atom.type;
    }
    const override = (a: number, b: number): SigmaEpsilon | undefined => {
      const found = this.pairOf(sample[a]!, sample[b]!);
      return found === undefined ? undefined : { sigma: found.sigma * NM, epsilon: found.epsilon * KJ };
    };
    return lennardJonesTable(types.typeOf, types.types, "lorentz-berthelot", override);
  }

  /** A pair three bonds apart, by the scales of the files or by own ones. */
  pair14(a: OpenmmTemplateAtom, b: OpenmmTemplateAtom, own?: PairScale): PairConstants {
    const chargeProduct =
      this.scales === undefined
        ? 0
        : (own?.coulomb ?? this.coulomb14) * this.nonbonded.value(a, "charge") * this.nonbonded.value(b, "charge");
    const scale = own?.lennardJones ?? this.lennardJones14 ?? this.scales?.lennardJones ?? 1;
    const { sigma, epsilon } =
      this.pairOf(a.type, b.type) ??
      combine("lorentz-berthelot", this.sigmaEpsilon(a, true), this.sigmaEpsilon(b, true));
    return { chargeProduct, sigma, epsilon: scale * epsilon };
  }

  private sigmaEpsilon(atom: OpenmmTemplateAtom, as14 = false): SigmaEpsilon {
    const values = this.lennardJones14 === undefined ? this.nonbonded : this.lennardJones;
    const special = as14 && this.lennardJones14 !== undefined;
    return {
      sigma: (special ? values.extra(atom, "sigma14") : undefined) ?? values.value(atom, "sigma"),
      epsilon: (special ? values.extra(atom, "epsilon14") : undefined) ?? values.value(atom, "epsilon"),
    };
  }

  private isPaired(type: string): boolean {
    return this.pairs.some(({ places }) => places.some((place) => place === undefined || place.has(type)));
  }

  private pairOf(a: string, b: string): SigmaEpsilon | undefined {
    const found = this.pairs.filter((pair) => fits(pair, [a, b]) || fits(pair, [b, a]));
    if (found.length > 1) {
      throw new InputError("QMMM_MM_PARAMETERS_INVALID", `Several <NBFixPair> fit the types ${a} and ${b}`, {
        value: `${a} ${b}`,
        allowed: "one per pair of types",
        action: "Correct the force-field file",
      });
    }
    return found[0]?.value;
  }
}

function requireSame(section: XmlNode, before: number | undefined, now: number): void {
  if (before === undefined || Math.abs(before - now) <= 1e-5) return;
  throw invalid(section.place, "the files scale 1–4 pairs differently", {
    value: now,
    allowed: String(before),
    action: "Use files of one family of force fields together",
  });
}

/** Numbers that a section gives to types, or leaves to the atoms of templates. */
class AtomValues {
  private readonly ofType = new Map<string, Readonly<Record<string, number>>>();
  private anyType: Readonly<Record<string, number>> | undefined;

  constructor(
    private readonly section: string,
    private readonly names: readonly string[],
  ) {}

  read(section: XmlNode, patterns: TypePatterns): void {
    const ofResidue = section.named("UseAttributeFromResidue").map((node) => {
      const name = node.string("name");
      if (!this.names.includes(name)) {
        throw invalid(node.place, `"${name}" is no attribute of atoms in <${this.section}>`, {
          value: name,
          allowed: this.names,
        });
      }
      return name;
    });
    for (const node of section.named("Atom")) {
      const values: Record<string, number> = Object.create(null);
      for (const name of this.names) if (!ofResidue.includes(name)) values[name] = node.real(name);
      for (const name of ["sigma14", "epsilon14"])
        if (node.optional(name) !== undefined) values[name] = node.real(name);
      const definition = patterns.definition(node, [""], values);
      if (definition === undefined) continue;
      const [place] = definition.places;
      if (place === undefined) this.anyType = values;
      else for (const type of place) this.ofType.set(type, values);
    }
  }

  extra(atom: OpenmmTemplateAtom, name: string): number | undefined {
    return (this.ofType.get(atom.type) ?? this.anyType)?.[name];
  }

  value(atom: OpenmmTemplateAtom, name: string): number {
    const values = this.ofType.get(atom.type) ?? this.anyType;
    const value = values === undefined ? undefined : (values[name] ?? atom.parameters[name]);
    if (value !== undefined) return value;
    throw new InputError(
      "QMMM_MM_PARAMETERS_MISSING",
      `<${this.section}> gives no ${name} to atom ${atom.name} of type ${atom.type}`,
      { value: atom.type, allowed: "types with parameters", action: "Name the force field's other files too" },
    );
  }
}
