import { createHooks, createRandomStream } from "@qmmm/core";
import {
  BussiThermostat,
  inverseMasses,
  maxwellBoltzmannVelocities,
  NoseHooverChain,
  removeCentreOfMassMotion,
  runDynamics,
  type Thermostat,
  Thermostatted,
  VelocityVerlet,
} from "@qmmm/dynamics";
import { LennardJonesFluid, lattice } from "./pair-fluid.js";
import { cube } from "./rigid-systems.js";

export const COUNT = 27;
export const FREEDOM = 3 * COUNT - 3;
export const masses = new Float64Array(COUNT).fill(1);
const cell = cube(3.5);

interface Course {
  readonly kinetic: readonly number[];
  readonly potential: readonly number[];
  readonly conserved: readonly number[];
  readonly fluctuation: number;
}

type Kind = "bussi" | "nose-hoover";

function bath(kind: Kind, thermalEnergy: number, seed: number): Thermostat {
  const options = { masses, degreesOfFreedom: FREEDOM, thermalEnergy };
  return kind === "bussi"
    ? new BussiThermostat({ ...options, timeConstant: 0.05, random: createRandomStream(seed) })
    : new NoseHooverChain({ ...options, period: 1 });
}

/** A Lennard-Jones fluid in its bath; energies after a tenth of the run. */
export async function course(
  kind: Kind,
  thermalEnergy: number,
  timeStep: number,
  steps: number,
  seed = 3,
): Promise<Course> {
  const hooks = createHooks();
  const kinetic: number[] = [];
  const potential: number[] = [];
  const conserved: number[] = [];
  hooks.tap("afterStep", "test", ({ step, quantities }) => {
    conserved.push(quantities.conservedEnergy!.value);
    if (step < steps / 10) return;
    kinetic.push(quantities.kineticEnergy!.value);
    potential.push(quantities.potentialEnergy!.value);
  });
  const drawn = maxwellBoltzmannVelocities(masses, thermalEnergy, new Uint8Array(COUNT).fill(1), createRandomStream(1));
  const start = {
    geometry: { positions: lattice(3, 3.5), cell },
    velocities: removeCentreOfMassMotion(drawn, masses),
    masses,
  };
  const verlet = new VelocityVerlet({ timeStep, inverseMasses: inverseMasses(masses, new Uint8Array(COUNT).fill(1)) });
  const integrator = new Thermostatted(verlet, bath(kind, thermalEnergy, seed), timeStep);
  const options = { integrator, timeStep, steps, degreesOfFreedom: FREEDOM, hooks, maxDisplacement: 10 };
  const { summary } = await runDynamics(new LennardJonesFluid(1.7), start, options);
  return { kinetic, potential, conserved, fluctuation: summary.conservedEnergyFluctuation!.value };
}
