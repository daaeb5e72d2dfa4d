// Writes src/integrals/hermite-coulomb-unrolled.ts and charge-sums-unrolled.ts: Boys function and recursion of
// hermite-coulomb.ts written out for low degrees, so that everything stays in registers.
// Usage: node hermite-coulomb-unrolled.mjs
import { writeFileSync } from "node:fs";

const LAST_DEGREE = 8;
const LAST_CHARGE_DEGREE = 4;

function index(t, u, v) {
  const n = t + u + v;
  return (n * (n + 1) * (n + 2)) / 6 + ((n - t) * (n - t + 1)) / 2 + v;
}

function allPowers(degree) {
  const out = [];
  for (let n = 0; n <= degree; n++) {
    for (let t = n; t >= 0; t--) for (let u = n - t; u >= 0; u--) out.push([t, u, n - t - u]);
  }
  return out;
}

/** Statements that set f0 … fN to scale·factorⁿ·F_n(t); `t`, `scale`, `factor` are in scope. */
function boys(order) {
  const names = Array.from({ length: order + 1 }, (_, n) => `f${n}`);
  const c = (k) => `BOYS_TAYLOR[b${k === 0 ? "" : ` + ${k}`}]`;
  const lines = [`let ${names.map((f) => `${f} = 0`).join(", ")};`, "if (t < TABLE_END) {"];
  lines.push(
    "const g = (t * GRID_STEPS_PER_UNIT + 0.5) | 0;",
    "const d = g * GRID_STEP - t;",
    `const b = (g + ${order} * GRID_POINTS) * TAYLOR_TERMS;`,
    "const d2 = d * d;",
    "const d4 = d2 * d2;",
    // Estrin's scheme: short chains of dependent operations.
    `f${order} = ${c(0)} + ${c(1)} * d + (${c(2)} + ${c(3)} * d) * d2 + (${c(4)} + ${c(5)} * d + (${c(6)} + ${c(7)} * d) * d2) * d4;`,
  );
  if (order > 0) {
    lines.push(
      "const e = BOYS_EXPONENTIALS[g] * (1 + d + (1 / 2 + d * (1 / 6)) * d2 + (1 / 24 + d * (1 / 120) + (1 / 720 + d * (1 / 5040)) * d2) * d4);",
      "const w = t + t;",
    );
  }
  for (let n = order - 1; n >= 0; n--) {
    lines.push(`f${n} = ${n === 0 ? `w * f1 + e` : `(w * f${n + 1} + e) * (1 / ${2 * n + 1})`};`);
  }
  lines.push("} else {");
  if (order === 0) lines.push("f0 = Math.sqrt(QUARTER_PI / t);");
  else {
    lines.push("const i = 1 / t;", "const half = 0.5 * i;", "f0 = Math.sqrt(QUARTER_PI * i);");
    lines.push("const e = t < EXPONENTIAL_END ? Math.exp(-t) : 0;");
    for (let n = 0; n < order; n++) {
      lines.push(`f${n + 1} = (${n === 0 ? "" : `${2 * n + 1} * `}f${n} - e) * half;`);
    }
  }
  lines.push("}", "f0 *= scale;");
  for (let n = 1; n <= order; n++) {
    lines.push(n === 1 ? "let power = scale * factor;" : "power *= factor;", `f${n} *= power;`);
  }
  return lines.map((line) => line.replace("let power", order === 1 ? "const power" : "let power"));
}

/** Statements that form R of all powers up to a degree from x, y, z and f0 … fN; names by index. */
function recursion(degree) {
  const lines = [];
  const known = new Map();
  const need = (m, t, u, v) => {
    const key = `${m}_${t}${u}${v}`;
    if (known.has(key)) return known.get(key);
    let name = `f${m}`;
    if (t + u + v > 0) {
      const powers = [t, u, v];
      // The smallest power needs the fewest multiplications; power 1 needs no second term at all.
      const axis = [0, 1, 2].filter((a) => powers[a] > 0).sort((a, b) => powers[a] - powers[b])[0];
      const once = powers.with(axis, powers[axis] - 1);
      let expression = `${"xyz"[axis]} * ${need(m + 1, ...once)}`;
      if (powers[axis] > 1) {
        const factor = powers[axis] - 1;
        const twice = need(m + 1, ...once.with(axis, powers[axis] - 2));
        expression += ` + ${factor === 1 ? "" : `${factor} * `}${twice}`;
      }
      name = `r${key}`;
      lines.push(`const ${name} = ${expression};`);
    }
    known.set(key, name);
    return name;
  };
  const names = allPowers(degree).map((p) => need(0, ...p));
  return { lines, names };
}

function batch(degree) {
  const { lines, names } = recursion(degree);
  const stores = names.map((name, h) => `out[o${h === 0 ? "" : ` + ${h}`}] = ${name};`);
  const vector = degree === 0 ? [] : ["x", "y", "z"].map((a, i) => `const ${a} = vectors[3 * k${i ? ` + ${i}` : ""}];`);
  const factor = degree === 0 ? [] : ["const factor = factors[k];"];
  const parameters = degree === 0 ? ["_vectors", "_factors"] : ["vectors", "factors"];
  return `
function degree${degree}(out: Float64Array, count: number, ${parameters[0]}: Float64Array, ts: Float64Array, scales: Float64Array, ${parameters[1]}: Float64Array): void {
  for (let k = 0, o = 0; k < count; k++, o += ${names.length}) {
    ${[...vector, "const t = ts[k];", "const scale = scales[k];", ...factor, ...boys(degree), ...lines, ...stores].join("\n")}
  }
}
`;
}

