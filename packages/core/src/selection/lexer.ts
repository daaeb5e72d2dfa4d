import { InputError } from "../errors/qmmm-error.js";

/** A piece of a selection expression. Columns count from 1. */
export interface Token {
  /** `word` covers keywords, names, numbers and ranges; `quoted` is always a value; `end` closes the list. */
  readonly kind: "word" | "quoted" | "operator" | "open" | "close" | "end";
  readonly text: string;
  readonly column: number;
}

/** An error in a selection: says the column and shows it. */
export function selectionError(
  expression: string,
  column: number,
  problem: string,
  details: { readonly value?: unknown; readonly allowed?: readonly string[] | string; readonly action: string },
): InputError {
  const message = `${problem} (column ${column} of the selection)\n    ${expression}\n    ${" ".repeat(column - 1)}^\n`;
  return new InputError("QMMM_SELECTION_SYNTAX", message, { value: expression, ...details, column });
}

const PIECE = /\s+|,|(<=|>=|==|!=|<|>|=)|(\()|(\))|"([^"]*)"|'([^']*)'|([^\s,()<>=!"']+(?:['"]+[^\s,()<>=!"']*)*)/y;

/**
 * Splits a selection into tokens. Quotes inside a word belong to it (`C1'`); at its start they enclose a value.
 *
 * @throws QmmmError `QMMM_SELECTION_SYNTAX`
 */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(expression);
    const column = at + 1;
    if (match === null) {
      const character = expression[at]!;
      const quote = character === '"' || character === "'";
      throw selectionError(
        expression,
        column,
        quote ? "A quoted name does not end" : `"${character}" has no meaning here`,
        {
          action: quote ? `Close it with ${character}` : "Remove it, or put the name that contains it in quotes",
        },
      );
    }
    const [all, operator, open, close, double, single, word] = match;
    if (operator !== undefined) tokens.push({ kind: "operator", text: operator, column });
    else if (open !== undefined) tokens.push({ kind: "open", text: open, column });
    else if (close !== undefined) tokens.push({ kind: "close", text: close, column });
    else if (double !== undefined || single !== undefined)
      tokens.push({ kind: "quoted", text: double ?? single!, column });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, column });
    at += all.length;
  }
  tokens.push({ kind: "end", text: "", column: expression.length + 1 });
  return tokens;
}
