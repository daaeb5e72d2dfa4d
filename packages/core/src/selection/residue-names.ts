/** Amino acids: standard names, and those of protonation states, termini and disulfides in Amber and CHARMM. */
export const PROTEIN_RESIDUES: ReadonlySet<string> = new Set(
  (
    "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL " +
    "ASH GLH LYN CYX CYM HID HIE HIP HSD HSE HSP HISD HISE HISH LSN ASPP GLUP CYS2 CYSH ARGN LYSH TYM MSE SEC PYL ACE NME NMA NHE NH2"
  ).split(" "),
);

/** Nucleotides: PDB, Amber and CHARMM names. */
export const NUCLEIC_RESIDUES: ReadonlySet<string> = new Set(
  (
    "A C G U I DA DC DG DT DU DI A3 A5 C3 C5 G3 G5 U3 U5 DA3 DA5 DC3 DC5 DG3 DG5 DT3 DT5 " +
    "RA RC RG RU ADE CYT GUA THY URA"
  ).split(" "),
);

/** Water in its many models. */
export const WATER_RESIDUES: ReadonlySet<string> = new Set(
  "HOH WAT H2O DOD SOL TIP TIP2 TIP3 TIP4 TIP5 TIP3P TIP4P TIP5P TP3 TP4 TP5 T3P T4P T5P SPC SPCE OPC OPC3 OH2".split(
    " ",
  ),
);

/** Atoms of the peptide backbone. */
export const BACKBONE_ATOMS: ReadonlySet<string> = new Set(["N", "CA", "C", "O"]);

/** Elements that stand alone as ions: alkali and alkaline-earth metals, zinc group, halogens and common transition metals. */
export const ION_ELEMENTS: ReadonlySet<number> = new Set([
  3, 4, 11, 12, 19, 20, 25, 26, 27, 28, 29, 30, 37, 38, 48, 55, 56, 80, 9, 17, 35, 53,
]);
