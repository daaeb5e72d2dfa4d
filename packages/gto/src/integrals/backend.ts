import type { KernelBackend } from "@qmmm/core";
import { chargePotential, chargePotentialGradient, electronPotential } from "./charge-potential.js";
import type { GtoKernels } from "./contracts.js";
import { multipoles } from "./multipoles.js";
import { overlapKinetic, overlapKineticGradient } from "./overlap-kinetic.js";
import { repulsion } from "./repulsion-engine.js";
import { repulsionGradient } from "./repulsion-gradient.js";
import { threeCentre } from "./three-centre-engine.js";

declare module "@qmmm/core" {
  interface KernelSignatures extends GtoKernels {}
}

/** The TypeScript integral kernels: the definition that accelerated backends must match. */
export const gtoKernels: KernelBackend & { readonly kernels: GtoKernels } = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: async () => {},
  kernels: {
    "gto/overlapKinetic": overlapKinetic,
    "gto/overlapKineticGradient": overlapKineticGradient,
    "gto/multipoles": multipoles,
    "gto/chargePotential": chargePotential,
    "gto/chargePotentialGradient": chargePotentialGradient,
    "gto/electronPotential": electronPotential,
    "gto/repulsion": repulsion,
    "gto/repulsionGradient": repulsionGradient,
    "gto/threeCentre": threeCentre,
  },
};
