import { nearestSpelling } from "../errors/nearest.js";
import { InputError } from "../errors/qmmm-error.js";
import { BOHR_IN_ANGSTROM } from "../units/constants.js";
import { UNITS } from "../units/units.js";
import {
  COMPARISONS,
  type Comparison,
  type Expression,
  INTEGER_ATTRIBUTES,
  type IntegerAttribute,
  type IntegerRange,
  NAMED_SETS,
  REAL_ATTRIBUTES,
  type RealAttribute,
  SAME_ATTRIBUTES,
  TEXT_ATTRIBUTES,
  type TextAttribute,
} from "./expression.js";
import { selectionError, type Token, tokenize } from "./lexer.js";

const OPERATORS = ["and", "or", "not", "of", "as", "to"];
const PHRASES = ["within", "exwithin", "same", "bonded"];
const PRIMARY: readonly string[] = [
  ...NAMED_SETS,
  ...TEXT_ATTRIBUTES,
  ...INTEGER_ATTRIBUTES,
  ...REAL_ATTRIBUTES,
  ...PHRASES,
  "not",
];
const KEYWORDS: ReadonlySet<string> = new Set([...PRIMARY, ...OPERATORS, "index"]);

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(.*)$/;
const INTEGERS = /^(-?\d+)(?:[-:](-?\d+))?$/;

