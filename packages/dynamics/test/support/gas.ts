import { cellVolume, createHooks, createRandomStream } from "@qmmm/core";
import {
  atomGroups,
  Barostatted,
  GroupScaling,
  inverseMasses,
  LangevinBaoab,
  MonteCarloBarostat,
  maxwellBoltzmannVelocities,
  removeCentreOfMassMotion,
  runDynamics,
  StochasticCellRescaling,
  VelocityVerlet,
} from "@qmmm/dynamics";
import { LennardJonesFluid, lattice } from "./pair-fluid.js";
import { cube } from "./rigid-systems.js";

const COUNT = 27;
const masses = new Float64Array(COUNT).fill(1);
const inverse = inverseMasses(masses, new Uint8Array(COUNT).fill(1));

/** Volumes of a Lennard-Jones gas at constant pressure, and how well its conserved quantity is. */
export async function gasAtPressure(kind: "mc" | "scr", pressure: number, steps: number, every = 4, langevin = true) {
  const scaling = new GroupScaling(atomGroups(COUNT), masses);
  const [thermalEnergy, timeStep] = [2, 0.006];
  const random = createRandomStream(17);
  const common = { scaling, pressure, thermalEnergy, every, random };
  const barostat =
    kind === "mc"
      ? new MonteCarloBarostat({ ...common, volumeStep: 20, adaptTrials: 0 })
      : new StochasticCellRescaling({
          ...{ ...common, compressibility: 0.5, timeConstant: 0.5, timeStep, momentumIsZero: !langevin },
        });
  const motion = langevin
    ? new LangevinBaoab({ timeStep, inverseMasses: inverse, thermalEnergy, friction: 2, random })
    : new VelocityVerlet({ timeStep, inverseMasses: inverse });
  const hooks = createHooks();
  const volumes: number[] = [];
  hooks.tap("afterStep", "test", ({ step, geometry }) => {
    if (step > steps / 10) volumes.push(cellVolume(geometry.cell!));
  });
  const drawn = maxwellBoltzmannVelocities(masses, 2, new Uint8Array(COUNT).fill(1), random);
  const side = Math.cbrt((1.1 * COUNT * thermalEnergy) / pressure);
  const start = {
    geometry: { positions: lattice(3, side), cell: cube(side) },
    velocities: removeCentreOfMassMotion(drawn, masses),
    masses,
  };
  const options = { integrator: new Barostatted(motion, barostat), timeStep, steps, hooks, maxDisplacement: 10 };
  const { summary } = await runDynamics(new LennardJonesFluid(1.6), start, { ...options, reportPressure: true });
  return { volumes, summary };
}
