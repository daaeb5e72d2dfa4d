"""Reference energies and forces of molecular mechanics, by OpenMM's Reference platform (double precision).

Writes packages/mm-forcefield/test/fixtures/openmm.json: positions in Å, energies in kJ/mol, forces in kJ/mol/nm, the
force field's parameters in OpenMM's units, and OpenMM's version and Coulomb constant.

    pip install openmm==8.6.1
    python validation/mm_references.py
"""

import json
from pathlib import Path

import numpy as np
import openmm
from openmm import app, unit

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "packages/mm-forcefield/test/fixtures/openmm.json"
# OpenMM's constant, kJ/mol nm/e2 (SimTKOpenMMRealType.h)
ONE_4PI_EPS0 = 138.93545764438198
KCAL = 4.184


def evaluate(system, positions):
    """Energies by force group, total forces; positions in Å."""
    integrator = openmm.VerletIntegrator(0.001)
    context = openmm.Context(system, integrator, openmm.Platform.getPlatformByName("Reference"))
    context.setPositions(positions * 0.1)
    energies = {}
    for group in sorted({force.getForceGroup() for force in system.getForces()}):
        state = context.getState(getEnergy=True, groups={group})
        energies[group] = state.getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole)
    forces = context.getState(getForces=True).getForces(asNumpy=True)
    return energies, forces.value_in_unit(unit.kilojoule_per_mole / unit.nanometer)


def split_nonbonded(system):
    """The nonbonded force as its four parts, each a force of its own; the total is theirs."""
    [whole] = [f for f in system.getForces() if isinstance(f, openmm.NonbondedForce)]
    parts = {}
    for name in ("lennardJones", "coulomb", "lennardJones14", "coulomb14"):
        part = openmm.NonbondedForce()
        part.setNonbondedMethod(openmm.NonbondedForce.NoCutoff)
        keep_lj, keep_14 = name.startswith("lennardJones"), name.endswith("14")
        for k in range(whole.getNumParticles()):
            q, sigma, epsilon = whole.getParticleParameters(k)
            on = not keep_14
            part.addParticle(q * (on and not keep_lj), sigma, epsilon * (on and keep_lj))
        for k in range(whole.getNumExceptions()):
            i, j, qq, sigma, epsilon = whole.getExceptionParameters(k)
            part.addException(i, j, qq * (keep_14 and not keep_lj), sigma, epsilon * (keep_14 and keep_lj))
        parts[name] = part
    return parts


def by_term(system, positions):
    names = {openmm.HarmonicBondForce: "bonds", openmm.HarmonicAngleForce: "angles", openmm.PeriodicTorsionForce: "dihedrals"}
    split = openmm.System()
    for k in range(system.getNumParticles()):
        split.addParticle(system.getParticleMass(k))
    groups = {}
    forces = [(names[type(f)], openmm.XmlSerializer.clone(f)) for f in system.getForces() if type(f) in names]
    for group, (name, force) in enumerate(forces + list(split_nonbonded(system).items())):
        force.setForceGroup(group)
        split.addForce(force)
        groups[group] = name
    energies, gradient = evaluate(split, positions)
    whole, gradient_whole = evaluate(system, positions)
    np.testing.assert_allclose(sum(energies.values()), sum(whole.values()), rtol=1e-9)
    np.testing.assert_allclose(gradient, gradient_whole, atol=1e-6)
    return {groups[g]: e for g, e in energies.items()}, gradient


def jostle(positions, amplitude, seed):
    shift = np.random.RandomState(seed).uniform(-amplitude, amplitude, positions.shape)
    return np.round(positions + shift, 5)


def case(system, positions, **more):
    energies, forces = by_term(system, positions)
    return {"positions": positions.tolist(), "energies": energies, "forces": np.round(forces, 6).tolist(), **more}


