/** A function of one shell as a sum of monomials: powers (three per term) and factors. */
export interface AngularFunction {
  readonly powers: readonly (readonly [number, number, number])[];
  readonly factors: readonly number[];
}

/**
 * Angular parts of a shell's functions, relative to a normalised x^l: every function has unit norm when x^l has.
 * Order as in GaussianBasis: x, y, z; real solid harmonics m = −l … l; Cartesian xx, xy, xz, yy, yz, zz.
 */
export function angularFunctions(l: number, spherical: boolean): AngularFunction[] {
  if (!spherical || l < 2) return cartesianFunctions(l);
  return realSolidHarmonics(l).map((polynomial) => {
    const powers: [number, number, number][] = [];
    const factors: number[] = [];
    for (const [key, factor] of polynomial) {
      if (factor === 0) continue;
      powers.push(keyPowers(key));
      factors.push(factor);
    }
    return { powers, factors };
  });
}

/** ⟨x^l|x^l⟩ / ⟨x^i y^j z^k|x^i y^j z^k⟩ = (2l−1)!! / ((2i−1)!!(2j−1)!!(2k−1)!!). */
function cartesianFunctions(l: number): AngularFunction[] {
  const out: AngularFunction[] = [];
  for (let i = l; i >= 0; i--) {
    for (let j = l - i; j >= 0; j--) {
      const k = l - i - j;
      const ratio = oddFactorial(l) / (oddFactorial(i) * oddFactorial(j) * oddFactorial(k));
      out.push({ powers: [[i, j, k]], factors: [Math.sqrt(ratio)] });
    }
  }
  return out;
}

/** (2n−1)!!. */
function oddFactorial(n: number): number {
  let product = 1;
  for (let k = 2 * n - 1; k > 1; k -= 2) product *= k;
  return product;
}

type Polynomial = Map<number, number>;
const KEY = 16;

function keyPowers(key: number): [number, number, number] {
  return [Math.floor(key / (KEY * KEY)), Math.floor(key / KEY) % KEY, key % KEY];
}

/**
 * Racah-normalised real solid harmonics S_lm, m = −l … l, whose angular norm equals that of x^l.
 * Helgaker, Jørgensen & Olsen, Molecular Electronic-Structure Theory (2000), equations 6.4.70–6.4.73,
 * doi:10.1002/9781119019572.
 */
function realSolidHarmonics(momentum: number): Polynomial[] {
  let previous: Polynomial[] = [];
  let current: Polynomial[] = [new Map([[0, 1]])];
  for (let l = 0; l < momentum; l++) {
    const next: Polynomial[] = Array.from({ length: 2 * l + 3 }, () => new Map());
    const edge = Math.sqrt(((l === 0 ? 2 : 1) * (2 * l + 1)) / (2 * l + 2));
    const cosine = current[2 * l];
    const sine = current[0];
    addProduct(next[2 * l + 2], cosine, KEY * KEY, edge);
    addProduct(next[0], cosine, KEY, edge);
    if (l > 0) {
      addProduct(next[2 * l + 2], sine, KEY, -edge);
      addProduct(next[0], sine, KEY * KEY, edge);
    }
    for (let m = -l; m <= l; m++) {
      const scale = 1 / Math.sqrt((l + m + 1) * (l - m + 1));
      const target = next[l + 1 + m];
      addProduct(target, current[l + m], 1, (2 * l + 1) * scale);
      if (Math.abs(m) < l) {
        const factor = -Math.sqrt((l + m) * (l - m)) * scale;
        for (const square of [2 * KEY * KEY, 2 * KEY, 2]) addProduct(target, previous[l - 1 + m], square, factor);
      }
    }
    previous = current;
    current = next;
  }
  return current;
}

/** target += factor · monomial · polynomial; a monomial's key is its powers as digits. */
function addProduct(target: Polynomial, polynomial: Polynomial, monomial: number, factor: number): void {
  for (const [key, value] of polynomial) {
    target.set(key + monomial, (target.get(key + monomial) ?? 0) + factor * value);
  }
}
