import { quantity } from "@qmmm/core";
import { z } from "zod";

const Scf = z
  .strictObject({
    accuracy: z
      .enum(["loose", "normal", "tight"])
      .default("normal")
      .describe("sets energyTolerance, gradientTolerance and screening together, where they are not given"),
    energyTolerance: quantity("energy", { above: 0 })
      .optional()
      .describe("largest energy change in the last iteration: 1e-7, 1e-9 or 1e-11 Eh by accuracy"),
    gradientTolerance: quantity("energy", { above: 0 })
      .optional()
      .describe(
        "largest element of the orbital gradient: 1e-5, 1e-8 or 1e-9 Eh by accuracy; forces are about as accurate, in Eh/a0",
      ),
    maxIterations: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe("iterations of each attempt; those with level shift and damping may take five times as many"),
    levelShift: quantity("energy", { min: 0 })
      .prefault("0 Eh")
      .describe("raises virtual orbitals: steadier but slower; 0.2 to 0.5 Eh for small gaps"),
    damping: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe("share of the previous Fock matrix kept while far from convergence"),
    guess: z
      .enum(["sad", "core"])
      .default("sad")
      .describe("first orbitals: from superposed atomic densities, or from the core Hamiltonian"),
    extrapolation: z
      .enum(["none", "aspc"])
      .default("none")
      .describe("start from the last solution, or, for dynamics, from a time-reversible prediction by the last four"),
    linearDependency: z
      .number()
      .positive()
      .max(0.1)
      .default(1e-7)
      .describe("eigenvalues of the overlap below this are removed from the basis"),
    stability: z
      .enum(["off", "check", "follow"])
      .default("off")
      .describe("check: report the lowest eigenvalues of the orbital Hessian; follow: also leave an unstable solution"),
    retry: z
      .boolean()
      .default(true)
      .describe(
        "after a failure, try ADIIS, then second-order steps, then level shift and damping, from a fresh guess",
      ),
    integrals: z
      .enum(["auto", "stored", "direct"])
      .default("auto")
      .describe("keep the repulsion integrals in memory: when they fit, always, or never"),
    screening: quantity("energy", { min: 0, max: 1e-6 })
      .optional()
      .describe("repulsion contributions below this are left out: 1e-10, 1e-12 or 1e-13 Eh by accuracy"),
  })
  .prefault({});

/** Options that every level of theory over Gaussian functions has; the shape of a zod object. */
export const gaussianLevelShape = {
  basis: z
    .union([
      z.string().min(1),
      z.strictObject({ file: z.string().min(1).describe("basis set in the JSON format of the Basis Set Exchange") }),
    ])
    .describe("name of a basis set, such as 6-31G* or def2-SVP, or { file: my-basis.json }"),
  functions: z
    .enum(["as-defined", "spherical", "cartesian"])
    .default("as-defined")
    .describe("five or six d functions and so on: as the basis set defines them, or overridden"),
  reference: z
    .enum(["auto", "rhf", "uhf", "rohf"])
    .default("auto")
    .describe("spin orbitals; auto is rhf for singlets and uhf otherwise"),
  temperature: quantity("temperature", { min: 0 })
    .prefault("0 K")
    .describe(
      "electronic temperature of fractional (Fermi) occupations, each spin with its own electrons; the energy is then the free energy",
    ),
  densityFitting: z
    .enum(["none", "rij", "rijk"])
    .default("none")
    .describe("rij: fit the density for Coulomb repulsion; rijk: fit exact exchange too; none: four-centre integrals"),
  auxiliaryBasis: z
    .union([
      z.string().min(1),
      z.strictObject({ file: z.string().min(1).describe("fitting set in the JSON format of the Basis Set Exchange") }),
    ])
    .optional()
    .describe("fitting set; by default def2-universal-jfit for rij and def2-universal-jkfit for rijk"),
  scf: Scf.describe("how the self-consistent field is converged"),
};

const GaussianLevel = z.strictObject(gaussianLevelShape);

/** Those options with defaults filled in; energies in Eh. */
export type GaussianLevelOptions = z.output<typeof GaussianLevel>;
