import type { Measured, StepReport } from "@qmmm/core";
import type { GrowingFile } from "../files/growing-file.js";

/** A named column of numbers. */
export interface Column {
  readonly name: string;
  readonly unit: string;
}

/** What a step says, as rows of a table hold it. */
export interface Row {
  readonly step: number;
  /** Eh */
  readonly energy: number;
  /** What people watch. */
  readonly quantities: Readonly<Record<string, Measured>>;
  /** Terms of the energy, Eh. */
  readonly terms: Readonly<Record<string, number>>;
}

/** Columns of a stage's table beside step and energy. */
export interface Columns {
  readonly quantities: readonly Column[];
  readonly terms: readonly string[];
}

/** The row of a step. The energy has a column of its own and is left out of the quantities. */
export function rowOf({ step, evaluation, quantities }: StepReport): Row {
  const { energy: _, ...others } = quantities;
  return { step, energy: evaluation.energy, quantities: others, terms: evaluation.terms };
}

/** The columns that some rows need. */
export function columnsOf(...rows: readonly Row[]): Columns {
  const quantities = new Map(
    rows.flatMap((row) => Object.entries(row.quantities)).map(([name, { unit }]) => [name, unit]),
  );
  return {
    quantities: Array.from(quantities, ([name, unit]) => ({ name, unit })),
    terms: [...new Set(rows.flatMap((row) => Object.keys(row.terms)))],
  };
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A name with its unit, as the head of a column. */
function withUnit(name: string, unit: string): string {
  return unit === "" || unit === "1" ? name : `${name}_${unit}`;
}

/** What an energy table needs to go on. */
export interface EnergyTableState {
  readonly columns?: Columns | undefined;
  readonly first?: Row | undefined;
}

/**
 * `energies.csv`: a row per step with energy, watched quantities and every term of the energy; the unit stands in the
 * name of every column. Numbers are written so that they read back to the same bits. The first row waits for the second,
 * because a starting point has no changes and displacements yet, and the columns should.
 */
export class EnergyTable {
  private columns: Columns | undefined;
  private first: Row | undefined;

  constructor(
    private readonly file: GrowingFile,
    state: EnergyTableState,
  ) {
    this.columns = state.columns;
    this.first = state.first;
  }

  state(): EnergyTableState {
    return { columns: this.columns, first: this.first };
  }

  add(row: Row): void {
    if (this.columns !== undefined) this.write(row, this.columns);
    else if (this.first === undefined) this.first = row;
    else this.begin(columnsOf(row, this.first), this.first, row);
  }

  /** Writes what still waits. */
  finish(): void {
    if (this.columns === undefined && this.first !== undefined) this.begin(columnsOf(this.first), this.first);
  }

  private begin(columns: Columns, ...rows: readonly Row[]): void {
    this.columns = columns;
    this.first = undefined;
    const quantities = columns.quantities.map(({ name, unit }) => withUnit(name, unit));
    const terms = columns.terms.map((term) => withUnit(term, "Eh"));
    this.file.append(`${["step", "energy_Eh", ...quantities, ...terms].map(cell).join(",")}\n`);
    for (const row of rows) this.write(row, columns);
  }

  private write({ step, energy, quantities, terms }: Row, columns: Columns): void {
    const values = [
      step,
      energy,
      ...columns.quantities.map(({ name }) => quantities[name]?.value),
      ...columns.terms.map((term) => terms[term]),
    ];
    this.file.append(`${values.map((value) => (value === undefined ? "" : String(value))).join(",")}\n`);
  }
}
