import type { Potential, RandomStream, System } from "@qmmm/core";
import { cellVolume, InputError } from "@qmmm/core";
import type { Barostat } from "../barostats/barostat.js";
import { Barostatted } from "../barostats/barostatted.js";
import { atomGroups, GroupScaling, moleculeGroups } from "../barostats/group-scaling.js";
import { MonteCarloBarostat } from "../barostats/monte-carlo-barostat.js";
import { requireCell } from "../barostats/periodic.js";
import { StochasticCellRescaling } from "../barostats/stochastic-cell-rescaling.js";
import type { Constraints } from "../constraints/constraints.js";
import { requireVirial } from "../driver/guards.js";
import type { Integrator } from "../integrators/integrator.js";
import { inverseMasses } from "../integrators/integrator.js";
import { LangevinBaoab } from "../integrators/langevin-baoab.js";
import { VelocityVerlet } from "../integrators/velocity-verlet.js";
import { BussiThermostat } from "../thermostats/bussi.js";
import { NoseHooverChain } from "../thermostats/nose-hoover-chain.js";
import { Thermostatted } from "../thermostats/thermostatted.js";
import type { BarostatSettings, ThermostatSettings } from "./bath-options.js";
import { BarostatOption, ThermostatOption } from "./bath-options.js";
import type { DynamicsTaskSettings } from "./dynamics-options.js";

/** The thermostat in force; undefined in nve. */
export function thermostatOf({ ensemble, thermostat, friction }: DynamicsTaskSettings): ThermostatSettings | undefined {
  if (ensemble === "nve") return undefined;
  if (thermostat !== undefined) return thermostat;
  const langevin = ThermostatOption.parse({ type: "langevin" });
  return friction === undefined ? langevin : { type: "langevin", friction };
}

/** What an integrator is made of, in atomic units. */
export interface IntegratorParts {
  readonly options: DynamicsTaskSettings;
  /** The system at the start. */
  readonly system: System;
  readonly potential: Potential;
  /** Masses with which the atoms move; length N. */
  readonly masses: Float64Array;
  readonly mobile: Uint8Array;
  readonly constraints: Constraints | undefined;
  readonly degreesOfFreedom: number;
  /** True where the dynamics keeps the total momentum at zero. */
  readonly momentumIsZero: boolean;
  readonly random: RandomStream;
}

function motion(parts: IntegratorParts): Integrator {
  const { options, masses, mobile, constraints, degreesOfFreedom, random } = parts;
  const { timeStep, temperature: thermalEnergy } = options;
  const inverse = inverseMasses(masses, mobile);
  const thermostat = thermostatOf(options);
  const verlet = new VelocityVerlet({ timeStep, inverseMasses: inverse, constraints });
  if (thermostat === undefined || thermalEnergy === undefined) return verlet;
  const bath = { masses, degreesOfFreedom, thermalEnergy };
  switch (thermostat.type) {
    case "langevin": {
      const { friction } = thermostat;
      return new LangevinBaoab({ timeStep, inverseMasses: inverse, thermalEnergy, friction, random, constraints });
    }
    case "bussi": {
      const { timeConstant } = thermostat;
      return new Thermostatted(verlet, new BussiThermostat({ ...bath, timeConstant, random }), timeStep);
    }
    case "nose-hoover": {
      const { period, chainLength: length } = thermostat;
      return new Thermostatted(verlet, new NoseHooverChain({ ...bath, period, length }), timeStep);
    }
  }
}

function barostat(
  settings: BarostatSettings,
  pressure: number,
  thermalEnergy: number,
  parts: IntegratorParts,
): Barostat {
  const { system, potential, masses, options, momentumIsZero, random } = parts;
  const { cell } = requireCell(system.geometry);
  const { topology, geometry } = system;
  if (settings.scaling === "atoms" && parts.constraints !== undefined) {
    throw new InputError("QMMM_DYNAMICS_OPTIONS", "Scaling every atom changes distances that constraints keep", {
      value: "atoms",
      action: "Use scaling: molecules for the barostat, or constraints: none",
      place: { path: "barostat" },
    });
  }
  const groups = settings.scaling === "atoms" ? atomGroups(masses.length) : moleculeGroups(topology, geometry);
  const common = { scaling: new GroupScaling(groups, masses), pressure, thermalEnergy, random };
  if (settings.type === "monte-carlo") {
    const { every, adaptTrials } = settings;
    return new MonteCarloBarostat({
      ...common,
      every,
      adaptTrials,
      volumeStep: settings.volumeStep * cellVolume(cell),
    });
  }
  requireVirial(potential, "Stochastic cell rescaling", "Use barostat: { type: monte-carlo }", "barostat");
  const { timeConstant, compressibility, every } = settings;
  const { timeStep } = options;
  return new StochasticCellRescaling({ ...common, timeConstant, compressibility, every, timeStep, momentumIsZero });
}

/**
 * The integrator that options ask for.
 *
 * @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED`, `QMMM_DYNAMICS_CELL_MISSING`, `QMMM_DYNAMICS_MOLECULE_WITHOUT_END`
 */
export function buildIntegrator(parts: IntegratorParts): Integrator {
  const { ensemble, temperature, pressure, barostat: settings } = parts.options;
  if (ensemble !== "npt" || temperature === undefined || pressure === undefined) return motion(parts);
  const bath = settings ?? BarostatOption.parse({ type: "cell-rescaling" });
  return new Barostatted(motion(parts), barostat(bath, pressure, temperature, parts));
}
