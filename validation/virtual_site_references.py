"""Energies and forces of systems with virtual sites, by GROMACS in double precision and OpenMM's Reference platform.

    python3 validation/virtual_site_references.py

Writes packages/mm-forcefield/test/fixtures/virtual-sites/references.json (nm, kJ/mol, kJ/mol/nm), system.xml and tip5p.xml. Forces are
those after the programs have spread the sites' to their parents.
"""

import io
import json
import pathlib
import sys
import tempfile

import numpy as np
import openmm as mm
from openmm import app, unit

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from gromacs_references import MDP, run, series  # noqa: E402

FOLDER = pathlib.Path("packages/mm-forcefield/test/fixtures/virtual-sites")
ATOMS = [(1.0, 1.0, 1.0), (1.14, 1.03, 0.98), (1.2, 1.17, 1.02), (1.33, 1.18, 1.1), (1.36, 1.3, 1.2)]


def gromacs():
    top = FOLDER / "sites.top"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = [f"{1:5d}{'MOL':<5}{'X':>5}{k + 1:5d}" + "".join(f"{x:15.10f}" for x in (ATOMS[k] if k < 5 else (0, 0, 0))) for k in range(17)]
        (folder / "conf.gro").write_text("sites\n17\n" + "\n".join(rows) + "\n6.0 6.0 6.0\n")
        (folder / "run.mdp").write_text(MDP.format(cutoff=2.5, electrostatics="coulombtype = cut-off"))
        run(folder, "grompp", "-f", "run.mdp", "-p", str(top.resolve()), "-c", "conf.gro", "-o", "run.tpr", "-maxwarn", "9")
        run(folder, "mdrun", "-s", "run.tpr", "-deffnm", "run", "-nt", "1", "-ntmpi", "1")
        run(folder, "energy", "-f", "run.edr", "-o", "e.xvg", "-dp", text="LJ-(SR)\nCoulomb-(SR)\n\n")
        run(folder, "traj", "-f", "run.trr", "-s", "run.tpr", "-of", "f.xvg", "-ox", "x.xvg", "-fp", text="0\n")
        energies = series(folder / "e.xvg")[0][1:]
        forces = series(folder / "f.xvg")[0][1:]
        positions = series(folder / "x.xvg")[0][1:]
        version = next(line for line in run(folder, "--version").splitlines() if "GROMACS version" in line).split()[-1]
    triples = lambda xs: [xs[k : k + 3] for k in range(0, len(xs), 3)]
    return {"program": f"GROMACS {version} (double)", "energies": energies, "positions": triples(positions), "forces": triples(forces)}


def evaluate(system, positions):
    """Energy, forces and placed positions by the Reference platform."""
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(positions)
    context.computeVirtualSites()
    state = context.getState(getEnergy=True, getForces=True, getPositions=True)
    forces = state.getForces(asNumpy=True).value_in_unit(unit.kilojoule_per_mole / unit.nanometer)
    placed = state.getPositions(asNumpy=True).value_in_unit(unit.nanometer)
    return {"energy": state.getPotentialEnergy()._value, "forces": forces.tolist(), "positions": placed.tolist()}


def openmm_system():
    system = mm.System()
    force = mm.NonbondedForce()
    for k in range(9):
        system.addParticle(12.0 if k < 5 else 0.0)
        force.addParticle([0.3, -0.4, 0.2, -0.1, 0.25, 0.1, -0.2, 0.15, -0.3][k], 0.3 if k < 5 else 0.2, 0.5 if k < 5 else 0.0)
    system.setVirtualSite(5, mm.TwoParticleAverageSite(0, 1, 0.3, 0.7))
    system.setVirtualSite(6, mm.ThreeParticleAverageSite(0, 1, 2, 0.5, 0.3, 0.2))
    system.setVirtualSite(7, mm.OutOfPlaneSite(1, 2, 3, 0.2, 0.3, -4.0))
    system.setVirtualSite(8, mm.LocalCoordinatesSite([2, 3, 4], [0.6, 0.3, 0.1], [-1, 0.7, 0.3], [0.2, -1, 0.8], mm.Vec3(0.05, -0.06, 0.07)))
    for pair in [(5, 0), (5, 1), (6, 0), (6, 1), (6, 2), (7, 1), (8, 2), (8, 3)]:
        force.addException(*pair, 0, 1, 0)
    system.addForce(force)
    system.addConstraint(0, 1, 0.15)
    (FOLDER / "system.xml").write_text(mm.XmlSerializer.serialize(system))
    return evaluate(system, [*ATOMS, *([(0, 0, 0)] * 4)])