def alanine():
    folder = ROOT / "examples/alanine-dipeptide"
    prmtop = app.AmberPrmtopFile(str(folder / "alanine-dipeptide.prmtop"))
    start = app.AmberInpcrdFile(str(folder / "alanine-dipeptide.inpcrd")).positions.value_in_unit(unit.angstrom)
    system = prmtop.createSystem(nonbondedMethod=app.NoCutoff, constraints=None, rigidWater=False, removeCMMotion=False)
    return case(system, jostle(np.array(start), 0.1, 1))


# TIP3P as published (Jorgensen 1983): A = 582000, C = 595 in kcal/mol, Å
A, C = 582000.0, 595.0
TIP3P_SIGMA = (A / C) ** (1 / 6) * 0.1
TIP3P_EPSILON = C * C / (4 * A) * KCAL


def water_parts(count):
    bonds, angles = openmm.HarmonicBondForce(), openmm.HarmonicAngleForce()
    for o in range(0, 3 * count, 3):
        for h in (o + 1, o + 2):
            bonds.addBond(o, h, 0.09572, 2 * 553 * KCAL * 100)
        angles.addAngle(o + 1, o, o + 2, np.radians(104.52), 2 * 100 * KCAL)
    return bonds, angles


def bare_system(masses, *forces):
    system = openmm.System()
    for mass in masses:
        system.addParticle(mass)
    for force in forces:
        system.addForce(force)
    return system


def droplet(count=40):
    pdb = app.PDBFile(str(ROOT / "examples/water/water-droplet.pdb"))
    start = np.array(pdb.positions.value_in_unit(unit.angstrom))[: 3 * count]
    nonbonded = openmm.NonbondedForce()
    for _ in range(count):
        nonbonded.addParticle(-0.834, TIP3P_SIGMA, TIP3P_EPSILON)
        nonbonded.addParticle(0.417, 1, 0)
        nonbonded.addParticle(0.417, 1, 0)
    for o in range(0, 3 * count, 3):
        for i, j in ((o, o + 1), (o, o + 2), (o + 1, o + 2)):
            nonbonded.addException(i, j, 0, 1, 0)
    system = bare_system([16, 1, 1] * count, *water_parts(count), nonbonded)
    return case(system, jostle(start, 0.05, 2))


def periodic_water(edge=14.0, cutoff=6.5):
    """Shifted forces in a box: the same formula, typed in by hand, through OpenMM's custom forces."""
    modeller = app.Modeller(app.Topology(), [] * unit.nanometer)
    size = openmm.Vec3(edge, edge, edge) * unit.angstrom
    modeller.addSolvent(app.ForceField("amber14/tip3p.xml"), model="tip3p", boxSize=size)
    start = np.array(modeller.positions.value_in_unit(unit.angstrom))
    count = len(start) // 3
    # Whole molecules displaced by cell vectors: images have to be found, not assumed.
    start = start + np.repeat(np.random.RandomState(3).randint(-1, 2, (count, 3)) * edge, 3, axis=0)
    positions = jostle(start, 0.05, 4)
    lennard_jones = openmm.CustomNonbondedForce(
        "select(s, u-uc-(r-rc)*dc, 0); u=4*e*((s/r)^12-(s/r)^6); uc=4*e*((s/rc)^12-(s/rc)^6);"
        "dc=4*e*(6*(s/rc)^6-12*(s/rc)^12)/rc; s=s1*s2; e=sqrt(e1*e2)"
    )
    coulomb = openmm.CustomNonbondedForce("k*q1*q2*(1/r-1/rc+(r-rc)/rc^2)")
    coulomb.addGlobalParameter("k", ONE_4PI_EPS0)
    lennard_jones.addPerParticleParameter("s")
    lennard_jones.addPerParticleParameter("e")
    coulomb.addPerParticleParameter("q")
    for force in (lennard_jones, coulomb):
        force.addGlobalParameter("rc", cutoff * 0.1)
        force.setNonbondedMethod(openmm.CustomNonbondedForce.CutoffPeriodic)
        force.setCutoffDistance(cutoff * 0.1)
    bonds, angles = water_parts(count)
    for o in range(0, 3 * count, 3):
        for k, q in enumerate((-0.834, 0.417, 0.417)):
            lennard_jones.addParticle([TIP3P_SIGMA**0.5, TIP3P_EPSILON] if k == 0 else [0, 0])
            coulomb.addParticle([q])
        for i, j in ((o, o + 1), (o, o + 2), (o + 1, o + 2)):
            lennard_jones.addExclusion(i, j)
            coulomb.addExclusion(i, j)
    names = ["bonds", "angles", "lennardJones", "coulomb"]
    forces = [bonds, angles, lennard_jones, coulomb]
    for group, force in enumerate(forces):
        force.setForceGroup(group)
        if group < 2:
            force.setUsesPeriodicBoundaryConditions(True)
    system = bare_system([16, 1, 1] * count, *forces)
    system.setDefaultPeriodicBoxVectors(*(np.eye(3) * edge * 0.1))
    energies, gradient = evaluate(system, positions)
    return {
        "edge": edge,
        "cutoff": cutoff,
        "positions": positions.tolist(),
        "energies": {names[g]: e for g, e in energies.items()},
        "forces": np.round(gradient, 6).tolist(),
    }


