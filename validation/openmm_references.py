"""References for OpenMM force-field files and serialised Systems, by OpenMM's Reference platform.

Writes packages/mm-forcefield/test/fixtures/openmm/references.json and system.xml. Positions in nm, energies in kJ/mol,
forces in kJ/mol/nm. Run from the root of the project, with the public reference data beside it:
python3 validation/openmm_references.py
"""

import io
import json
import re
from pathlib import Path

import openmm as mm
from openmm import app, unit

FOLDER = Path("packages/mm-forcefield/test/fixtures/openmm")
TEXT = (FOLDER / "constructs.xml").read_text()
NBFIX = """<LennardJonesForce lj14scale="0.7">
  <Atom class="C" sigma="0.34" epsilon="0.45" sigma14="0.3" epsilon14="0.2"/>
  <Atom class="CD" sigma="0.33" epsilon="0.36"/>
  <Atom class="O" sigma="0.296" epsilon="0.88"/>
  <Atom type="n" sigma="0.325" epsilon="0.71"/>
  <Atom type="h" sigma="0.107" epsilon="0.066"/>
  <Atom type="s" sigma="0.356" epsilon="1.05"/>
  <NBFixPair type1="o" type2="h" sigma="0.2" epsilon="0.3"/>
  <NBFixPair class1="S" class2="O" sigma="0.4" epsilon="0.15"/>
 </LennardJonesForce>
</ForceField>"""

RESIDUES = [
    ("A", [("C1", "C"), ("C2", "C"), ("O", "O")], [(0, 1), (1, 2)]),
    (
        "B",
        [("N", "N"), ("H", "H"), ("CA", "C"), ("C", "C"), ("O1", "O"), ("O2", "O")],
        [(0, 1), (0, 2), (2, 3), (3, 4), (3, 5)],
    ),
    ("D", [("S", "S"), ("C", "C")], [(0, 1)]),
    ("D", [("S", "S"), ("C", "C")], [(0, 1)]),
    ("T", [("S", "S"), ("H", "H"), ("C", "C")], [(0, 1), (0, 2)]),
    ("E", [("N", "N"), ("C", "C"), ("H", "H")], [(0, 1), (0, 2)]),
]
BETWEEN = [(1, 3), (9, 11)]
POSITIONS = [
    (0.0, 0.0, 0.0), (0.15, 0.01, 0.0), (0.21, 0.11, 0.02),
    (0.22, -0.1, -0.01), (0.17, -0.19, 0.0), (0.365, -0.12, 0.03), (0.45, 0.0, 0.01), (0.55, -0.01, 0.08), (0.42, 0.1, -0.05),
    (0.1, 0.5, 0.3), (0.0, 0.6, 0.42), (0.28, 0.55, 0.38), (0.31, 0.7, 0.27),
    (0.7, 0.5, -0.2), (0.8, 0.58, -0.19), (0.62, 0.63, -0.3),
    (0.8, -0.4, 0.3), (0.92, -0.45, 0.35), (0.75, -0.35, 0.38),
]


def topology(edge):
    top = app.Topology()
    chain = top.addChain()
    atoms = []
    for name, members, bonds in RESIDUES:
        residue = top.addResidue(name, chain)
        first = len(atoms)
        for atom, symbol in members:
            atoms.append(top.addAtom(atom, app.Element.getBySymbol(symbol), residue))
        for i, j in bonds:
            top.addBond(atoms[first + i], atoms[first + j])
    for i, j in BETWEEN:
        top.addBond(atoms[i], atoms[j])
    if edge:
        top.setPeriodicBoxVectors([mm.Vec3(edge, 0, 0), mm.Vec3(0, edge, 0), mm.Vec3(0, 0, edge)] * unit.nanometer)
    return top


def evaluate(system, positions=POSITIONS):
    groups = {}
    for k, force in enumerate(system.getForces()):
        force.setForceGroup(k)
        groups[force.__class__.__name__ + ":" + force.getName()] = k
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(positions)
    energies = {
        name: context.getState(energy=True, groups={k}).getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole)
        for name, k in groups.items()
    }
    forces = context.getState(forces=True).getForces(asNumpy=True)
    forces = forces.value_in_unit(unit.kilojoule_per_mole / unit.nanometer).tolist()
    return {"energies": energies, "forces": forces}


def system_of(text, edge=0, **options):
    field = app.ForceField(io.StringIO(text))
    return field.createSystem(topology(edge), constraints=None, rigidWater=False, removeCMMotion=False, **options)


cases = {}
for ordering in ["default", "charmm", "amber", "smirnoff"]:
    cases[ordering] = evaluate(system_of(TEXT.replace("ORDERING", ordering)))
with_nbfix = TEXT.replace("ORDERING", "amber").replace("</ForceField>", NBFIX)
nonbonded, rest = with_nbfix.split("<LennardJonesForce", 1)
head, tail = nonbonded.split("<NonbondedForce", 1)
tail = re.sub(r'epsilon="[\d.]+"', 'epsilon="0"', tail)
nbfix_text = head + "<NonbondedForce" + tail + "<LennardJonesForce" + rest
(FOLDER / "nbfix.xml").write_text(nbfix_text)
nbfix = system_of(nbfix_text)
cases["nbfix"] = evaluate(nbfix)
(FOLDER / "nbfix-system.xml").write_text(mm.XmlSerializer.serialize(nbfix))
periodic = system_of(
    TEXT.replace("ORDERING", "amber"),
    edge=2.2,
    nonbondedMethod=app.CutoffPeriodic,
    nonbondedCutoff=0.7 * unit.nanometer,
    switchDistance=0.6 * unit.nanometer,
)
cases["reactionField"] = evaluate(periodic)
(FOLDER / "system.xml").write_text(mm.XmlSerializer.serialize(periodic))
pme = system_of(
    TEXT.replace("ORDERING", "amber"),
    edge=2.2,
    nonbondedMethod=app.PME,
    nonbondedCutoff=1.0 * unit.nanometer,
    ewaldErrorTolerance=1e-6,
)
cases["pme"] = evaluate(pme)
(FOLDER / "pme-system.xml").write_text(mm.XmlSerializer.serialize(pme))
# Alanine dipeptide of OpenMM's tests in force fields that OpenMM brings along.
alanine = {}
DIPEPTIDE = "../shared/data/openmm-systems/alanine-dipeptide-implicit"
for name in ["amber99sbildn.xml", "amber14/protein.ff14SB.xml"]:
    prmtop = app.AmberPrmtopFile(DIPEPTIDE + ".prmtop")
    positions = app.AmberInpcrdFile(DIPEPTIDE + ".inpcrd").positions
    dipeptide = app.ForceField(name).createSystem(prmtop.topology, rigidWater=False, removeCMMotion=False)
    alanine[name] = evaluate(dipeptide, positions)["energies"]
bonds = []
first = 0
for _, members, inside in RESIDUES:
    bonds += [[first + i, first + j] for i, j in inside]
    first += len(members)
(FOLDER / "references.json").write_text(
    json.dumps(
        {
            "program": f"OpenMM {mm.version.version}, Reference platform",
            "edge": 2.2,
            "positions": POSITIONS,
            "residues": [{"name": name, "atoms": members} for name, members, _ in RESIDUES],
            "bonds": bonds + [list(pair) for pair in BETWEEN],
            "cases": cases,
            "alanine": alanine,
        }
    )
)
