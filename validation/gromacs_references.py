"""Reference energies and forces by GROMACS in double precision (gmx_d), for packages/mm-forcefield/test/fixtures.

    python3 validation/gromacs_references.py [folder of public reference data]

The topologies are those of packages/mm-forcefield/test/fixtures/gromacs, one case per set of macros, and, where a folder
is named, public ones: those of one term (InterMol), small molecules in the force fields that come with GROMACS, water by
particle-mesh Ewald. Open systems are smaller than the cutoff, so that the plain cutoff of GROMACS's pair lists gives all
pairs. Writes gromacs.json (kJ/mol, kJ/mol/nm) and gromacs/cmap.itp.
"""

import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

FIXTURES = pathlib.Path(__file__).parent.parent / "packages/mm-forcefield/test/fixtures"
MDP = """integrator = md
nsteps = 0
cutoff-scheme = verlet
pbc = xyz
verlet-buffer-tolerance = -1
rlist = {cutoff}
{electrostatics}
coulomb-modifier = none
rcoulomb = {cutoff}
vdw-type = cut-off
vdw-modifier = none
rvdw = {cutoff}
DispCorr = no
constraints = none
continuation = yes
nstfout = 1
nstxout = 1
nstenergy = 1
nstcalcenergy = 1
comm-mode = none
"""

# Macros of functions.top.
CASES = {
    "bonds 1": ["BOND1"],
    "bonds 2": ["BOND2"],
    "bonds 6": ["BOND6"],
    "bonds 3": ["BOND3"],
    "bonds 4": ["BOND4"],
    "bonds 7": ["BOND7"],
    "bonds 10": ["BOND10"],
    "angles 3": ["ANGLE3"],
    "angles 4": ["ANGLE4"],
    "angles 6": ["ANGLE6"],
    "angles 9": ["ANGLE9"],
    "angles 10": ["ANGLE10"],
    "dihedrals 10": ["DIHEDRAL10"],
    "dihedrals 11": ["DIHEDRAL11"],
    "angles 1": ["BOND1", "ANGLE=1"],
    "angles 2": ["BOND1", "ANGLE=2"],
    "angles 5": ["BOND1", "ANGLE=5", "UREY_BRADLEY"],
    "dihedrals 1": ["DIHEDRAL=1", "SINGLE"],
    "dihedrals 2": ["HARMONIC"],
    "dihedrals 3": ["DIHEDRAL=3"],
    "dihedrals 4": ["IMPROPER=4"],
    "dihedrals 5": ["DIHEDRAL=5", "FOURIER"],
    "dihedrals 9": ["DIHEDRAL=9"],
    "cmap": ["CMAP"],
    "pairs, rule 2": ["PAIRS"],
    "pairs, rule 1": ["PAIRS", "RULE1"],
    "pairs, rule 3": ["PAIRS", "RULE3"],
    "pairs by type": ["PAIRS", "PAIRTYPES"],
    "overridden pairs": ["PAIRS", "NBFIX"],
    "overridden pairs, rule 3": ["PAIRS", "NBFIX", "RULE3"],
    "exclusions": ["EXCLUDE"],
    "everything": ["BOND1", "ANGLE=5", "UREY_BRADLEY", "DIHEDRAL=9", "IMPROPER=4", "HARMONIC", "CMAP", "PAIRS", "NBFIX", "EXCLUDE"],
}


INSTALLED = [
    "parmed-systems/03.AlaGlu/topol.top",
    "parmed-systems/04.Ala/topol.top",
    "gromacs-testdata/testutils/simulationdatabase/alanine_vacuo.top",
    "gromacs-testdata/testutils/simulationdatabase/glycine_vacuo.top",
    "gromacs-testdata/testutils/simulationdatabase/ala.top",
    "openmm-systems/1ppt.top",
    "pdynamo-data/pBabel/data/gromacs/ava_AMBER.top",
    "pdynamo-data/pBabel/data/gromacs/crambin_AMBER.top",
]
PERIODIC = {"intermol-systems/gromacs/unit_tests/spce1_bulk/spce1_bulk.top": 0.7}
# Converged to some 1e-8 of the energy.
PME = """coulombtype = pme
ewald-rtol = 1e-11
pme-order = 12
fourierspacing = 0.03"""