const SITE = (smallest) => `
    const x = px - positions[3 * k];
    const y = py - positions[3 * k + 1];
    const z = pz - positions[3 * k + 2];
    let alpha = p;
    let scale = prefactor * charges[k];
    if (widths !== null && widths[k] > 0) {
      const shrink = 1 / (1 + p * widths[k] * widths[k]);
      alpha *= shrink;
      scale *= Math.sqrt(shrink);
    }
    const t = alpha * (x * x + y * y + z * z);
    ${smallest ? "" : "const factor = -2 * alpha;"}`;

const PAIR = `
  const p = pair[0];
  const px = pair[1];
  const py = pair[2];
  const pz = pair[3];
  const prefactor = (2 * Math.PI) / p;
  const count = charges.length;`;

function chargeSum(degree) {
  const { lines, names } = recursion(degree);
  return `
function sum${degree}(sums: Float64Array, pair: Float64Array, positions: Float64Array, charges: Float64Array, widths: Float64Array | null): void {${PAIR}
  let ${names.map((_, h) => `s${h} = 0`).join(", ")};
  for (let k = 0; k < count; k++) {${SITE(degree === 0)}
    ${[...boys(degree), ...lines, ...names.map((name, h) => `s${h} += ${name};`)].join("\n")}
  }
  ${names.map((_, h) => `sums[${h}] = s${h};`).join("\n")}
}
`;
}

function chargeForce(degree) {
  const { lines, names } = recursion(degree + 1);
  const lower = allPowers(degree);
  const component = (axis) => lower.map((p, h) => `d${h} * ${names[index(...p.with(axis, p[axis] + 1))]}`).join(" + ");
  return `
function force${degree}(sums: Float64Array, shift: Float64Array, gradient: Float64Array, density: Float64Array, pair: Float64Array, positions: Float64Array, charges: Float64Array, widths: Float64Array | null): void {${PAIR}
  ${lower.map((_, h) => `const d${h} = density[${h}];`).join("\n")}
  let ${lower.map((_, h) => `s${h} = 0`).join(", ")};
  let gx = 0, gy = 0, gz = 0;
  for (let k = 0; k < count; k++) {${SITE(false)}
    ${[...boys(degree + 1), ...lines, ...lower.map((_, h) => `s${h} += ${names[h]};`)].join("\n")}
    const ux = ${component(0)};
    const uy = ${component(1)};
    const uz = ${component(2)};
    gradient[3 * k] += ux;
    gradient[3 * k + 1] += uy;
    gradient[3 * k + 2] += uz;
    gx += ux;
    gy += uy;
    gz += uz;
  }
  ${lower.map((_, h) => `sums[${h}] = s${h};`).join("\n")}
  shift[0] = gx;
  shift[1] = gy;
  shift[2] = gz;
}
`;
}

const range = (n) => Array.from({ length: n + 1 }, (_, i) => i);
const HEAD = (
  names,
) => `// Generated by scripts/hermite-coulomb-unrolled.mjs; do not edit. See hermite-coulomb.ts and boys-table.ts for the method.
import { ${names} } from "./boys-table.js";

const QUARTER_PI = Math.PI / 4;
`;
const TABLES =
  "BOYS_EXPONENTIALS, BOYS_TAYLOR, EXPONENTIAL_END, GRID_POINTS, GRID_STEP, GRID_STEPS_PER_UNIT, TABLE_END, TAYLOR_TERMS";

writeFileSync(
  new URL("../src/integrals/hermite-coulomb-unrolled.ts", import.meta.url),
  `${HEAD(TABLES)}
type HermiteCoulombBatch = (out: Float64Array, count: number, vectors: Float64Array, ts: Float64Array, scales: Float64Array, factors: Float64Array) => void;
${range(LAST_DEGREE).map(batch).join("")}
/** Written-out Hermite Coulomb integrals by degree, 0 to ${LAST_DEGREE}. */
export const UNROLLED: readonly HermiteCoulombBatch[] = [${range(LAST_DEGREE)
    .map((d) => `degree${d}`)
    .join(", ")}];
`,
);
writeFileSync(
  new URL("../src/integrals/charge-sums-unrolled.ts", import.meta.url),
  `${HEAD(TABLES)}
/** p, P_x, P_y, P_z of a primitive pair come in \`pair\`; \`widths\` are null when all charges are points. */
type ChargeSum = (sums: Float64Array, pair: Float64Array, positions: Float64Array, charges: Float64Array, widths: Float64Array | null) => void;
type ChargeForce = (sums: Float64Array, shift: Float64Array, gradient: Float64Array, density: Float64Array, pair: Float64Array, positions: Float64Array, charges: Float64Array, widths: Float64Array | null) => void;
${range(LAST_CHARGE_DEGREE).map(chargeSum).join("")}${range(LAST_CHARGE_DEGREE).map(chargeForce).join("")}
/** \`sums\` = Σ_k q_k R_tuv(P − C_k)·2π/p up to the degree, 0 to ${LAST_CHARGE_DEGREE}; overwritten. */
export const CHARGE_SUMS: readonly ChargeSum[] = [${range(LAST_CHARGE_DEGREE)
    .map((d) => `sum${d}`)
    .join(", ")}];

/**
 * The same sums, and for a Hermite density D the derivatives Σ_h D_h R_(h+x), y, z: added to \`gradient\` per charge, their
 * total written to \`shift\`.
 */
export const CHARGE_FORCES: readonly ChargeForce[] = [${range(LAST_CHARGE_DEGREE)
    .map((d) => `force${d}`)
    .join(", ")}];
`,
);
