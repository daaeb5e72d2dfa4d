/** A section of a prmtop. */
export const section = (name: string, format: string, rows: string) => `%FLAG ${name}\n%FORMAT(${format})\n${rows}\n`;
const integers = (...numbers: number[]) => numbers.map((n) => String(n).padStart(8)).join("");
/** Numbers as 5E16.8 lays them out. */
export const reals = (...numbers: number[]) =>
  (
    numbers
      .map((n) => n.toExponential(8).padStart(16))
      .join("")
      .match(/.{1,80}/g) ?? []
  ).join("\n");

/** Alanine dipeptide with terms of CHARMM on top. */
export function charmmed(text: string, changes: (text: string) => string = (same) => same): string {
  const grid = Array.from({ length: 64 }, (_, k) => 2 * Math.sin(1.1 * k) + Math.cos(k * k));
  return changes(
    text +
      section("CHARMM_UREY_BRADLEY_COUNT", "2I8", integers(2, 2)) +
      section("CHARMM_UREY_BRADLEY", "10I8", integers(5, 9, 1, 2, 4, 2)) +
      section("CHARMM_UREY_BRADLEY_FORCE_CONSTANT", "5E16.8", reals(20, 5.4)) +
      section("CHARMM_UREY_BRADLEY_EQUIL_VALUE", "5E16.8", reals(2.1, 1.8)) +
      section("CHARMM_NUM_IMPROPERS", "10I8", integers(1)) +
      section("CHARMM_IMPROPERS", "10I8", integers(9, 7, 6, 8, 1)) +
      section("CHARMM_NUM_IMPR_TYPES", "1I8", integers(1)) +
      section("CHARMM_IMPROPER_FORCE_CONSTANT", "5E16.8", reals(45)) +
      section("CHARMM_IMPROPER_PHASE", "5E16.8", reals(0.3)) +
      section("CMAP_COUNT", "2I8", integers(1, 1)) +
      section("CMAP_RESOLUTION", "20I4", "   8") +
      section(
        "CMAP_PARAMETER_01",
        "8(F9.5)",
        grid
          .map((e, k) => e.toFixed(5).padStart(9) + (k % 8 === 7 ? "\n" : ""))
          .join("")
          .trimEnd(),
      ) +
      section("CMAP_INDEX", "6I8", integers(5, 7, 9, 15, 17, 1)) +
      section(
        "LENNARD_JONES_CCOEF",
        "5E16.8",
        reals(...Array.from({ length: 28 }, (_, k) => (k % 5 === 0 ? 12.5 : 0))),
      ),
  );
}
