"""Reference energies, forces and virials of many-body potentials for solids, by LAMMPS.

Displaced crystals and clusters, in cubic and triclinic cells down to one unit cell, with the potential files that the
tests have (packages/mm-forcefield/test/solids/potentials.ts). Writes
packages/mm-forcefield/test/fixtures/solids/lammps.json: positions and cells in Å, energies and virials (−dE/dstrain) in
eV, forces in eV/Å, and LAMMPS's version. With `time`, times 4,096 silicon atoms instead.

    apt-get install lammps        # the executable lmp
    python validation/mm_solids.py [time]
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "packages/mm-forcefield/test"
# LAMMPS's eV/Å³ in bar (src/update.cpp, metal units)
BAR = 1.6021765e6
STYLES = {"stillinger-weber": "sw", "tersoff": "tersoff", "vashishta": "vashishta"}
FCC = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
DIAMOND = np.concatenate([FCC, FCC + 0.25])
BONDS = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 8


def potential_files():
    """The potential files of the tests, by name."""
    script = """
        const ts = require("typescript"), fs = require("fs");
        const code = ts.transpileModule(fs.readFileSync(process.argv[1], "utf8"),
            { compilerOptions: { module: "commonjs", target: "es2022" } }).outputText;
        const module_ = { exports: {} };
        new Function("exports", "require", code)(module_.exports, require);
        process.stdout.write(JSON.stringify(module_.exports.FILES));
    """
    path = str(TESTS / "solids/potentials.ts")
    return json.loads(subprocess.run(["node", "-e", script, path], cwd=ROOT, check=True, capture_output=True).stdout)


def crystal(sites, a, repeat, tilt=(0, 0, 0)):
    """Positions and cell (rows; LAMMPS's lower triangle) of a repeated cubic cell, sheared by xy, xz, yz."""
    grid = np.array(list(np.ndindex(*repeat)))
    fractional = ((grid[:, None, :] + sites[None, :, :]) / np.array(repeat)).reshape(-1, 3)
    lx, ly, lz = a * np.array(repeat)
    xy, xz, yz = tilt
    cell = np.array([[lx, 0, 0], [xy, ly, 0], [xz, yz, lz]])
    return fractional @ cell, cell


def lammps(style, file, text, symbols, positions, cell, run="run 0"):
    """LAMMPS's log and forces."""
    elements = sorted(set(symbols))
    periodic = cell is not None
    box = cell if periodic else np.diag([200.0, 200.0, 200.0])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / file).write_text(text)
        data = [
            "made by mm_solids.py",
            "",
            f"{len(symbols)} atoms",
            f"{len(elements)} atom types",
            f"0 {box[0, 0]!r} xlo xhi",
            f"0 {box[1, 1]!r} ylo yhi",
            f"0 {box[2, 2]!r} zlo zhi",
            f"{box[1, 0]!r} {box[2, 0]!r} {box[2, 1]!r} xy xz yz",
            "",
            "Masses",
            "",
            *[f"{k + 1} 28.0" for k in range(len(elements))],
            "",
            "Atoms",
            "",
        ]
        at = positions if periodic else positions + 100
        for k, (symbol, r) in enumerate(zip(symbols, at)):
            data.append(f"{k + 1} {elements.index(symbol) + 1} {float(r[0])!r} {float(r[1])!r} {float(r[2])!r}")
        (Path(folder) / "data").write_text("\n".join(data).replace("np.float64(", "").replace(")", "") + "\n")
        commands = f"""
            units metal
            boundary {"p p p" if periodic else "f f f"}
            box tilt large
            atom_modify sort 0 0
            read_data data
            pair_style {style}
            pair_coeff {"1 1 " + file if style == "eam" else "* * " + file + " " + " ".join(elements)}
            thermo_style custom pe pxx pyy pzz pxy pxz pyz vol
            thermo_modify format float %.17g norm no
            dump forces all custom 1 forces id fx fy fz
            dump_modify forces sort id format float %.17g
            {run}
        """
        if run != "run 0":
            commands = commands.replace("dump forces", "# dump").replace("dump_modify forces", "# dump_modify")
        (Path(folder) / "in").write_text("\n".join(line.strip() for line in commands.splitlines()) + "\n")
        done = subprocess.run(["lmp", "-in", "in"], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stdout[-2000:] + done.stderr)
        forces = np.loadtxt(Path(folder) / "forces", skiprows=9)[:, 1:] if run == "run 0" else None
        return done.stdout, forces


