import type { Resources } from "@qmmm/core";

/** Silicon: Stillinger and Weber 1985, doi:10.1103/PhysRevB.31.5262. */
const SILICON_SW = `# Stillinger and Weber 1985  UNITS: metal
Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333
  7.049556277 0.6022245584 4.0 0.0 0.0
`;

/** Two elements that interact by Stillinger and Weber's form; made up, with powers and tolerances unlike silicon's. */
const ALLOY_SW = `# made up
Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333  7.049556277 0.6022245584 4.0 0.0 0.0
Ge Ge Ge 1.93   2.181  1.80 31.0 1.20 -0.333333333333  7.049556277 0.6022245584 4.0 0.0 0.01
Si Ge Ge 2.0427 2.138  1.75 25.5 1.10 -0.333333333333  7.049556277 0.61 5.0 1.0 0.0
Ge Si Si 2.0427 2.138  1.75 25.5 0.90 -0.33            7.049556277 0.61 5.0 1.0 0.0
Si Si Ge 2.10 0 0 23.5 0 -0.30 0 0 0 0 0
Si Ge Si 2.10 0 0 23.5 0 -0.30 0 0 0 0 0
Ge Ge Si 1.98 0 0 28.0 0 -0.35 0 0 0 0 0
Ge Si Ge 1.98 0 0 28.0 0 -0.35 0 0 0 0 0
`;

/** Silicon: Tersoff 1988, doi:10.1103/PhysRevB.37.6991. */
const SILICON_TERSOFF = `# Tersoff 1988  UNITS: metal
Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0000 22.956
  0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7
`;

/** Silicon carbide: Tersoff 1989, doi:10.1103/PhysRevB.39.5566, with chi 0.9776 in the bonds of unlike atoms. */
const CARBIDE_TERSOFF = (() => {
  const of = {
    Si: {
      A: 1830.8,
      B: 471.18,
      l: 2.4799,
      m: 1.7322,
      beta: 1.1e-6,
      n: 0.78734,
      c: 1.0039e5,
      d: 16.217,
      h: -0.59825,
      R: 2.7,
      S: 3.0,
    },
    C: {
      A: 1393.6,
      B: 346.74,
      l: 3.4879,
      m: 2.2119,
      beta: 1.5724e-7,
      n: 0.72751,
      c: 38049,
      d: 4.3484,
      h: -0.57058,
      R: 1.8,
      S: 2.1,
    },
  };
  const rows = (["Si", "C"] as const).flatMap((i) =>
    (["Si", "C"] as const).flatMap((j) =>
      (["Si", "C"] as const).map((k) => {
        const [p, q, s] = [of[i], of[j], of[k]];
        const inner = Math.sqrt(p.R * s.R);
        const outer = Math.sqrt(p.S * s.S);
        const chi = i === j ? 1 : 0.9776;
        const bond = j === k ? [p.n, p.beta, (p.m + q.m) / 2, chi * Math.sqrt(p.B * q.B)] : [0, 0, 0, 0];
        const repulsion = j === k ? [(p.l + q.l) / 2, Math.sqrt(p.A * q.A)] : [0, 0];
        return [i, j, k, 1, 1, 0, p.c, p.d, p.h, ...bond, (inner + outer) / 2, (outer - inner) / 2, ...repulsion].join(
          " ",
        );
      }),
    ),
  );
  return `# Tersoff 1989\n${rows.join("\n")}\n`;
})();

/** Silica: Vashishta, Kalia, Rino and Ebbsjö 1990, doi:10.1103/PhysRevB.41.12197. */
const SILICA_VASHISHTA = `# Vashishta 1990  UNITS: metal
Si Si Si 0.82023 11 1.6 1.6 999 0.0 4.43
  0.0 10.0 0.0 0.0 0.0 0.0 0.0
O O O 743.848 7 -0.8 -0.8 999 22.1179 4.43
  0.0 10.0 0.0 0.0 0.0 0.0 0.0
O Si Si 163.859 9 -0.8 1.6 999 44.2357 4.43
  0.0 10.0 20.146 1.0 2.60 0.0 -0.77714596
Si O O 163.859 9 1.6 -0.8 999 44.2357 4.43
  0.0 10.0 5.0365 1.0 2.60 0.0 -0.333333333333
Si O Si 0 0 0 0 0 0 0 0 0 0 0 0 0 0
Si Si O 0 0 0 0 0 0 0 0 0 0 0 0 0 0
O Si O 0 0 0 0 0 0 0 0 0 0 0 0 0 0
O O Si 0 0 0 0 0 0 0 0 0 0 0 0 0 0
`;

/** The same with dispersion, finite screening and a bounded angle term, to exercise every number; made up. */
const FULL_VASHISHTA = SILICA_VASHISHTA.replace("1.6 1.6 999 0.0 4.43\n  0.0", "1.6 1.6 5.0 3.0 4.43\n  40.0")
  .replace("20.146 1.0 2.60 0.0", "20.146 1.0 2.60 1.5")
  .replace("# Vashishta 1990", "# made up");

