"""Energies by term of proteins and lipids in the force fields that OpenMM comes with, for
packages/mm-forcefield/test/fixtures/openmm/systems.json.

    python3 validation/openmm_systems.py ../shared/data

Structures are public test systems (first argument) and OpenMM's own. Flexible bonds and water; with a cell, particle-mesh Ewald
with a grid and splitting that are written beside the energies, Lennard-Jones cut off at the same distance. kJ/mol, nm.
"""

import json
import pathlib
import random
import sys

import openmm as mm
from openmm import app, unit

DATA = pathlib.Path(sys.argv[1])
OWN = pathlib.Path(app.__file__).parent / "data"
FIXTURE = pathlib.Path(__file__).parent.parent / "packages/mm-forcefield/test/fixtures/openmm/systems.json"

DHFR_WATER = "openmm-systems/examples/benchmarks/5dfr_solv-cube_equil.pdb"
DHFR = "openmm-systems/examples/benchmarks/5dfr_minimized.pdb"
CUTOFF = 0.9
GRID = 64
ALPHA = 3.2

# Name, structure (with a cell: periodic), force-field files.
CASES = [
    ("DHFR in water, ff99SB, TIP3P", DHFR_WATER, ["amber99sb.xml", "tip3p.xml"]),
    ("DHFR in water, amber14, TIP3P-FB", DHFR_WATER, ["amber14-all.xml", "amber14/tip3pfb.xml"]),
    ("DHFR in water, amber19, OPC3", DHFR_WATER, ["amber19-all.xml", "amber19/opc3.xml"]),
    ("DHFR in water, CHARMM36", DHFR_WATER, ["charmm36.xml", "charmm36/water.xml"]),
    ("DHFR in water, CHARMM36 2024", DHFR_WATER, ["charmm36_2024.xml", "charmm36_2024/water.xml"]),
    ("DHFR, ff03", DHFR, ["amber03.xml"]),
    ("DHFR, ff10", DHFR, ["amber10.xml"]),
    ("DHFR, ff96", DHFR, ["amber96.xml"]),
    ("DHFR, ff99SB-ILDN", DHFR, ["amber99sbildn.xml"]),
    ("DHFR, ff99SB-NMR", DHFR, ["amber99sbnmr.xml"]),
    ("DHFR, FB15", DHFR, ["amberfb15.xml"]),
    ("DHFR, ff15ipq", DHFR, ["amber14/protein.ff15ipq.xml"]),
    ("DHFR, amber14", DHFR, ["amber14-all.xml"]),
    ("DHFR, amber19", DHFR, ["amber19-all.xml"]),
    ("DHFR, CHARMM36", DHFR, ["charmm36.xml"]),
    ("DHFR, CHARMM36 2024", DHFR, ["charmm36_2024.xml"]),
    ("Glycopeptide, GLYCAM 06j-1", "fixture:glycopeptide.pdb", ["amber14-all.xml", "amber14/GLYCAM_06j-1.xml"]),
    ("POPC, lipid17", "openmm:POPC.pdb", ["amber14-all.xml", "amber14/tip3p.xml"]),
    ("POPC, lipid21", "openmm:POPC.pdb", ["amber19-all.xml", "amber19/tip3p.xml"]),
    ("POPC, CHARMM36", "openmm:POPC.pdb", ["charmm36.xml", "charmm36/water.xml"]),
    ("POPC, CHARMM36 2024", "openmm:POPC.pdb", ["charmm36_2024.xml", "charmm36_2024/water.xml"]),
]


# A tripeptide with a disaccharide on its asparagine: residues, and bonds between them as (residue, atom) twice.
GLYCOPEPTIDE = ["NALA", "NLN", "CALA", "4YB", "0GB"]
LINKS = [((0, "C"), (1, "N")), ((1, "C"), (2, "N")), ((1, "ND2"), (3, "C1")), ((3, "O4"), (4, "C1"))]


