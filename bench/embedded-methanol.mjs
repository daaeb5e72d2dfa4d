// How well energy is conserved with tight binding in many classical atoms: methanol by GFN2-xTB in 1,727 rigid TIP3P waters.
//
//   node bench/embedded-methanol.mjs DIR      writes methanol-in-water.gro, .top and the input file conservation.yaml
//   qmmm run DIR/conservation.yaml            heats, equilibrates, then 20 ps on their own; interrupt and `qmmm resume` at will
//   node bench/embedded-methanol.mjs DIR drift    kT/ns per degree of freedom, from the result of the last stage
//
// Methanol's parameters, Lennard-Jones only of use here: OPLS-AA (Jorgensen, Maxwell and Tirado-Rives 1996, doi:10.1021/ja9621760).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BOLTZMANN, createRandomStream } from "../packages/core/dist/index.js";

/** Molecules along an edge of the box, nm between them (0.997 g/cm³). */
const [EDGE, SPACING] = [12, 0.31043];

/** nm: hydrogens of the methyl group, of the hydroxyl group. */
const METHANOL = [
  ["CT", 0, 0, 0],
  ["HC1", 0.1036, 0, 0.0339],
  ["HC2", -0.0518, 0.0897, 0.0339],
  ["HC3", -0.0518, -0.0897, 0.0339],
  ["OH", 0.0, 0.0, -0.141],
  ["HO", 0.0896, 0, -0.171],
];
const [LENGTH, HALF] = [0.09572, (0.5 * 104.52 * Math.PI) / 180];
const WATER = [
  ["OW", 0, 0, 0],
  ["HW1", LENGTH * Math.cos(HALF), LENGTH * Math.sin(HALF), 0],
  ["HW2", LENGTH * Math.cos(HALF), -LENGTH * Math.sin(HALF), 0],
];

/** A rotation at random, from a quaternion. */
function rotation(random) {
  const q = [0, 1, 2, 3].map(() => random.normal());
  const norm = Math.hypot(...q);
  const [w, x, y, z] = q.map((c) => c / norm);
  return ([a, b, c]) => [
    a * (1 - 2 * (y * y + z * z)) + b * 2 * (x * y - w * z) + c * 2 * (x * z + w * y),
    a * 2 * (x * y + w * z) + b * (1 - 2 * (x * x + z * z)) + c * 2 * (y * z - w * x),
    a * 2 * (x * z - w * y) + b * 2 * (y * z + w * x) + c * (1 - 2 * (x * x + y * y)),
  ];
}

function gro() {
  const random = createRandomStream("embedded methanol");
  const count = EDGE ** 3;
  const lines = [];
  const add = (residue, name, atoms, k) => {
    const turn = rotation(random);
    const origin = [k % EDGE, Math.floor(k / EDGE) % EDGE, Math.floor(k / EDGE ** 2)].map((n) => (n + 0.5) * SPACING);
    for (const [atom, ...xyz] of atoms) {
      const place = turn(xyz).map((c, i) => (c + origin[i]).toFixed(6).padStart(11));
      const number = String((lines.length + 1) % 100_000).padStart(5);
      lines.push(`${String(residue).padStart(5)}${name.padEnd(5)}${atom.padStart(5)}${number}${place.join("")}`);
    }
  };
  add(1, "MOH", METHANOL, 0);
  for (let k = 1; k < count; k++) add(k + 1, "SOL", WATER, k);
  const edge = (EDGE * SPACING).toFixed(6).padStart(11);
  return ["methanol in water", lines.length, ...lines, edge.repeat(3), ""].join("\n");
}

const TOP = `[ defaults ]
1 3 yes 0.5 0.5
[ atomtypes ]
CT 6 12.011 0.145 A 0.35 0.276144
HC 1 1.008 0.04 A 0.25 0.12552
OH 8 15.9994 -0.683 A 0.312 0.71128
HO 1 1.008 0.418 A 0 0
OW 8 15.9994 -0.834 A 0.315061 0.636386
HW 1 1.008 0.417 A 0 0
[ moleculetype ]
MOH 3
[ atoms ]
1 CT 1 MOH CT 1
2 HC 1 MOH HC1 1
3 HC 1 MOH HC2 1
4 HC 1 MOH HC3 1
5 OH 1 MOH OH 1
6 HO 1 MOH HO 1
[ bonds ]
1 2 1 0.109 284512
1 3 1 0.109 284512
1 4 1 0.109 284512
1 5 1 0.141 267776
5 6 1 0.0945 462750.4
[ angles ]
2 1 3 1 107.8 276.144
2 1 4 1 107.8 276.144
3 1 4 1 107.8 276.144
2 1 5 1 109.5 292.88
3 1 5 1 109.5 292.88
4 1 5 1 109.5 292.88
1 5 6 1 108.5 460.24
[ moleculetype ]
SOL 2
[ atoms ]
1 OW 1 SOL OW 1
2 HW 1 SOL HW1 1
3 HW 1 SOL HW2 1
[ settles ]
1 1 0.09572 0.15139
[ exclusions ]
1 2 3
2 1 3
3 1 2
[ system ]
methanol in water
[ molecules ]
MOH 1
SOL ${EDGE ** 3 - 1}
`;

const INPUT = `title: energy conservation of GFN2-xTB methanol in TIP3P water

system: { topology: methanol-in-water.top, coordinates: methanol-in-water.gro }
regions:
  qm: { select: resname MOH, charge: 0, multiplicity: 1 }
levels:
  high: { method: gfn2 }
forcefield:
  type: gromacs
  top: methanol-in-water.top
  cutoff: 8 angstrom
  electrostatics: { type: pme, accuracy: 1e-4 }
  lennardJones: { form: force-switch, switchDistance: 7 angstrom }
coupling:
  type: additive
  embedding: electrostatic
  level: high
  boundary: { type: link-atom, cutoff: 11 angstrom, switchWidth: 3 angstrom }

task:
  - type: dynamics
    ensemble: nvt
    temperature: 300 K
    friction: 50 1/ps
    timeStep: 0.5 fs
    steps: 400
    maxDisplacement: 3 angstrom
    frameEvery: 1000
  - type: dynamics
    ensemble: nvt
    temperature: 300 K
    velocities: given
    friction: 5 1/ps
    constraints: hydrogens
    timeStep: 2 fs
    steps: 1000
    frameEvery: 1000
  - type: dynamics
    ensemble: nve
    velocities: given
    constraints: hydrogens
    timeStep: 2 fs
    duration: 20 ps
    frameEvery: 1000

output: { trajectory: [none] }
run: { seed: 2026, checkpointEvery: 60 s }
`;

const [directory, mode] = process.argv.slice(2);
if (mode === "drift") {
  const { stages } = JSON.parse(readFileSync(join(directory, "conservation.out", "result.json"), "utf8"));
  const { time, degreesOfFreedom, meanTemperature, conservedEnergyDrift, conservedEnergyFluctuation } =
    stages.at(-1).summary;
  const kT = BOLTZMANN * meanTemperature.value;
  console.log({
    picoseconds: time.value / 1000,
    kelvin: meanTemperature.value,
    drift_kT_per_ns_per_degree: (1000 * conservedEnergyDrift.value) / kT / degreesOfFreedom.value,
    fluctuation_kT: conservedEnergyFluctuation.value / kT,
  });
} else {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "methanol-in-water.gro"), gro());
  writeFileSync(join(directory, "methanol-in-water.top"), TOP);
  writeFileSync(join(directory, "conservation.yaml"), INPUT);
}
