// The picture of docs/architecture.md as rules: arrows point down only, and the browser-safe packages never touch Node.
const allowed = {
  core: [],
  io: ["core"],
  gto: ["core"],
  dispersion: ["core"],
  "qm-hf": ["core", "gto"],
  "qm-dft": ["core", "gto", "dispersion"],
  "qm-xtb": ["core", "gto", "dispersion"],
  "mm-forcefield": ["core", "io"],
  coupling: ["core"],
  dynamics: ["core"],
  cli: ["core", "io", "gto", "qm-hf", "qm-dft", "qm-xtb", "dispersion", "mm-forcefield", "coupling", "dynamics"],
};
const nodePackages = ["cli"];
const browserSafe = Object.keys(allowed).filter((name) => !nodePackages.includes(name));

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...Object.entries(allowed).map(([name, below]) => ({
      name: `layer-${name}`,
      comment: `${name} may import ${below.join(", ") || "nothing of ours"}`,
      severity: "error",
      from: { path: `^packages/${name}/src` },
      to: { path: "^packages/([^/]+)/", pathNot: `^packages/(${[name, ...below].join("|")})/` },
    })),
    {
      name: "no-deep-imports",
      comment: "Another package is reached by its name, through what its index exports",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/src/",
        pathNot: ["^packages/$1/", "^packages/[^/]+/src/index.ts$", "^packages/core/src/testing/index.ts$"],
      },
    },
    {
      name: "browser-safe",
      severity: "error",
      from: { path: `^packages/(${browserSafe.join("|")})/src` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "one-door-to-tsyringe",
      severity: "error",
      from: { path: "^packages", pathNot: "^packages/core/src/plugin/di.ts$" },
      to: { path: "node_modules/(tsyringe|reflect-metadata)" },
    },
    {
      name: "one-door-to-tapable",
      severity: "error",
      from: { path: "^packages", pathNot: "^packages/core/src/hooks/" },
      to: { path: "node_modules/tapable" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|build)/" },
    enhancedResolveOptions: { conditionNames: ["@qmmm/source", "import", "default"], exportsFields: ["exports"] },
  },
};