def write_glycopeptide(path: pathlib.Path) -> None:
    """Residues as their templates have them, relaxed from random places and shaken a little."""
    force_field = app.ForceField("amber14-all.xml", "amber14/GLYCAM_06j-1.xml")
    topology = app.Topology()
    chain = topology.addChain("A")
    names = []
    for name in GLYCOPEPTIDE:
        template = force_field._templates[name]
        residue = topology.addResidue(name[-3:], chain)
        atoms = [topology.addAtom(atom.name, atom.element, residue) for atom in template.atoms]
        for a, b in template.bonds:
            topology.addBond(atoms[a], atoms[b])
        names.append({atom.name: atom for atom in atoms})
    for (r, a), (s, b) in LINKS:
        topology.addBond(names[r][a], names[s][b])
    source = random.Random(7)
    places = [(x, y, z) for x in range(5) for y in range(5) for z in range(5)]
    source.shuffle(places)
    positions = [mm.Vec3(*(0.16 * c + source.uniform(-0.02, 0.02) for c in place)) for place in places[: topology.getNumAtoms()]]
    system = force_field.createSystem(topology)
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(positions)
    mm.LocalEnergyMinimizer.minimize(context, 1)
    relaxed = context.getState(getPositions=True).getPositions().value_in_unit(unit.nanometer)
    positions = [place + mm.Vec3(*(source.uniform(-0.005, 0.005) for _ in range(3))) for place in relaxed]
    for residue in topology.residues():
        residue.id = str(residue.index + 1)
    with open(path, "w") as file:
        app.PDBFile.writeFile(topology, positions * unit.nanometer, file, keepIds=True)


def terms_of(force: mm.Force) -> str:
    """The energy's name in the fixture: classes of forces, custom ones by what they compute."""
    kind = type(force).__name__
    if kind == "CustomTorsionForce":
        return "HarmonicImproper"
    return kind


def evaluate(structure: str, xml: list[str]) -> dict:
    folders = {"openmm": OWN, "fixture": FIXTURE.parent}
    kind, _, rest = structure.partition(":")
    path = folders[kind] / rest if kind in folders else DATA / structure
    pdb = app.PDBFile(str(path))
    periodic = pdb.topology.getPeriodicBoxVectors() is not None
    force_field = app.ForceField(*xml)
    system = force_field.createSystem(
        pdb.topology,
        nonbondedMethod=app.PME if periodic else app.NoCutoff,
        nonbondedCutoff=CUTOFF * unit.nanometer,
        constraints=None,
        rigidWater=False,
        removeCMMotion=False,
    )
    names = {}
    for group, force in enumerate(system.getForces()):
        force.setForceGroup(group)
        names[group] = terms_of(force)
        if isinstance(force, mm.NonbondedForce):
            force.setUseDispersionCorrection(False)
            if periodic:
                force.setPMEParameters(ALPHA, GRID, GRID, GRID)
        if isinstance(force, mm.CustomNonbondedForce):
            force.setUseLongRangeCorrection(False)
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(pdb.positions)
    energies: dict[str, float] = {}
    for group, name in names.items():
        state = context.getState(getEnergy=True, groups=1 << group)
        energies[name] = energies.get(name, 0.0) + state.getPotentialEnergy().value_in_unit(unit.kilojoules_per_mole)
    result = {"structure": structure, "xml": xml, "atoms": system.getNumParticles(), "energies": energies}
    if periodic:
        result["pme"] = {"cutoff": CUTOFF, "alpha": ALPHA, "grid": GRID}
    return result


def main() -> None:
    only = sys.argv[2:]
    write_glycopeptide(FIXTURE.parent / "glycopeptide.pdb")
    result = json.loads(FIXTURE.read_text()) if only and FIXTURE.exists() else {}
    cases = result.get("cases", {})
    for name, structure, xml in CASES:
        if only and name not in only:
            continue
        try:
            cases[name] = evaluate(structure, xml)
            print(name, cases[name]["energies"], flush=True)
        except ValueError as error:
            print(f"{name}: left out, {error}", flush=True)
    FIXTURE.write_text(json.dumps({"program": f"OpenMM {mm.version.short_version}, Reference platform", "cases": cases}, indent=1) + "\n")


main()