/** Rows of five numbers. */
function table(values: readonly number[]): string {
  const rows: string[] = [];
  for (let k = 0; k < values.length; k += 5) {
    rows.push(
      values
        .slice(k, k + 5)
        .map((x) => x.toExponential(16))
        .join(" "),
    );
  }
  return rows.join("\n");
}

function sampledAt(count: number, step: number, f: (x: number) => number): number[] {
  return Array.from({ length: count }, (_, k) => f(k * step));
}

/** Fades to zero at the cutoff with two derivatives. */
function faded(r: number, cutoff: number): number {
  return r < cutoff ? (1 - (r / cutoff) ** 2) ** 3 : 0;
}

const CUTOFF = 5.5;
const NR = 551;
const NRHO = 501;
const MADE_UP = {
  Cu: { number: 29, mass: 63.546, a: 3.615, f0: 1.2, decay: 1.9, depth: 2.2, pair: 3.1, stiff: 2.8 },
  Ni: { number: 28, mass: 58.693, a: 3.52, f0: 1.1, decay: 1.7, depth: 2.9, pair: 3.5, stiff: 2.6 },
} as const;
type Metal = keyof typeof MADE_UP;

/** Tables of embedded atoms by made-up formulas in the usual shapes: F = −c√ρ (regular at 0), exponential density and pair. */
function metal(elements: readonly Metal[], kind: "alloy" | "fs"): string {
  const head = `made up for tests\n\n\n${elements.length} ${elements.join(" ")}\n${NRHO} 0.04 ${NR} 0.01 ${CUTOFF}\n`;
  const density = (of: Metal, at: Metal) =>
    table(
      sampledAt(NR, 0.01, (r) => {
        const { f0, decay } = MADE_UP[of];
        const mixed = kind === "fs" ? 0.8 + 0.004 * MADE_UP[at].number : 1;
        return mixed * f0 * Math.exp(-decay * (r - 2.5)) * faded(r, CUTOFF);
      }),
    );
  const blocks = elements.map((of) => {
    const { number, mass, a, depth } = MADE_UP[of];
    const embedding = table(sampledAt(NRHO, 0.04, (rho) => 0.01 - depth * (Math.sqrt(rho + 0.1) - Math.sqrt(0.1))));
    const densities = kind === "fs" ? elements.map((at) => density(of, at)).join("\n") : density(of, of);
    return `${number} ${mass} ${a} fcc\n${embedding}\n${densities}\n`;
  });
  const pairs = elements.flatMap((i, at) =>
    elements.slice(0, at + 1).map((j) => {
      const strength = Math.sqrt(MADE_UP[i].pair * MADE_UP[j].pair);
      const stiff = (MADE_UP[i].stiff + MADE_UP[j].stiff) / 2;
      return table(sampledAt(NR, 0.01, (r) => r * strength * Math.exp(-stiff * (r - 2)) * faded(r, CUTOFF)));
    }),
  );
  return `${head}${blocks.join("")}${pairs.join("\n")}\n`;
}

/** One element with an effective charge instead of a pair function. Tables go on beyond the cutoff: LAMMPS drops their last point. */
const COPPER_FUNCFL = (() => {
  const { number, mass, a, f0, decay, depth } = MADE_UP.Cu;
  const embedding = sampledAt(NRHO, 0.04, (rho) => -depth * (Math.sqrt(rho + 0.1) - Math.sqrt(0.1)));
  const charge = sampledAt(NR + 20, 0.01, (r) => 11 * Math.exp(-0.9 * r) * faded(r, CUTOFF));
  const density = sampledAt(NR + 20, 0.01, (r) => f0 * Math.exp(-decay * (r - 2.5)) * faded(r, CUTOFF));
  return `made up for tests\n${number} ${mass} ${a} fcc\n${NRHO} 0.04 ${NR + 20} 0.01 ${CUTOFF}\n${[embedding, charge, density].map(table).join("\n")}\n`;
})();

/** Potential files of the tests by name. */
export const FILES: Readonly<Record<string, string>> = {
  "Si.sw": SILICON_SW,
  "SiGe.sw": ALLOY_SW,
  "Si.tersoff": SILICON_TERSOFF,
  "SiC.tersoff": CARBIDE_TERSOFF,
  "SiO2.vashishta": SILICA_VASHISHTA,
  "full.vashishta": FULL_VASHISHTA,
  "Cu.eam": COPPER_FUNCFL,
  "CuNi.eam.alloy": metal(["Cu", "Ni"], "alloy"),
  "CuNi.eam.fs": metal(["Cu", "Ni"], "fs"),
};

/** The files as resources. */
export const potentialFiles: Resources = {
  read: async (name) => new TextEncoder().encode(FILES[name] ?? ""),
};
