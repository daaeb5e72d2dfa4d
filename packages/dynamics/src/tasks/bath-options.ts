import { quantity } from "@qmmm/core";
import { z } from "zod";

/** How a temperature is kept. */
export const ThermostatOption = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("langevin").describe("friction and noise on every atom"),
    friction: quantity("rate", { above: 0 }).prefault("1 1/ps").describe("collision rate"),
  }),
  z.strictObject({
    type: z.literal("bussi").describe("stochastic rescaling of all velocities: disturbs the motion least"),
    timeConstant: quantity("time", { above: 0 }).prefault("0.1 ps").describe("relaxation time of the kinetic energy"),
  }),
  z.strictObject({
    type: z.literal("nose-hoover").describe("chain of Nosé–Hoover thermostats: deterministic"),
    period: quantity("time", { above: 0 }).prefault("0.5 ps").describe("period of the thermostat about equilibrium"),
    chainLength: z.int().positive().max(20).default(3).describe("thermostats in the chain"),
  }),
]);

const every = (steps: number, what: string) => z.int().positive().default(steps).describe(what);
const scaling = z
  .enum(["molecules", "atoms"])
  .default("molecules")
  .describe("what moves with the cell: molecules as wholes, or (in solids without end) every atom");

/** How a pressure is kept. */
export const BarostatOption = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("cell-rescaling").describe("stochastic cell rescaling; needs the virial"),
    timeConstant: quantity("time", { above: 0 }).prefault("2 ps").describe("relaxation time of the volume"),
    compressibility: quantity("compressibility", { above: 0 })
      .prefault("4.5e-5 1/bar")
      .describe("isothermal compressibility, by which the relaxation time is meant; default: of water"),
    every: every(10, "steps between changes of the cell"),
    scaling,
  }),
  z.strictObject({
    type: z.literal("monte-carlo").describe("trial changes of the volume; needs energies only"),
    every: every(25, "steps between trials"),
    volumeStep: z
      .number()
      .positive()
      .max(0.3)
      .default(0.01)
      .describe("largest change of the volume in a trial, as a fraction of the volume at the start"),
    adaptTrials: z
      .int()
      .min(0)
      .default(500)
      .describe("trials during which the largest change adapts to an acceptance of 25 to 75 %"),
    scaling,
  }),
]);

/** What `thermostat` says, in atomic units. */
export type ThermostatSettings = z.output<typeof ThermostatOption>;

/** What `barostat` says, in atomic units. */
export type BarostatSettings = z.output<typeof BarostatOption>;
