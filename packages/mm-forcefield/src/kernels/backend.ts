import type { KernelBackend } from "@qmmm/core";
import { longRangeKernels } from "../long-range/kernels.js";
import { momentKernels } from "../multipoles/kernels.js";
import { allPairs } from "./all-pairs.js";
import { angles } from "./angles.js";
import { bendingTorsions } from "./bending-torsions.js";
import { quarticAngles, restrictedAngles } from "./bends.js";
import { bonds } from "./bonds.js";
import { cmap } from "./cmap.js";
import { cosineAngles } from "./cosine-angles.js";
import { bondAngleCross, bondBondCross, linearAngles } from "./cross-terms.js";
import { exceptions } from "./exceptions.js";
import { harmonicImpropers } from "./harmonic-impropers.js";
import { inverseFourth } from "./inverse-fourth.js";
import { listedPairs } from "./listed-pairs.js";
import { pairList } from "./pair-list.js";
import { restrictedTorsions } from "./restricted-torsions.js";
import { cubicBonds, feneBonds, flatBonds, morseBonds, quarticBonds } from "./stretches.js";
import { torsions } from "./torsions.js";

/** The kernels of molecular mechanics in TypeScript: they define what is right. */
export const mmKernels: KernelBackend = {
  name: "typescript",
  speed: 1,
  reference: true,
  async probe() {},
  kernels: {
    "mm/bonds": bonds,
    "mm/angles": angles,
    "mm/torsions": torsions,
    "mm/quarticBonds": quarticBonds,
    "mm/cosineAngles": cosineAngles,
    "mm/harmonicImpropers": harmonicImpropers,
    "mm/morseBonds": morseBonds,
    "mm/cubicBonds": cubicBonds,
    "mm/feneBonds": feneBonds,
    "mm/flatBonds": flatBonds,
    "mm/restrictedAngles": restrictedAngles,
    "mm/quarticAngles": quarticAngles,
    "mm/linearAngles": linearAngles,
    "mm/bondBondCross": bondBondCross,
    "mm/bondAngleCross": bondAngleCross,
    "mm/restrictedTorsions": restrictedTorsions,
    "mm/bendingTorsions": bendingTorsions,
    "mm/cmap": cmap,
    "mm/exceptions": exceptions,
    "mm/inverseFourth": inverseFourth,
    "mm/allPairs": allPairs,
    "mm/listedPairs": listedPairs,
    "mm/pairList": pairList,
    ...longRangeKernels,
    ...momentKernels,
  },
};