FORCE_FIELD = """<ForceField>
 <AtomTypes>
  <Type name="c" class="C" element="C" mass="12.011"/>
  <Type name="o" class="O" element="O" mass="15.999"/>
  <Type name="lp" class="LP" mass="0"/>
  <Type name="OW" class="OW" element="O" mass="15.999"/>
  <Type name="HW" class="HW" element="H" mass="1.008"/>
  <Type name="MW" class="MW" mass="0"/>
 </AtomTypes>
 <Residues>
  <Residue name="LIG">
   <Atom name="C1" type="c" charge="0.1"/>
   <Atom name="C2" type="c" charge="0.15"/>
   <Atom name="C3" type="c" charge="0.2"/>
   <Atom name="C4" type="c" charge="0.25"/>
   <Atom name="O" type="o" charge="-0.1"/>
   <Atom name="S1" type="lp" charge="0.05"/>
   <Atom name="S2" type="lp" charge="-0.3"/>
   <Atom name="S3" type="lp" charge="-0.35"/>
   <Bond atomName1="C1" atomName2="C2"/>
   <Bond atomName1="C2" atomName2="C3"/>
   <Bond atomName1="C3" atomName2="C4"/>
   <Bond atomName1="C4" atomName2="O"/>
   <VirtualSite type="average2" siteName="S1" atomName1="C1" atomName2="C2" weight1="0.4" weight2="0.6"/>
   <VirtualSite type="outOfPlane" siteName="S2" atomName1="O" atomName2="C4" atomName3="C3" weight12="-0.2" weight13="-0.1" weightCross="2.5"/>
   <VirtualSite type="localCoords" siteName="S3" atomName1="O" atomName2="C4" atomName3="C3" excludeWith="4" wo1="1" wo2="0" wo3="0" wx1="-1" wx2="1" wx3="0" wy1="-1" wy2="0" wy3="1" p1="-0.03" p2="0.02" p3="-0.04"/>
  </Residue>
  <Residue name="HOH">
   <Atom name="O" type="OW" charge="0"/>
   <Atom name="H1" type="HW" charge="0.52422"/>
   <Atom name="H2" type="HW" charge="0.52422"/>
   <Atom name="M" type="MW" charge="-1.04844"/>
   <VirtualSite type="average3" index="3" atom1="0" atom2="1" atom3="2" weight1="0.786646558" weight2="0.106676721" weight3="0.106676721"/>
   <Bond from="0" to="1"/>
   <Bond from="0" to="2"/>
  </Residue>
 </Residues>
 <HarmonicBondForce>
  <Bond class1="C" class2="C" length="0.15" k="200000"/>
  <Bond class1="C" class2="O" length="0.14" k="250000"/>
  <Bond class1="OW" class2="HW" length="0.09572" k="462750.4"/>
 </HarmonicBondForce>
 <NonbondedForce coulomb14scale="0.8" lj14scale="0.5">
  <UseAttributeFromResidue name="charge"/>
  <Atom type="c" sigma="0.34" epsilon="0.45"/>
  <Atom type="o" sigma="0.3" epsilon="0.7"/>
  <Atom type="lp" sigma="0.1" epsilon="0.01"/>
  <Atom type="OW" sigma="0.316435" epsilon="0.680946"/>
  <Atom type="HW" sigma="1" epsilon="0"/>
  <Atom type="MW" sigma="1" epsilon="0"/>
 </NonbondedForce>
</ForceField>
"""


