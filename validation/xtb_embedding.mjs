// How far tight binding in the field of charges is from B3LYP/def2-TZVP: interaction energies (kcal/mol) and forces on the
// charges (kcal/mol/Å), mean absolute deviations by kind of surroundings and by molecule, for every embedding.
//
//   npx tsc -b packages/qm-xtb && node validation/xtb_embedding.mjs             the table
//   node validation/xtb_embedding.mjs damping                                   against hardness and radius of the charges
//
// References: packages/qm-xtb/test/fixtures/embedding.json, by validation/xtb_embedding.py.
import { readFileSync } from "node:fs";
import { atomicNumber, fromAtomic, NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import xtb from "../packages/qm-xtb/dist/index.js";

const file = process.env.EMBEDDING ?? new URL("../packages/qm-xtb/test/fixtures/embedding.json", import.meta.url);
const { cases, geometries, method: level, program } = JSON.parse(readFileSync(file, "utf8"));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Nitrogen's, as xtb gives to charges without a hardness of their own. */
const NITROGEN = { gfn1: "0.476106 Eh", gfn2: "0.461493 Eh" };

/** Errors of one embedding, every case. */
async function errors(id, options) {
  const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id, options });
  const engines = new Map();
  const out = [];
  for (const { charges, energy, forces, geometry, kind, sites } of cases) {
    if (!engines.has(geometry)) {
      const { charge, nuclei, symbols } = geometries[geometry];
      const elements = Uint8Array.from(symbols, atomicNumber);
      const engine = await method.open({ elements, charge, multiplicity: 1 }, scope);
      const at = Float64Array.from(nuclei);
      engines.set(geometry, { engine, at, bare: (await engine.solve(at, NO_FIELD, {})).energy });
    }
    const { at, bare, engine } = engines.get(geometry);
    const field = { sites: Float64Array.from(sites), charges: Float64Array.from(charges) };
    const solved = await engine.solve(at, field, { fieldForces: true });
    out.push({
      kind,
      molecule: geometries[geometry].molecule,
      energy: fromAtomic(solved.energy - bare - energy, "energy", "kcal/mol"),
      force: mean(forces.map((f, k) => Math.abs(fromAtomic(f - solved.fieldForces[k], "force", "kcal/mol/Å")))),
    });
  }
  for (const { engine } of engines.values()) await engine[Symbol.asyncDispose]();
  await scope.dispose();
  return out;
}

const kinds = [...new Set(cases.map(({ kind }) => kind))];
const molecules = [...new Set(geometries.map(({ molecule }) => molecule))];
/** Imidazole is not: it would change the mean near water alone. */
const inEveryKind = molecules.filter((molecule) => {
  const seen = cases.filter(({ geometry }) => geometries[geometry].molecule === molecule);
  return kinds.every((kind) => seen.some((one) => one.kind === kind));
});
const whole = ({ molecule }) => inEveryKind.includes(molecule);
/** Mean absolute errors of a kind, or of a molecule. */
const size = (found, what) => mean(found.map((one) => Math.abs(one[what])));
const byKind = (found, what) =>
  kinds.map((kind) =>
    size(
      found.filter((one) => one.kind === kind && whole(one)),
      what,
    ),
  );
const row = (name, cells, digits = 2) =>
  console.log(`| ${[name, ...cells.map((x) => x.toFixed(digits))].join(" | ")} |`);
const heads = (first, names) =>
  console.log(`\n| ${[first, ...names].join(" | ")} |\n|${"---|".repeat(names.length + 1)}`);

if (process.argv[2] === "damping") {
  for (const id of ["gfn2", "gfn1"]) {
    heads(`${id}, multipole: hardness, radius`, [...kinds, "force at a hydrogen bond"]);
    for (const siteHardness of ["0.5 Eh", "1 Eh", "3 Eh", "99 Eh"]) {
      for (const siteRadius of ["0 bohr", "1 bohr", "2 bohr", "3 bohr", "5 bohr"]) {
        const found = await errors(id, { embedding: "multipole", siteHardness, siteRadius });
        row(`${siteHardness}, ${siteRadius}`, [...byKind(found, "energy"), byKind(found, "force")[0]]);
      }
    }
  }
} else {
  const schemes = [
    [
      "size by B3LYP",
      cases.map(({ energy, forces, geometry, kind }) => ({
        kind,
        molecule: geometries[geometry].molecule,
        energy: fromAtomic(energy, "energy", "kcal/mol"),
        force: mean(forces.map((f) => Math.abs(fromAtomic(f, "force", "kcal/mol/Å")))),
      })),
    ],
  ];
  for (const id of ["gfn2", "gfn1"]) {
    for (const embedding of ["multipole", "monopole"]) {
      for (const siteHardness of ["99 Eh", NITROGEN[id]]) {
        schemes.push([`${id}, ${embedding}, ${siteHardness}`, await errors(id, { embedding, siteHardness })]);
      }
    }
  }
  const counted = schemes[0][1].filter(whole).length;
  console.log(`${counted} cases of ${inEveryKind.length} molecules, ${level} by ${program}: ${inEveryKind.join(", ")}`);
  for (const [what, unit] of [
    ["energy", "kcal/mol"],
    ["force", "kcal/mol/Å"],
  ]) {
    heads(`${what}, ${unit}`, kinds);
    for (const [name, found] of schemes) row(name, byKind(found, what));
  }
  heads(
    "energy by molecule, kcal/mol",
    schemes.map(([name]) => name),
  );
  for (const molecule of molecules) {
    row(
      molecule,
      schemes.map(([, found]) =>
        size(
          found.filter((one) => one.molecule === molecule),
          "energy",
        ),
      ),
    );
  }
}