def reference(name, forcefield, file, text, symbols, positions, cell):
    positions = np.round(positions, 6)
    style = STYLES.get(forcefield) or {"eam": "eam", "alloy": "eam/alloy", "fs": "eam/fs"}[file.split(".")[-1]]
    log, forces = lammps(style, file, text, symbols, positions, cell)
    row = re.search(r"PotEng.*\n(.*)\n", log).group(1).split()
    energy, *pressure, volume = map(float, row)
    print(f"{name}: {len(symbols)} atoms, {energy} eV")
    out = {
        "name": name,
        "forcefield": forcefield,
        "file": file,
        "symbols": list(symbols),
        "positions": positions.tolist(),
        "energy": energy,
        "forces": [[float(f"{f:.13g}") for f in row] for row in forces],
    }
    if cell is not None:
        # xx, yy, zz, xy, xz, yz
        out |= {"cell": cell.tolist(), "virial": [float(f"{p * volume / BAR:.13g}") for p in pressure]}
    return out


def references():
    files = potential_files()
    random = np.random.default_rng(20240611)
    cases = []

    def add(name, forcefield, file, sites, a, repeat, symbols, tilt=(0, 0, 0), shake=0.15):
        positions, cell = crystal(np.asarray(sites, float), a, repeat, tilt)
        names = symbols(len(positions))
        positions = positions + random.uniform(-shake, shake, positions.shape)
        cases.append(reference(name, forcefield, file, files[file], names, positions, cell))

    def cluster(name, forcefield, file, count, size, nearest, choose):
        points = []
        while len(points) < count:
            r = random.uniform(0, size, 3)
            if all(np.linalg.norm(r - q) > nearest for q in points):
                points.append(r)
        cases.append(reference(name, forcefield, file, files[file], choose(count), np.array(points), None))

    one = lambda symbol: lambda n: [symbol] * n
    mixed = lambda *of: lambda n: [str(s) for s in random.choice(of, n)]
    silica_sites = np.concatenate([DIAMOND, (FCC[:, None, :] + BONDS[None, :, :]).reshape(-1, 3)])
    silica = lambda n: (["Si"] * 8 + ["O"] * 16) * (n // 24)
    bent = (0.9, -0.7, 1.1)

    sw, tf, va = "stillinger-weber", "tersoff", "vashishta"
    add("silicon SW, cubic", sw, "Si.sw", DIAMOND, 5.431, (2, 2, 1), one("Si"))
    add("silicon SW, triclinic unit cell", sw, "Si.sw", DIAMOND, 5.431, (1, 1, 1), one("Si"), bent)
    add("silicon SW, dense", sw, "Si.sw", DIAMOND, 4.6, (1, 1, 1), one("Si"), bent, 0.3)
    add("alloy SW, triclinic", sw, "SiGe.sw", DIAMOND, 5.5, (2, 1, 1), mixed("Si", "Ge"), bent)
    cluster("silicon SW, cluster", sw, "Si.sw", 12, 6.0, 2.0, one("Si"))
    add("silicon Tersoff, cubic", tf, "Si.tersoff", DIAMOND, 5.432, (2, 2, 1), one("Si"))
    add("silicon Tersoff, dense triclinic unit cell", tf, "Si.tersoff", DIAMOND, 4.9, (1, 1, 1), one("Si"), bent, 0.3)
    add("carbide Tersoff, triclinic", tf, "SiC.tersoff", DIAMOND, 4.5, (2, 1, 1), mixed("Si", "C"), bent, 0.25)
    cluster("carbide Tersoff, cluster", tf, "SiC.tersoff", 14, 5.0, 1.5, mixed("Si", "C"))
    add("silica Vashishta, cubic unit cell", va, "SiO2.vashishta", silica_sites, 7.16, (1, 1, 1), silica)
    add("silica Vashishta in full, triclinic unit cell", va, "full.vashishta", silica_sites, 6.5, (1, 1, 1), silica, bent, 0.25)
    add("copper EAM funcfl, cubic", "eam", "Cu.eam", FCC, 3.6, (2, 2, 2), one("Cu"))
    add("alloy EAM, triclinic", "eam", "CuNi.eam.alloy", FCC, 3.5, (2, 1, 1), mixed("Cu", "Ni"), bent)
    add("alloy EAM, dense beyond the embedding table", "eam", "CuNi.eam.alloy", FCC, 2.7, (1, 1, 1), mixed("Cu", "Ni"))
    add("alloy EAM by pairs, triclinic", "eam", "CuNi.eam.fs", FCC, 3.5, (2, 1, 1), mixed("Cu", "Ni"), bent)
    cluster("alloy EAM by pairs, cluster", "eam", "CuNi.eam.fs", 12, 6.0, 2.0, mixed("Cu", "Ni"))

    banner = subprocess.run(["lmp", "-h"], capture_output=True, text=True).stdout
    version = "LAMMPS " + re.search(r"Simulator - (.*)", banner).group(1)
    out = TESTS / "fixtures/solids/lammps.json"
    out.write_text(json.dumps({"program": version, "cases": cases, "silicaIons": silica_ions(random)}) + "\n")
    print(version, out.stat().st_size, "bytes")


def silica_ions(random):
    """Displaced β-cristobalite of BKS ions (van Beest, Kramer, van Santen 1990) with Ewald's sum, in eV: pairs, Coulomb."""
    sites = np.concatenate([DIAMOND, (FCC[:, None, :] + BONDS[None, :, :]).reshape(-1, 3)])
    positions, cell = crystal(sites, 7.16, (1, 1, 1), (0.9, -0.7, 1.1))
    positions = np.round(positions + random.uniform(-0.15, 0.15, positions.shape), 6)
    symbols = ["Si"] * 8 + ["O"] * 16
    with tempfile.TemporaryDirectory() as folder:
        rows = [f"{k + 1} {1 if s == 'O' else 2} {-1.2 if s == 'O' else 2.4} {x} {y} {z}"
                for k, (s, (x, y, z)) in enumerate(zip(symbols, positions))]
        a, b, c = cell
        (Path(folder) / "data").write_text("\n".join([
            "silica", "", "24 atoms", "2 atom types", f"0 {a[0]} xlo xhi", f"0 {b[1]} ylo yhi", f"0 {c[2]} zlo zhi",
            f"{b[0]} {c[0]} {c[1]} xy xz yz", "", "Masses", "", "1 16", "2 28", "", "Atoms", "", *rows]) + "\n")
        (Path(folder) / "in").write_text("\n".join([
            "units metal", "atom_style charge", "box tilt large", "read_data data",
            "pair_style buck/coul/long 10.0", f"pair_coeff 1 1 1388.773 {1 / 2.76!r} 175.0",
            f"pair_coeff 1 2 18003.7572 {1 / 4.87318!r} 133.5381", "pair_coeff 2 2 0 1 0", "pair_modify table 20", "kspace_style ewald 1e-12",
            "thermo_style custom evdwl ecoul elong", "thermo_modify format float %.17g", "run 0"]) + "\n")
        log = subprocess.run(["lmp", "-in", "in"], cwd=folder, check=True, capture_output=True, text=True).stdout
    pairs, short, long_ = map(float, re.search(r"E_vdwl.*\n(.*)\n", log).group(1).split())
    print("silica BKS", pairs, short + long_)
    # LAMMPS's Coulomb constant, 14.399645 eV Å
    return {"symbols": symbols, "positions": positions.tolist(), "cell": cell.tolist(), "cutoff": 10.0,
            "buckinghamCut": pairs, "coulomb": short + long_}


def timings():
    """Time per atom and step of LAMMPS on one core: molecular dynamics of 4,096 silicon atoms at 300 K."""
    files = potential_files()
    for style, file in (("sw", "Si.sw"), ("tersoff", "Si.tersoff")):
        positions, cell = crystal(DIAMOND, 5.431, (8, 8, 8))
        run = "\n".join(
            ["velocity all create 600 4711", "neighbor 1.0 bin", "neigh_modify every 1 delay 0 check yes", "fix 1 all nve", "timestep 0.001", "run 200"]
        )
        log, _ = lammps(style, file, files[file], ["Si"] * len(positions), positions, cell, run)
        [seconds, steps, atoms] = re.search(r"Loop time of (\S+) on \d+ procs for (\d+) steps with (\d+) atoms", log).groups()
        busy = float(re.search(r"(\S+)% CPU use", log).group(1)) / 100
        print(f"{style}: {float(seconds) * busy / int(steps) / int(atoms) * 1e9:.0f} ns/atom/step (CPU time)")


if __name__ == "__main__":
    timings() if "time" in sys.argv[1:] else references()
