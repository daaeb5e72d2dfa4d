import { WATER_MOLECULE, waterDroplet } from "./structures.js";

/** Files of a template by name. */
export type TemplateFiles = Readonly<Record<string, string>>;

const WATER = `# A quantum mechanical water molecule in classical ones.
# Check it:  qmmm check input.yaml        Run it:  qmmm run input.yaml
# Every key is explained in docs/input-file.md; \`qmmm plugins\` lists what may be written in place of hf, tip3p, ….

title: water in a droplet of water

system:
  file: droplet.pdb               # PDB, XYZ, or topology: and coordinates: (Amber)

regions:
  qm:
    select: resid 1               # also: resname, name, element, index0/index1, within 5 of …, same residue as …
    charge: 0
    multiplicity: 1

levels:
  high:                           # another level of theory is another line here
    method: hf
    basis: STO-3G

forcefield:
  type: tip3p

coupling:
  type: additive
  embedding: electrostatic        # the charges of the surroundings polarise the region
  region: qm
  level: high

task:                             # one task, or a list of stages
  - type: energy
  - type: optimise
    convergence: loose
    maxSteps: 20
  - type: dynamics
    ensemble: nvt
    temperature: 300 K            # every quantity has a unit
    timeStep: 0.5 fs
    steps: 50
    restraints:                   # keeps the droplet together
      - { type: wall, radius: 7 angstrom, forceConstant: 10 kcal/mol/Å^2 }

output:
  trajectory: [extxyz, dcd]

run:
  seed: 1
  checkpointEvery: 30 s           # after an interruption: qmmm resume input.out
`;

const MOLECULE = `# A molecule in empty space.
# Check it:  qmmm check input.yaml        Run it:  qmmm run input.yaml
# Every key is explained in docs/input-file.md; \`qmmm plugins\` lists what may be written in place of hf, optimise, ….

title: water by itself

system:
  file: water.xyz

levels:
  only:
    method: hf
    basis: 6-31G*

task:
  type: optimise
  convergence: default
`;

/** What \`qmmm init\` can write. */
export const TEMPLATES: Readonly<Record<string, () => TemplateFiles>> = {
  water: () => ({ "input.yaml": WATER, "droplet.pdb": waterDroplet(2) }),
  molecule: () => ({ "input.yaml": MOLECULE, "water.xyz": WATER_MOLECULE }),
};
