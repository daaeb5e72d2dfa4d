import type { GrowingFile } from "../files/growing-file.js";
import { columnsOf, type Row } from "./energy-table.js";
import { shortNumber } from "./numbers.js";

/** Rows after which the heads of the columns are repeated. */
const ROWS_PER_HEAD = 40;

/** `log.txt`: what was decided, and a line per step with the energy, what is watched and every term of the energy. */
export class RunLog {
  private head = "";
  private rows = 0;

  constructor(private readonly file: GrowingFile) {}

  get length(): number {
    return this.file.length;
  }

  /** Writes lines as they are. */
  text(...lines: readonly string[]): void {
    this.file.append(`${lines.join("\n")}\n`);
  }

  /** Writes a heading. */
  heading(title: string): void {
    this.text("", title, "-".repeat(title.length));
    this.head = "";
  }

  step(row: Row): void {
    const columns = columnsOf(row);
    const heads = [...columns.quantities, ...columns.terms.map((name) => ({ name, unit: "Eh" }))];
    const width = (name: string): number => Math.max(14, name.length);
    const line = (step: string, energy: string, rest: readonly string[]): string =>
      `${step.padStart(8)} ${energy.padStart(18)} ${rest.map((text, k) => text.padStart(width(heads[k]!.name))).join(" ")}`.trimEnd();
    const names = line(
      "step",
      "energy",
      heads.map(({ name }) => name),
    );
    if (names !== this.head || this.rows % ROWS_PER_HEAD === 0) {
      this.head = names;
      this.rows = 0;
      this.text(
        "",
        names,
        line(
          "",
          "Eh",
          heads.map(({ unit }) => unit),
        ),
      );
    }
    this.rows++;
    const values = [
      ...columns.quantities.map(({ name }) => row.quantities[name]!.value),
      ...columns.terms.map((term) => row.terms[term]!),
    ];
    this.text(line(String(row.step), row.energy.toFixed(10), values.map(shortNumber)));
  }

  sync(): void {
    this.file.sync();
  }
}