def openmm_force_field():
    (FOLDER / "field.xml").write_text(FORCE_FIELD)
    top = app.Topology()
    chain = top.addChain()
    ligand = top.addResidue("LIG", chain)
    c, o, h = (app.Element.getBySymbol(symbol) for symbol in "COH")
    atoms = [top.addAtom(name, c if name[0] == "C" else o, ligand) for name in ["C1", "C2", "C3", "C4", "O"]]
    for a, b in zip(atoms, atoms[1:]):
        top.addBond(a, b)
    positions = list(ATOMS)
    for place in [(1.7, 1.2, 1.0), (1.0, 1.4, 1.3)]:
        water = top.addResidue("HOH", chain)
        oxygen, first, second = (top.addAtom(name, element, water) for name, element in [("O", o), ("H1", h), ("H2", h)])
        top.addBond(oxygen, first)
        top.addBond(oxygen, second)
        positions += [place, (place[0] + 0.09, place[1] + 0.03, place[2]), (place[0] - 0.05, place[1] + 0.08, place[2] + 0.02)]
    field = app.ForceField(io.StringIO(FORCE_FIELD))
    modeller = app.Modeller(top, [mm.Vec3(*r) for r in positions] * unit.nanometer)
    modeller.addExtraParticles(field)
    system = field.createSystem(modeller.topology, nonbondedMethod=app.NoCutoff, rigidWater=False)
    found = evaluate(system, modeller.positions)
    return {**found, "given": [list(r) for r in positions], "names": [atom.name for atom in modeller.topology.atoms()]}


