/**
 * Reads formulas as they stand in papers. A program is a list of statements, one per line: `name = expression` or
 * `name(a, b) = expression`. An expression in braces has statements of its own, the last of which is its value without a
 * name. `#` starts a a comment; a line goes on in the next inside parentheses, or when it ends in an operator, comma or open bracket.
 */
export type Syntax =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Syntax[] }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: "block"; readonly statements: readonly Statement[]; readonly value: Syntax };

/** `name = body`, or a function with parameters. */
export interface Statement {
  readonly name: string;
  readonly parameters?: readonly string[] | undefined;
  readonly body: Syntax;
}

const TOKEN = /\s*(?:(\n)|(#[^\n]*)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z]\w*)|([-+*/^(){},=<;]))/y;
/** Binding strength of binary operators; `^` binds to the right. */
const STRENGTH: Readonly<Record<string, number>> = { "<": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5 };
const UNARY_STRENGTH = 4;

/** @throws SyntaxError where the text is no program */
export function parseProgram(text: string): readonly Statement[] {
  return new Parser(tokens(text)).program();
}

/** Tokens; line ends only where a statement can end there, as ";". */
function tokens(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = /\s/.test(text[at]) && text[at] !== "\n" ? null : TOKEN.exec(text);
    if (text[at] === "\n") {
      const last = out.at(-1);
      if (depth === 0 && last !== undefined && !/^[-+*/^(,=<{;]$/.test(last)) out.push(";");
      at++;
      continue;
    }
    if (match === null) {
      if (!/\s/.test(text[at])) throw new SyntaxError(`"${text.slice(at, at + 20)}" is no formula`);
      at++;
      continue;
    }
    at = TOKEN.lastIndex;
    const token = match[3] ?? match[4] ?? match[5];
    if (token === undefined) continue;
    if (token === "(") depth++;
    if (token === ")") depth--;
    out.push(token);
  }
  return out;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  program(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.take(";"));
      if (this.at === this.tokens.length) return statements;
      statements.push(this.statement());
    }
  }

  private statement(): Statement {
    const name = this.next();
    let parameters: string[] | undefined;
    if (this.take("(")) {
      parameters = [];
      do parameters.push(this.next());
      while (this.take(","));
      this.expect(")");
    }
    this.expect("=");
    return { name, parameters, body: this.expression(0) };
  }

  private expression(strength: number): Syntax {
    let left = this.operand();
    for (;;) {
      const operator = this.tokens[this.at];
      const own = STRENGTH[operator] ?? 0;
      if (own <= strength) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.expression(operator === "^" ? own - 1 : own) };
    }
  }

  private operand(): Syntax {
    const token = this.next();
    if (token === "(") {
      const inner = this.expression(0);
      this.expect(")");
      return inner;
    }
    if (token === "{") return this.block();
    if (token === "-") {
      const right = this.expression(UNARY_STRENGTH);
      return { kind: "binary", operator: "*", left: { kind: "number", value: -1 }, right };
    }
    if (/^[\d.]/.test(token)) return { kind: "number", value: Number(token) };
    if (!/^\w/.test(token)) throw new SyntaxError(`"${token}" stands where a value should`);
    if (!this.take("(")) return { kind: "name", name: token };
    const args: Syntax[] = [];
    do args.push(this.expression(0));
    while (this.take(","));
    this.expect(")");
    return { kind: "call", name: token, args };
  }

  /** Statements and a value, after the brace. */
  private block(): Syntax {
    const statements: Statement[] = [];
    for (;;) {
      while (this.take(";"));
      if (this.startsStatement()) {
        statements.push(this.statement());
        continue;
      }
      const value = this.expression(0);
      while (this.take(";"));
      this.expect("}");
      return { kind: "block", statements, value };
    }
  }

  private startsStatement(): boolean {
    return /^[A-Za-z]/.test(this.tokens[this.at] ?? "") && this.tokens[this.at + 1] === "=";
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new SyntaxError("The formula ends too early");
    return token;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (this.take(token)) return;
    throw new SyntaxError(`"${this.tokens[this.at] ?? "the end"}" stands where "${token}" should`);
  }
}