function member<T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text);
}

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(private readonly expression: string) {
    this.tokens = tokenize(expression);
  }

  parse(): Expression {
    const tree = this.disjunction();
    const rest = this.peek();
    if (rest.kind === "end") return tree;
    const near = rest.kind === "word" ? nearestSpelling(rest.text, ["and", "or"]) : undefined;
    throw this.error(
      rest,
      rest.kind === "close" ? "A closing bracket has no opening one" : `"and" or "or" is missing before "${rest.text}"`,
      {
        allowed: rest.kind === "close" ? "end of the selection" : ["and", "or"],
        action: near === undefined ? "Join the two parts with and, or" : `Did you mean "${near}"?`,
      },
    );
  }

  private peek(): Token {
    return this.tokens[this.at]!;
  }

  private isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === "word" && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.at++;
    return true;
  }

  private error(token: Token, problem: string, details: Parameters<typeof selectionError>[3]): InputError {
    return selectionError(this.expression, token.column, problem, details);
  }

  private require(word: string, after: string): void {
    if (this.take(word)) return;
    throw this.error(this.peek(), `"${word}" is missing after "${after}"`, { action: `Write ${after} ${word} …` });
  }

  private disjunction(): Expression {
    let left = this.conjunction();
    while (this.take("or")) left = { kind: "or", left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Expression {
    let left = this.operand();
    while (this.take("and")) left = { kind: "and", left, right: this.operand() };
    return left;
  }

  /** `not`, `within … of`, `same … as` and `bonded to` act on the one operand that follows. */
  private operand(): Expression {
    const token = this.peek();
    if (token.kind === "open") return this.bracketed();
    if (token.kind === "end") {
      throw this.error(token, this.tokens.length === 1 ? "The selection is empty" : "The selection ends too early", {
        allowed: PRIMARY,
        action: "Say what to select, for example resname ALA",
      });
    }
    this.at++;
    const { text } = token;
    if (token.kind === "word") {
      if (text === "not") return { kind: "not", operand: this.operand() };
      if (text === "within" || text === "exwithin") return this.within(text);
      if (text === "same") return this.same();
      if (text === "bonded") {
        this.require("to", "bonded");
        return { kind: "bonded", to: this.operand() };
      }
      if (member(NAMED_SETS, text)) return { kind: "set", set: text };
      if (member(TEXT_ATTRIBUTES, text)) return this.texts(text);
      if (member(INTEGER_ATTRIBUTES, text)) return this.comparison(text) ?? this.integers(text);
      if (member(REAL_ATTRIBUTES, text)) {
        const compared = this.comparison(text);
        if (compared !== undefined) return compared;
        throw this.error(this.peek(), `A comparison is missing after "${text}"`, {
          allowed: COMPARISONS,
          action: `Write for example ${text} < 10`,
        });
      }
      if (text === "index") throw this.bareIndex(token);
    }
    const near = nearestSpelling(text, PRIMARY);
    throw this.error(token, `"${text}" is not something to select by`, {
      allowed: PRIMARY,
      action: near === undefined ? "Begin with one of the words listed" : `Did you mean "${near}"?`,
    });
  }

  private bracketed(): Expression {
    const open = this.peek();
    this.at++;
    const inner = this.disjunction();
    const close = this.peek();
    if (close.kind !== "close") {
      throw this.error(close.kind === "end" ? open : close, "A bracket is not closed", { action: 'Close it with ")"' });
    }
    this.at++;
    return inner;
  }

  private within(word: "within" | "exwithin"): Expression {
    const start = this.peek();
    const distance = this.length(word);
    if (distance < 0)
      throw this.error(start, "A distance can't be negative", { action: "Give a distance of 0 or more" });
    this.require("of", `${word} ${start.text}`);
    return { kind: "within", distance, exclusive: word === "exwithin", of: this.operand() };
  }

  private same(): Expression {
    const token = this.peek();
    if (token.kind !== "word" || !member(SAME_ATTRIBUTES, token.text)) {
      const near = nearestSpelling(token.text, SAME_ATTRIBUTES);
      throw this.error(token, `"same ${token.text}" can't be compared`, {
        allowed: SAME_ATTRIBUTES,
        action: near === undefined ? "Write for example same residue as name CA" : `Did you mean "same ${near} as"?`,
      });
    }
    this.at++;
    this.require("as", `same ${token.text}`);
    return { kind: "same", attribute: token.text, as: this.operand() };
  }

  /** True while values of a list go on: the first is always a value, later ones end at a keyword. */
  private valueFollows(first: boolean): boolean {
    const { kind, text } = this.peek();
    if (kind === "quoted") return true;
    return kind === "word" && !(first ? OPERATORS.includes(text) : KEYWORDS.has(text));
  }

  private texts(attribute: TextAttribute): Expression {
    const patterns: { text: string; literal: boolean }[] = [];
    while (this.valueFollows(patterns.length === 0)) {
      const token = this.peek();
      patterns.push({ text: token.text, literal: token.kind === "quoted" });
      this.at++;
    }
    if (patterns.length > 0) return { kind: "text", attribute, patterns };
    throw this.error(this.peek(), `A value is missing after "${attribute}"`, {
      action: `Write for example ${attribute} ${attribute === "resname" ? "ALA" : "C"}; put a name that is a keyword in quotes`,
    });
  }

  private integers(attribute: IntegerAttribute): Expression {
    const ranges: IntegerRange[] = [];
    while (this.valueFollows(ranges.length === 0)) ranges.push(this.range(attribute));
    if (ranges.length > 0) return { kind: "integers", attribute, ranges };
    throw this.error(this.peek(), `A number is missing after "${attribute}"`, {
      action: `Write for example ${attribute} 5, ${attribute} 5 to 8 or ${attribute} < 10`,
    });
  }

  private range(attribute: IntegerAttribute): IntegerRange {
    const token = this.peek();
    const match = INTEGERS.exec(token.text);
    if (match === null) {
      throw this.error(token, `"${token.text}" is not a whole number or a range`, {
        allowed: "numbers such as 5, ranges such as 7-10, 7:10 or 7 to 10",
        action: `Correct the values of ${attribute}`,
      });
    }
    this.at++;
    const first = Number(match[1]);
    let last = match[2] === undefined ? first : Number(match[2]);
    if (match[2] === undefined && this.take("to")) {
      const end = this.peek();
      if (!/^-?\d+$/.test(end.text)) {
        throw this.error(end, 'A whole number is missing after "to"', { action: `Write ${attribute} ${first} to …` });
      }
      this.at++;
      last = Number(end.text);
    }
    if (last < first) {
      throw this.error(token, `The range ${first} to ${last} runs backwards`, { action: `Write ${last} to ${first}` });
    }
    return { first, last, column: token.column };
  }

  private comparison(attribute: IntegerAttribute | RealAttribute): Expression | undefined {
    const token = this.peek();
    if (token.kind !== "operator") return undefined;
    this.at++;
    const comparison = token.text as Comparison;
    const isLength = attribute === "x" || attribute === "y" || attribute === "z";
    const value = isLength ? this.length(`${attribute} ${comparison}`) : this.number(`${attribute} ${comparison}`);
    return { kind: "compare", attribute, comparison, value };
  }

  private number(after: string): number {
    const token = this.peek();
    const match = NUMBER.exec(token.text);
    if (match === null || match[2] !== "") {
      throw this.error(token, `A number is missing after "${after}"`, { action: `Write for example ${after} 5` });
    }
    this.at++;
    return Number(match[1]);
  }

  /** A length in Å, or in the unit that follows it; gives a0. */
  private length(after: string): number {
    const token = this.peek();
    const match = NUMBER.exec(token.text);
    if (match === null || token.kind !== "word") {
      throw this.error(token, `A distance is missing after "${after}"`, {
        action: `Write for example ${after} 5 of …, in Å`,
      });
    }
    this.at++;
    const units: Readonly<Record<string, number>> = UNITS.length;
    let unit = match[2]!;
    if (unit === "") {
      const next = this.peek();
      if (next.kind === "word" && Object.hasOwn(units, next.text)) {
        unit = next.text;
        this.at++;
      }
    }
    if (unit === "") return Number(match[1]) / BOHR_IN_ANGSTROM;
    if (!Object.hasOwn(units, unit)) {
      throw this.error(token, `"${unit}" is not a unit of length`, {
        allowed: Object.keys(units),
        action: "Use a unit listed, or none for Å",
      });
    }
    return Number(match[1]) * units[unit]!;
  }

  private bareIndex(token: Token): InputError {
    return new InputError(
      "QMMM_SELECTION_INDEX_BASE",
      `"index" does not say whether the first atom is 0 or 1 (column ${token.column} of the selection "${this.expression}")`,
      {
        value: this.expression,
        allowed: ["index0 (the first atom is 0, as in VMD and MDAnalysis)", "index1 or serial (the first atom is 1)"],
        action: "Write index0 or index1",
        column: token.column,
      },
    );
  }
}

/**
 * Reads a selection into a tree. `not` binds tightest, then `and`, then `or`; `within … of`, `same … as` and `bonded to`
 * bind like `not`.
 *
 * @throws QmmmError `QMMM_SELECTION_SYNTAX`, `QMMM_SELECTION_INDEX_BASE`
 */
export function parseSelection(expression: string): Expression {
  return new Parser(expression).parse();
}
