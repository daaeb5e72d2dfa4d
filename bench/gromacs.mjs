// CPU time per step of GROMACS on one thread, for comparisons in bench/mm-speed.mjs: particle-mesh Ewald, 9 Å, lists by GROMACS'
// own rules. Files go to a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MDP = (integrator) => `integrator = ${integrator}
nsteps = ${integrator === "md" ? 200 : 50}
dt = 0.002
constraints = h-bonds
emtol = 500
cutoff-scheme = Verlet
coulombtype = PME
rcoulomb = 0.9
rvdw = 0.9
pme-order = 5
ewald-rtol = 1e-5
fourierspacing = 0.08
DispCorr = EnerPres
gen-vel = ${integrator === "md" ? "yes" : "no"}
gen-temp = 300
nstxout = 0
nstlog = 0
nstenergy = 0
nstcalcenergy = 100
`;

/**
 * CPU time (ms) of a step of dynamics of what a folder's `conf.gro` and `topol.top` describe, after some minimisation.
 *
 * @returns undefined when the program is not at hand or fails
 */
function stepTime(program, folder) {
  const run = (...args) => spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  if (run("--version").status !== 0) return undefined;
  for (const [stage, from] of [
    ["steep", "conf.gro"],
    ["md", "steep.gro"],
  ]) {
    writeFileSync(join(folder, `${stage}.mdp`), MDP(stage));
    const made = run(
      "grompp",
      "-f",
      `${stage}.mdp`,
      "-c",
      from,
      "-p",
      "topol.top",
      "-o",
      `${stage}.tpr`,
      "-maxwarn",
      "9",
    );
    if (made.status !== 0) return undefined;
    if (run("mdrun", "-deffnm", stage, "-ntmpi", "1", "-ntomp", "1").status !== 0) return undefined;
  }
  const time = /Time:\s+([\d.]+)/.exec(readFileSync(join(folder, "md.log"), "utf8"));
  return time === null ? undefined : (1000 * Number(time[1])) / 201;
}

/** Runs `prepare(folder)`, which writes conf.gro and topol.top, and then mixed and double precision. */
export function gromacsTimes(prepare) {
  const folder = mkdtempSync(join(tmpdir(), "qmmm-bench-"));
  try {
    prepare(folder);
    return ["gmx", "gmx_d"].flatMap((program) => {
      const time = stepTime(program, folder);
      return time === undefined ? [] : [[program === "gmx" ? "mixed" : "double", time]];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes a box of rigid TIP3P water: positions (nm) of O, H, H of each molecule, edge (nm). */
export function writeWater(folder, positions, edge) {
  const count = positions.length / 3;
  const lines = ["water", `${count}`];
  for (let k = 0; k < count; k++) {
    const residue = `${(Math.floor(k / 3) % 99999) + 1}`.padStart(5);
    const xyz = [0, 1, 2].map((d) => positions[3 * k + d].toFixed(3).padStart(8)).join("");
    lines.push(`${residue}SOL  ${["OW", "HW1", "HW2"][k % 3].padStart(5)}${`${(k + 1) % 100000}`.padStart(5)}${xyz}`);
  }
  const side = edge.toFixed(5).padStart(10);
  writeFileSync(join(folder, "conf.gro"), `${lines.join("\n")}\n${side}${side}${side}\n`);
  writeFileSync(
    join(folder, "topol.top"),
    `[ defaults ]
1 2 yes 0.5 0.8333
[ atomtypes ]
OW 8 15.999 0 A 0.315061 0.6364
HW 1 1.008 0 A 0 0
[ moleculetype ]
SOL 2
[ atoms ]
1 OW 1 SOL OW 1 -0.834
2 HW 1 SOL HW1 1 0.417
3 HW 1 SOL HW2 1 0.417
[ settles ]
1 1 0.09572 0.15139
[ exclusions ]
1 2 3
2 1 3
3 1 2
[ system ]
water
[ molecules ]
SOL ${count / 3}
`,
  );
}
