import type { KernelBackend } from "@qmmm/core";
import { embeddedAtom } from "./embedded-atom.js";
import { fullNeighbours } from "./full-neighbours.js";
import { ionPairs } from "./ion-pairs.js";
import { morseStretches, polarIonFields, polarIonForces, polarPairFields, polarPairs } from "./polar-ions.js";
import { stillingerWeber } from "./stillinger-weber.js";
import { tersoff } from "./tersoff.js";
import { vashishta } from "./vashishta.js";

/** The kernels of potentials for solids in TypeScript: they define what is right. */
export const solidKernels: KernelBackend = {
  name: "typescript",
  speed: 1,
  reference: true,
  async probe() {},
  kernels: {
    "mm/fullNeighbours": fullNeighbours,
    "mm/stillingerWeber": stillingerWeber,
    "mm/vashishta": vashishta,
    "mm/tersoff": tersoff,
    "mm/embeddedAtom": embeddedAtom,
    "mm/ionPairs": ionPairs,
    "mm/polarIonFields": polarIonFields,
    "mm/polarPairs": polarPairs,
    "mm/polarPairFields": polarPairFields,
    "mm/polarIonForces": polarIonForces,
    "mm/morseStretches": morseStretches,
  },
};