def tip5p():
    """Eight molecules out of shape, by OpenMM's own file, which the tests read too."""
    (FOLDER / "tip5p.xml").write_text((pathlib.Path(app.__file__).parent / "data" / "tip5p.xml").read_text())
    generator = np.random.default_rng(5)
    top = app.Topology()
    chain = top.addChain()
    o, h = (app.Element.getBySymbol(symbol) for symbol in "OH")
    shape = np.array([[0, 0, 0], [0.0757, 0.0586, 0], [-0.0757, 0.0586, 0]])
    positions = []
    for n in range(8):
        turn, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        place = np.array([n % 2, n // 2 % 2, n // 4]) * 0.3
        positions += ((shape + generator.normal(0, 0.004, (3, 3))) @ turn + place).round(6).tolist()
        water = top.addResidue("HOH", chain)
        oxygen, first, second = (top.addAtom(name, element, water) for name, element in [("O", o), ("H1", h), ("H2", h)])
        top.addBond(oxygen, first)
        top.addBond(oxygen, second)
    field = app.ForceField("tip5p.xml")
    modeller = app.Modeller(top, [mm.Vec3(*r) for r in positions] * unit.nanometer)
    modeller.addExtraParticles(field)
    system = field.createSystem(modeller.topology, nonbondedMethod=app.NoCutoff, rigidWater=False)
    return {**evaluate(system, modeller.positions), "given": positions}


def water_box(file, arm, base):
    """27 molecules in their ideal shape, by Ewald's sum."""
    generator = np.random.default_rng(4)
    edge, height = 0.931, np.sqrt(arm**2 - (base / 2) ** 2)
    shape = np.array([[0, 0, 0], [base / 2, height, 0], [-base / 2, height, 0]])
    positions = []
    top = app.Topology()
    chain = top.addChain()
    o, h = (app.Element.getBySymbol(symbol) for symbol in "OH")
    for n in range(27):
        turn, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        place = np.array([n % 3, n // 3 % 3, n // 9]) * edge / 3
        positions += (shape @ turn + place).tolist()
        water = top.addResidue("HOH", chain)
        oxygen, first, second = (top.addAtom(name, element, water) for name, element in [("O", o), ("H1", h), ("H2", h)])
        top.addBond(oxygen, first)
        top.addBond(oxygen, second)
    top.setUnitCellDimensions(mm.Vec3(edge, edge, edge))
    field = app.ForceField(file)
    modeller = app.Modeller(top, [mm.Vec3(*r) for r in positions] * unit.nanometer)
    modeller.addExtraParticles(field)
    system = field.createSystem(modeller.topology, nonbondedMethod=app.Ewald, nonbondedCutoff=0.45, ewaldErrorTolerance=1e-9, rigidWater=True)
    for force in system.getForces():
        if isinstance(force, mm.NonbondedForce):
            force.setUseDispersionCorrection(False)
    found = evaluate(system, modeller.positions)
    return {"edge": edge, "given": positions, "energy": found["energy"], "forces": found["forces"]}


PSF = """PSF CMAP

       1 !NTITLE
 REMARKS four atoms and a lone pair of each kind

       7 !NATOM
       1 A    1    MOL  C1   CA      0.200000       12.0110           0
       2 A    1    MOL  C2   CA     -0.300000       12.0110           0
       3 A    1    MOL  C3   CA      0.250000       12.0110           0
       4 A    1    MOL  CL   CL     -0.100000       35.4530           0
       5 A    1    MOL  LP1  LP      0.150000        0.0000          -1
       6 A    1    MOL  LP2  LP     -0.120000        0.0000          -1
       7 A    1    MOL  LP3  LP     -0.080000        0.0000          -1

       3 !NBOND: bonds
       1       2       2       3       3       4

       2 !NTHETA: angles
       1       2       3       2       3       4

       1 !NPHI: dihedrals
       1       2       3       4

       0 !NIMPHI: impropers


       0 !NDON: donors


       0 !NACC: acceptors


       0 !NNB

       0       0       0       0       0       0       0

       1       0 !NGRP NST2
       0       0       0

       1 !MOLNT
       1       1       1       1       1       1       1

       3      11 !NUMLP NUMLPH
       2       1   F   1.64000       0.00000       0.00000
       3       4   F   0.70000     110.000       65.0000
       3       8   F  -0.50000     125.000      -40.0000
       5       4       3       6       1       2       3       7
       2       1       3

       0 !NCRTERM: cross-terms

"""
PRM = """* parameters for a test
*

ATOMS
MASS    1 CA    12.01100
MASS    2 CL    35.45300
MASS    3 LP     0.00000

BONDS
CA CA 305.0 1.40
CA CL 250.0 1.74

ANGLES
CA CA CA 40.0 120.0
CA CA CL 50.0 119.0

DIHEDRALS
CA CA CA CL 3.1 2 180.0

IMPROPER

NONBONDED nbxmod 5 atom cdiel fshift vatom vdistance vfswitch -
cutnb 14.0 ctofnb 12.0 ctonnb 10.0 eps 1.0 e14fac 1.0 wmin 1.5
CA 0.0 -0.07 1.9924
CL 0.0 -0.30 1.95
LP 0.0 0.0 0.0

END
"""


def charmm():
    for name, text in [("lone-pairs.psf", PSF), ("lone-pairs.prm", PRM)]:
        (FOLDER / name).write_text(text)
    psf = app.CharmmPsfFile(str(FOLDER / "lone-pairs.psf"))
    system = psf.createSystem(app.CharmmParameterSet(str(FOLDER / "lone-pairs.prm")), nonbondedMethod=app.NoCutoff)
    return evaluate(system, [*ATOMS[:4], *([(0, 0, 0)] * 3)])


def amber():
    folder = pathlib.Path("../shared/data/parmed-systems")
    prmtop = app.AmberPrmtopFile(str(folder / "tip4p.parm7"))
    positions = app.AmberInpcrdFile(str(folder / "tip4p.rst7")).positions
    found = evaluate(prmtop.createSystem(nonbondedMethod=app.NoCutoff, rigidWater=False), positions)
    return {"energy": found["energy"], "forces": found["forces"][:40]}


if __name__ == "__main__":
    references = {
        "gromacs": gromacs(),
        "program": f"OpenMM {mm.version.version}, Reference platform",
        "system": openmm_system(),
        "charmm": charmm(),
        "amber": amber(),
        "forceField": openmm_force_field(),
        "tip5p": tip5p(),
        "water": {
            "tip4p-ew": water_box("tip4pew.xml", 0.09572, 0.15139006545247014),
            "opc": water_box("amber14/opc.xml", 0.087243313, 0.137120510),
        },
    }
    rounded = json.loads(json.dumps(references), parse_float=lambda text: float(f"{float(text):.13g}"))
    (FOLDER / "references.json").write_text(json.dumps(rounded) + "\n")
