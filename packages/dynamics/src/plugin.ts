import { definePlugin } from "@qmmm/core";
import { dynamicsKernels } from "./constraints/kernels.js";
import { DynamicsTaskOptions } from "./tasks/dynamics-options.js";
import { DynamicsTask } from "./tasks/dynamics-task.js";
import { EnergyOptions, EnergyTask } from "./tasks/energy-task.js";
import { FrequenciesOptions, FrequenciesTask } from "./tasks/frequencies-task.js";
import { OptimiseTask, OptimiseTaskOptions } from "./tasks/optimise-task.js";

/** The tasks `energy`, `optimise`, `frequencies` and `dynamics`. */
export const dynamics = definePlugin({
  name: "@qmmm/dynamics",
  version: "0.1.0",
  register(reg) {
    reg.kernels(dynamicsKernels);
    reg.task("energy", {
      options: EnergyOptions,
      summary: "Energy, and forces where available, of the structure as it is",
      create: (scope) => scope.resolve(EnergyTask),
    });
    reg.task("optimise", {
      options: OptimiseTaskOptions,
      summary: "Minimum of the energy by L-BFGS or FIRE",
      create: (scope) => scope.resolve(OptimiseTask),
    });
    reg.task("frequencies", {
      options: FrequenciesOptions,
      summary:
        "Harmonic frequencies, normal modes, infrared intensities and thermochemistry by central differences of forces",
      create: (scope) => scope.resolve(FrequenciesTask),
    });
    reg.task("dynamics", {
      options: DynamicsTaskOptions,
      summary:
        "Molecular dynamics at constant energy, temperature (Langevin, Bussi, Nosé–Hoover) or pressure, with constraints",
      create: (scope) => scope.resolve(DynamicsTask),
    });
  },
});
