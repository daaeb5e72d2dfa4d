import {
  atPlace,
  InputError,
  type KernelTable,
  type Molecule,
  type QmEngine,
  type Resources,
  type SimulationHooks,
} from "@qmmm/core";
import type { BasisSet } from "../basis/basis-set.js";
import { parseBasisSetExchangeJson } from "../basis/basis-set-exchange.js";
import { buildGaussianBasis } from "../basis/build-gaussian-basis.js";
import { loadBasisSet, loadFittingSet } from "../basis/load-basis-set.js";
import { thresholdsOf } from "./accuracy.js";
import type { DensityFitting } from "./density-fitting/density-fitting.js";
import { electronCounts, type SpinReference } from "./electron-counts.js";
import type { GaussianLevelOptions } from "./options.js";
import { ScfEngine } from "./scf-engine.js";
import type { ScfMethod } from "./scf-method.js";

/** A level of theory over Gaussian functions within one simulation. */
export interface GaussianLevel {
  readonly options: GaussianLevelOptions;
  /** Name of the level, for errors. */
  readonly name: string;
  readonly hooks: SimulationHooks;
  readonly kernels: KernelTable;
  readonly resources: Resources;
  /** Bytes that what is kept between iterations may take. */
  readonly memory: number;
}

/** What tells one self-consistent method from another. */
export type ScfPhysics = Pick<ScfMethod, "exchange" | "grid" | "electronic" | "nuclear">;

/**
 * Opens the self-consistent field of a molecule as a level's options say.
 *
 * @throws InputError `QMMM_QM_ELECTRONS`, `QMMM_QM_MULTIPLICITY`, `QMMM_SCF_REFERENCE`, `QMMM_SCF_TEMPERATURE`, `QMMM_SCF_FITTING`, and what reading a basis set
 *   throws (`QMMM_BASIS_UNKNOWN`, `QMMM_BASIS_ELEMENT_MISSING`, `QMMM_BASIS_MALFORMED`, …)
 */
export async function openScfEngine(level: GaussianLevel, molecule: Molecule, physics: ScfPhysics): Promise<QmEngine> {
  const { options, name, hooks, kernels } = level;
  const counts = electronCounts(molecule);
  const place = `levels.${name}`;
  const reference = atPlace(`${place}.reference`, () => spinReference(level, molecule));
  atPlace(`${place}.temperature`, () => requireFillable(options, reference));
  const basis = await atPlace(`${place}.basis`, async () =>
    buildGaussianBasis(molecule.elements, await basisSet(level), { functions: options.functions }),
  );
  const densityFitting = await atPlace(`${place}.auxiliaryBasis`, () => fittingOf(level, molecule));
  const { integrals, accuracy, ...scf } = options.scf;
  const memory = { auto: level.memory, stored: Number.POSITIVE_INFINITY, direct: 0 }[integrals];
  const method: ScfMethod = {
    name,
    reference,
    temperature: options.temperature,
    ...physics,
    densityFitting,
    options: { ...scf, ...thresholdsOf(accuracy, scf), memory },
    onIteration: (progress) => {
      if (hooks.isUsed("scfIteration")) hooks.notify("scfIteration", { level: name, ...progress });
    },
    onWork: (what, done, total) => {
      if (hooks.isUsed("work")) hooks.notify("work", { level: name, what, done, total });
    },
  };
  return new ScfEngine(method, molecule, counts, basis, kernels);
}

function spinReference({ options, name }: GaussianLevel, { multiplicity }: Molecule): SpinReference {
  const { reference } = options;
  if (reference === "auto") return multiplicity === 1 ? "rhf" : "uhf";
  if (reference === "rhf" && multiplicity !== 1) {
    throw new InputError(
      "QMMM_SCF_REFERENCE",
      `A restricted closed shell describes singlets only, not multiplicity ${multiplicity}`,
      {
        value: reference,
        allowed: ["auto", "uhf", "rohf"],
        action: `Set reference of the level "${name}" to uhf or rohf`,
      },
    );
  }
  return reference;
}

/** Refuses what fractional occupations don't go with. */
function requireFillable({ temperature, scf }: GaussianLevelOptions, reference: SpinReference): void {
  if (temperature === 0) return;
  const conflict =
    reference === "rohf"
      ? "reference: rohf"
      : scf.stability !== "off"
        ? `scf.stability: ${scf.stability}`
        : scf.extrapolation !== "none"
          ? `scf.extrapolation: ${scf.extrapolation}`
          : scf.levelShift > 0
            ? "scf.levelShift"
            : undefined;
  if (conflict === undefined) return;
  throw new InputError("QMMM_SCF_TEMPERATURE", `An electronic temperature does not go with ${conflict}`, {
    value: conflict,
    action: "Leave one of the two out",
  });
}

async function basisSet({ options, resources }: GaussianLevel): Promise<BasisSet> {
  const { basis } = options;
  return typeof basis === "string" ? loadBasisSet(basis) : basisSetOfFile(resources, basis.file);
}

async function fittingOf(
  { options, resources }: GaussianLevel,
  molecule: Molecule,
): Promise<DensityFitting | undefined> {
  const { densityFitting: kind, auxiliaryBasis } = options;
  if (kind === "none") {
    if (auxiliaryBasis === undefined) return undefined;
    throw new InputError("QMMM_SCF_FITTING", "A fitting set is given, but nothing is fitted", {
      value: kind,
      allowed: ["rij", "rijk"],
      action: "Set densityFitting to rij or rijk, or leave auxiliaryBasis out",
    });
  }
  const named = auxiliaryBasis ?? (kind === "rij" ? "def2-universal-jfit" : "def2-universal-jkfit");
  const set = await (typeof named === "string" ? loadFittingSet(named) : basisSetOfFile(resources, named.file));
  return { kind, auxiliary: buildGaussianBasis(molecule.elements, set) };
}

async function basisSetOfFile(resources: Resources, file: string): Promise<BasisSet> {
  return parseBasisSetExchangeJson(new TextDecoder().decode(await resources.read(file)));
}