def write_cmap() -> None:
    """A grid without any symmetry, in the format of [ cmaptypes ]."""
    n = 24
    values = [
        f"{3 * math.sin(2 * math.pi * a / n) * math.cos(4 * math.pi * b / n) + 1.5 * math.cos(2 * math.pi * (a - 2 * b) / n) + 0.01 * a:.6f}"
        for a in range(n)
        for b in range(n)
    ]
    rows = [" ".join(values[k : k + 12]) for k in range(0, n * n, 12)]
    text = "; Written by validation/gromacs_references.py\n[ cmaptypes ]\nCT CT CT NH OH 1 24 24\\\n" + "\\\n".join(rows) + "\n"
    (FIXTURES / "gromacs/cmap.itp").write_text(text)


def run(folder: pathlib.Path, *command: str, text: str = "") -> str:
    done = subprocess.run(["gmx_d", "-nobackup", *command], cwd=folder, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def series(path: pathlib.Path) -> list[list[float]]:
    return [[float(x) for x in line.split()] for line in path.read_text().splitlines() if line and line[0] not in "#@"]


def coordinates_of(top: pathlib.Path) -> pathlib.Path:
    conf = top.parent / "conf.gro"
    return conf if conf.exists() else top.with_suffix(".gro")


def evaluate(
    top: pathlib.Path,
    coordinates: pathlib.Path,
    defines: list[str],
    cutoff: float,
    electrostatics: str = "coulombtype = cut-off",
    box: float | None = None,
) -> dict:
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        macros = "".join(f"#define {define.replace('=', ' ', 1)}\n" for define in defines)
        for other in top.parent.glob("*.itp"):
            (work / other.name).write_text(other.read_text())
        (work / "case.top").write_text(macros + top.read_text())
        (work / "case.mdp").write_text(MDP.format(cutoff=cutoff, electrostatics=electrostatics))
        (work / f"case{coordinates.suffix}").write_text(coordinates.read_text())
        start = f"case{coordinates.suffix}"
        if box is not None:
            run(work, "editconf", "-f", start, "-o", "boxed.g96", "-box", *[str(box)] * 3, "-noc")
            start = "boxed.g96"
        run(work, "grompp", "-f", "case.mdp", "-c", start, "-p", "case.top", "-o", "case.tpr", "-maxwarn", "20")
        run(work, "mdrun", "-s", "case.tpr", "-deffnm", "case", "-nt", "1")
        run(work, "energy", "-f", "case.edr", "-dp", "-o", "energy.xvg", text="\n".join(str(k) for k in range(1, 30)) + "\n\n")
        names = re.findall(r'@ s\d+ legend "(.*)"', (work / "energy.xvg").read_text())
        energies = dict(zip(names, series(work / "energy.xvg")[0][1:]))
        run(work, "traj", "-s", "case.tpr", "-f", "case.trr", "-of", "force.xvg", "-fp", text="0\n")
        forces = series(work / "force.xvg")[0][1:]
        last = names.index("Potential")
        return {
            "energies": {name: energies[name] for name in names[: last + 1]},
            "forces": [forces[k : k + 3] for k in range(0, len(forces), 3)],
        }


def main() -> None:
    write_cmap()
    version = re.search(r"GROMACS version:\s*(\S+)", run(FIXTURES, "--version")).group(1)
    own = FIXTURES / "gromacs"
    result = {"program": f"GROMACS {version}, double precision", "functions": {}, "oneTerm": {}}
    for name, defines in CASES.items():
        result["functions"][name] = {"defines": defines, **evaluate(own / "functions.top", own / "functions.g96", defines, 2.0)}
    if len(sys.argv) > 1:
        data = pathlib.Path(sys.argv[1])

        def energies(top: pathlib.Path, *options, **named) -> dict:
            return {"energies": evaluate(top, coordinates_of(top), [], *options, **named)["energies"]}

        for folder in sorted(data.glob("intermol-systems/gromacs/unit_tests/*_vacuum")):
            result["oneTerm"][folder.name] = energies(folder / f"{folder.name}.top", 2.0)
        result["installed"] = {name: energies(data / name, 7.5, box=16) for name in INSTALLED}
        result["periodic"] = {
            name: {"cutoff": cutoff, **energies(data / name, cutoff, PME)} for name, cutoff in PERIODIC.items()
        }
    (FIXTURES / "gromacs.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
