import { definePlugin } from "@qmmm/core";
import { AmberForceField, AmberForceFieldOptions } from "./amber/amber-force-field.js";
import { CharmmForceField, CharmmForceFieldOptions } from "./charmm/charmm-force-field.js";
import { CompositeForceField } from "./composite/composite-force-field.js";
import { CompositeOptions } from "./composite/options.js";
import { ExplicitForceField } from "./explicit/explicit-force-field.js";
import { ExplicitOptions } from "./explicit/options.js";
import { GromacsForceField, GromacsForceFieldOptions } from "./gromacs/gromacs-force-field.js";
import { mmKernels } from "./kernels/backend.js";
import { OpenmmForceFieldAssignment, OpenmmForceFieldOptions } from "./openmm/openmm-force-field.js";
import { OpenmmSystemForceField, OpenmmSystemOptions } from "./openmm/system-force-field.js";
import { pairFormKernels } from "./pair-forms/kernels.js";
import { BksForceField, BksOptions } from "./solids/bks.js";
import { EamForceField, EamOptions } from "./solids/eam.js";
import { solidKernels } from "./solids/kernels/backend.js";
import { StillingerWeberForceField, StillingerWeberOptions } from "./solids/stillinger-weber.js";
import { TangneyScandoloForceField, TangneyScandoloOptions } from "./solids/tangney-scandolo.js";
import { TersoffForceField, TersoffOptions } from "./solids/tersoff.js";
import { VashishtaForceField, VashishtaOptions } from "./solids/vashishta.js";
import { Tip3pForceField, Tip3pOptions } from "./tip3p/tip3p-force-field.js";
import { WaterForceField, WaterOptions } from "./water/water-force-field.js";

/** Molecular mechanics: the force fields `amber`, `tip3p` and `parameters`, and their kernels in TypeScript. */
export const mmForcefield = definePlugin({
  name: "@qmmm/mm-forcefield",
  version: "0.1.0",
  register(reg) {
    reg.kernels(mmKernels);
    reg.kernels(solidKernels);
    reg.kernels(pairFormKernels);
    reg.forceField("amber", {
      options: AmberForceFieldOptions,
      summary: "Amber force field with the parameters of a prmtop file",
      create: (scope) => scope.resolve(AmberForceField),
    });
    reg.forceField("charmm", {
      options: CharmmForceFieldOptions,
      summary: "CHARMM force field with a PSF and parameter files",
      create: (scope) => scope.resolve(CharmmForceField),
    });
    reg.forceField("gromacs", {
      options: GromacsForceFieldOptions,
      summary: "Force field with the parameters of a GROMACS topology (top, itp)",
      create: (scope) => scope.resolve(GromacsForceField),
    });
    reg.forceField("openmm", {
      options: OpenmmForceFieldOptions,
      summary: "OpenMM force-field files (XML), assigned by templates of residues",
      create: (scope) => scope.resolve(OpenmmForceFieldAssignment),
    });
    reg.forceField("openmm-system", {
      options: OpenmmSystemOptions,
      summary: "Parameters, cutoff and electrostatics of a serialised OpenMM System (XML)",
      create: (scope) => scope.resolve(OpenmmSystemForceField),
    });
    reg.forceField("tip3p", {
      options: Tip3pOptions,
      summary: "TIP3P water, built in (Jorgensen 1983); flexible unless told otherwise",
      create: (scope) => scope.resolve(Tip3pForceField),
    });
    reg.forceField("water", {
      options: WaterOptions,
      summary: "Rigid water models, built in: TIP3P, SPC/E, TIP4P, TIP4P-Ew, OPC",
      create: (scope) => scope.resolve(WaterForceField),
    });
    reg.forceField("parameters", {
      options: ExplicitOptions,
      summary: "Parameters stated one by one in the input",
      create: (scope) => scope.resolve(ExplicitForceField),
    });
    reg.forceField("composite", {
      options: CompositeOptions,
      summary: "Parts of the system by force fields of their own, such as a biomolecule on an oxide",
      create: (scope) => scope.resolve(CompositeForceField),
    });
    reg.forceField("bks", {
      options: BksOptions,
      summary: "Silica by van Beest, Kramer and van Santen, built in, with Ewald's sum",
      create: (scope) => scope.resolve(BksForceField),
    });
    reg.forceField("tangney-scandolo", {
      options: TangneyScandoloOptions,
      summary: "Polarisable silica by Tangney and Scandolo, built in, with Ewald's sum",
      create: (scope) => scope.resolve(TangneyScandoloForceField),
    });
    reg.forceField("stillinger-weber", {
      options: StillingerWeberOptions,
      summary: "Stillinger–Weber potential of a .sw file",
      create: (scope) => scope.resolve(StillingerWeberForceField),
    });
    reg.forceField("tersoff", {
      options: TersoffOptions,
      summary: "Tersoff potential of a .tersoff file",
      create: (scope) => scope.resolve(TersoffForceField),
    });
    reg.forceField("eam", {
      options: EamOptions,
      summary: "Embedded-atom potential of an .eam, .eam.alloy or .eam.fs file",
      create: (scope) => scope.resolve(EamForceField),
    });
    reg.forceField("vashishta", {
      options: VashishtaOptions,
      summary: "Vashishta potential of a .vashishta file",
      create: (scope) => scope.resolve(VashishtaForceField),
    });
  },
});
