import { InputError, type OptionIssue } from "@qmmm/core";
import type { Document, Node, YAMLError } from "yaml";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";

/** Keys and list indices from the root of an input document. */
export type InputPath = readonly (string | number)[];

/** A stretch of one line of the input file; line and column count from 1. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** One problem of an input file, with the place where it stands. */
export interface LocatedIssue extends OptionIssue {
  readonly file: string;
  readonly span: Span;
  /** The line with the place marked under it. */
  readonly excerpt: string;
}

/** Start and end of a node in the text. */
function inSource(node: Node): readonly [number, number] {
  return [node.range?.[0] ?? 0, node.range?.[1] ?? 1];
}

/** Wording of the mistakes against YAML that people make most; the parser's own words for the rest. */
const SYNTAX: Readonly<Record<string, { code: string; message: string; action: string }>> = {
  DUPLICATE_KEY: {
    code: "QMMM_INPUT_KEY_DUPLICATE",
    message: "This key stands here twice",
    action: "Keep one of the two",
  },
  TAB_AS_INDENT: {
    code: "QMMM_INPUT_TAB",
    message: "A tab is used as indentation",
    action: "Indent with spaces",
  },
};

/** An input file as text and as data, knowing where everything stands. */
export class InputDocument {
  private constructor(
    /** Name for messages. */
    readonly file: string,
    readonly text: string,
    /** The document as plain data. */
    readonly data: unknown,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Reads YAML 1.2 (JSON included).
   *
   * @param file - name for messages
   * @throws QmmmError `QMMM_INPUT_SYNTAX`, `QMMM_INPUT_KEY_DUPLICATE`, `QMMM_INPUT_TAB`, with `details.problems`
   */
  static parse(text: string, file: string): InputDocument {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
    const read = (data: unknown) => new InputDocument(file, text, data, document as Document, lines);
    if (document.errors.length > 0) {
      const unread = read(undefined);
      throw inputError(
        document.errors.slice(0, 8).map((error) => unread.syntaxIssue(error)),
        file,
      );
    }
    try {
      return read(document.toJS());
    } catch (error) {
      // Aliases that stand for nothing, or that unfold into more than fits.
      const message = error instanceof Error ? error.message : String(error);
      throw inputError([read(undefined).aliasIssue(message)], file);
    }
  }

  /** Adds place and excerpt to an issue. */
  locate(issue: OptionIssue): LocatedIssue {
    const span = this.spanOf(issue.path, issue.key === true);
    return { ...issue, file: this.file, span, excerpt: this.excerpt(span) };
  }

  private syntaxIssue(error: YAMLError): LocatedIssue {
    const span = this.span(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1));
    const known = SYNTAX[error.code];
    const value = this.line(span.line).trim();
    return {
      path: [],
      code: known?.code ?? "QMMM_INPUT_SYNTAX",
      message: known?.message ?? `This is not valid YAML: ${error.message}`,
      action: known?.action ?? "Correct the line; mind indentation, colons followed by a space, and closing quotes",
      value,
      file: this.file,
      span,
      excerpt: this.excerpt(span),
    };
  }

  private aliasIssue(message: string): LocatedIssue {
    const issue = { path: [], code: "QMMM_INPUT_SYNTAX", message, action: "Write the values out" };
    let lost: Span | undefined;
    visit(this.document, {
      Alias: (_, alias) => {
        if (lost === undefined && alias.resolve(this.document) === undefined) lost = this.span(...inSource(alias));
      },
    });
    return lost === undefined
      ? this.locate(issue)
      : { ...issue, file: this.file, span: lost, excerpt: this.excerpt(lost) };
  }

  /** Where a path stands; where it leads nowhere, the nearest thing above it. */
  private spanOf(path: InputPath, wantKey: boolean): Span {
    let node: unknown = this.document.contents;
    let key: Node | undefined;
    let complete = true;
    for (const step of path) {
      const container: unknown = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap(container)) {
        const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        if (pair === undefined) {
          complete = false;
          break;
        }
        key = pair.key as Node;
        node = pair.value;
      } else if (isSeq(container)) {
        const item = container.items[Number(step)];
        if (item === undefined) {
          complete = false;
          break;
        }
        key = undefined;
        node = item;
      } else {
        complete = false;
        break;
      }
    }
    const value = node as Node | null;
    const marked =
      complete && !wantKey && isScalar(value) && value.range?.[0] !== value.range?.[1] ? value : (key ?? value);
    const range = marked?.range;
    return range ? this.span(range[0], range[1]) : { line: 1, column: 1, length: 1 };
  }

  private span(start: number, end: number): Span {
    const { line, col } = this.lines.linePos(Math.min(start, this.text.length));
    const rest = this.line(line).length - (col - 1);
    return { line, column: col, length: Math.max(1, Math.min(end - start, rest)) };
  }

  private line(number: number): string {
    const start = this.lines.lineStarts[number - 1] ?? 0;
    return this.text.slice(start).split(/\r?\n/, 1)[0] ?? "";
  }

  private excerpt({ line, column, length }: Span): string {
    const number = String(line).padStart(5);
    const shown = this.line(line).replaceAll("\t", " ");
    return `${number} | ${shown}\n      | ${" ".repeat(column - 1)}${"^".repeat(length)}`;
  }
}

/** The error for what is wrong with an input file: the code of the only problem, or `QMMM_INPUT_INVALID`. */
export function inputError(found: readonly LocatedIssue[], file: string, cause?: unknown): InputError {
  const problems = [...found].sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
  const [first] = problems;
  const only = problems.length === 1 ? first : undefined;
  return new InputError(
    (only?.code ?? "QMMM_INPUT_INVALID") as `QMMM_${string}`,
    only?.message ?? `${file} has ${problems.length} problems`,
    {
      problems,
      ...(only?.value === undefined ? {} : { value: only.value }),
      ...(only?.allowed === undefined ? {} : { allowed: only.allowed }),
      ...(only?.action === undefined ? {} : { action: only.action }),
      place: {
        file,
        ...(first === undefined
          ? {}
          : { line: first.span.line, column: first.span.column, path: first.path.join(".") }),
      },
    },
    cause === undefined ? undefined : { cause },
  );
}