def methanol_and_water():
    """Two molecules by explicit parameters: geometric combining, one override, scaled 1–4 pairs, torsion and improper."""
    symbols = ["C", "H", "H", "H", "O", "H", "O", "H", "H"]
    start = np.array(
        [
            [-0.75, 0.02, 0.0], [-1.10, 1.04, 0.05], [-1.15, -0.48, 0.90], [-1.12, -0.52, -0.87],
            [0.67, 0.01, 0.03], [0.98, -0.90, 0.05],
            [2.10, 1.95, -1.10], [1.60, 1.25, -0.68], [2.95, 1.55, -1.35],
        ]
    )  # fmt: skip
    positions = jostle(start, 0.03, 5)
    types = ["CT", "HC", "HC", "HC", "OH", "HO", "OW", "HW", "HW"]
    table = {  # charge / e, sigma / Å, epsilon / kcal/mol
        "CT": (0.145, 3.5, 0.066), "HC": (0.04, 2.5, 0.03), "OH": (-0.683, 3.12, 0.17), "HO": (0.418, 0.4, 0.046),
        "OW": (-0.834, 3.15061, 0.1521), "HW": (0.417, 0.4, 0.046),
    }  # fmt: skip
    override = {"types": ["OH", "OW"], "sigma": 3.0, "epsilon": 0.2}
    scale = {"lennardJones": 0.5, "coulomb": 0.8333333333}
    bond_list = [(0, 1), (0, 2), (0, 3), (0, 4), (4, 5), (6, 7), (6, 8)]
    bond_types = {("CT", "HC"): (340, 1.09), ("CT", "OH"): (320, 1.41), ("OH", "HO"): (553, 0.945), ("OW", "HW"): (553, 0.9572)}
    angle_list = [(1, 0, 2), (1, 0, 3), (2, 0, 3), (1, 0, 4), (2, 0, 4), (3, 0, 4), (0, 4, 5), (7, 6, 8)]
    angle_types = {("HC", "CT", "HC"): (33, 107.8), ("HC", "CT", "OH"): (35, 109.5), ("CT", "OH", "HO"): (55, 108.5), ("HW", "OW", "HW"): (100, 104.52)}  # fmt: skip
    torsion_list = [(h, 0, 4, 5) for h in (1, 2, 3)]
    torsion_terms = [(0.176, 3, 0.0), (0.05, 1, 30.0)]

    def of(kind, atoms):
        key = tuple(types[a] for a in atoms)
        return kind.get(key) or kind[key[::-1]]

    bonds, angles, torsions = openmm.HarmonicBondForce(), openmm.HarmonicAngleForce(), openmm.PeriodicTorsionForce()
    for pair in bond_list:
        k, r0 = of(bond_types, pair)
        bonds.addBond(*pair, r0 * 0.1, 2 * k * KCAL * 100)
    for triple in angle_list:
        k, theta = of(angle_types, triple)
        angles.addAngle(*triple, np.radians(theta), 2 * k * KCAL)
    for four in torsion_list:
        for k, n, phase in torsion_terms:
            torsions.addTorsion(*four, n, np.radians(phase), k * KCAL)
    distance = {}
    for i, j in bond_list:
        distance[i, j] = 1
    for i, _, k in angle_list:
        distance[min(i, k), max(i, k)] = 2
    for i, _, _, l in torsion_list:
        distance[min(i, l), max(i, l)] = 3
    energies = {"lennardJones": 0.0, "coulomb": 0.0, "lennardJones14": 0.0, "coulomb14": 0.0}
    nonbonded = openmm.NonbondedForce()
    for t in types:
        nonbonded.addParticle(0, 1, 0)
    for i in range(len(types)):
        for j in range(i + 1, len(types)):
            near = distance.get((i, j), 4)
            (qi, si, ei), (qj, sj, ej) = table[types[i]], table[types[j]]
            sigma, epsilon = (si * sj) ** 0.5, (ei * ej) ** 0.5
            if sorted((types[i], types[j])) == sorted(override["types"]):
                sigma, epsilon = override["sigma"], override["epsilon"]
            lj, qq = {1: (0, 0), 2: (0, 0), 3: (scale["lennardJones"], scale["coulomb"])}.get(near, (1, 1))
            nonbonded.addException(i, j, qi * qj * qq, sigma * 0.1, epsilon * KCAL * lj)
            if near < 3:
                continue
            r = np.linalg.norm(positions[i] - positions[j])
            suffix = "14" if near == 3 else ""
            energies["lennardJones" + suffix] += lj * 4 * epsilon * KCAL * ((sigma / r) ** 12 - (sigma / r) ** 6)
            energies["coulomb" + suffix] += qq * qi * qj * ONE_4PI_EPS0 / (r * 0.1)
    forces = [bonds, angles, torsions, nonbonded]
    for group, force in enumerate(forces):
        force.setForceGroup(group)
    by_group, gradient = evaluate(bare_system([1] * len(types), *forces), positions)
    np.testing.assert_allclose(by_group[3], sum(energies.values()), rtol=1e-10)
    energies.update(bonds=by_group[0], angles=by_group[1], torsions=by_group[2])
    options = {
        "combiningRule": "geometric",
        "scaled14": scale,
        "atoms": [
            {
                "select": "index0 " + " ".join(str(k) for k, t in enumerate(types) if t == name),
                "type": name, "charge": q, "sigma": f"{s} angstrom", "epsilon": f"{e} kcal/mol",
            }
            for name, (q, s, e) in table.items()
        ],
        "bonds": [{"types": list(t), "k": f"{k} kcal/mol/Å^2", "r0": f"{r} angstrom"} for t, (k, r) in bond_types.items()],
        "angles": [{"types": list(t), "k": f"{k} kcal/mol/rad^2", "theta0": f"{a} deg"} for t, (k, a) in angle_types.items()],
        "torsions": [
            {"types": ["*", "CT", "OH", "*"], "k": f"{k} kcal/mol", "periodicity": n, "phase": f"{p} deg"}
            for k, n, p in torsion_terms
        ],
        "pairs": [{"types": override["types"], "sigma": f"{override['sigma']} angstrom", "epsilon": f"{override['epsilon']} kcal/mol"}],
    }  # fmt: skip
    return {
        "symbols": symbols,
        "bonds": [list(b) for b in bond_list],
        "options": options,
        "positions": positions.tolist(),
        "energies": energies,
        "forces": np.round(gradient, 6).tolist(),
    }


def main():
    fixture = {
        "program": f"OpenMM {openmm.version.full_version}, Reference platform",
        "coulombConstant": ONE_4PI_EPS0,
        "units": {"positions": "angstrom", "energies": "kJ/mol", "forces": "kJ/mol/nm"},
        "alanineDipeptide": alanine(),
        "droplet": droplet(),
        "periodicWater": periodic_water(),
        "methanolAndWater": methanol_and_water(),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(fixture))
    for name, value in fixture.items():
        if isinstance(value, dict) and "forces" in value and name != "units":
            print(name, value["energies"])


if __name__ == "__main__":
    main()
