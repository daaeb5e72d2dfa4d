import type { ErrorDetails, FileError, SourcePlace } from "@qmmm/core";
import { SaxesParser } from "saxes";
import { TextFile } from "../text/text-file.js";

/** An element of an XML document, with strict readers of its attributes whose errors name file and line. */
export class XmlNode {
  readonly children: XmlNode[] = [];
  /** Text directly inside the element. */
  text = "";

  constructor(
    private readonly document: TextFile,
    readonly name: string,
    readonly attributes: Readonly<Record<string, string>>,
    private readonly line: number,
  ) {}

  get place(): SourcePlace {
    return { file: this.document.file, line: this.line };
  }

  error(message: string, details: ErrorDetails = {}): FileError {
    return this.document.error(this.line, message, details);
  }

  /** The first child of a name. */
  child(name: string): XmlNode | undefined {
    return this.children.find((child) => child.name === name);
  }

  named(name: string): XmlNode[] {
    return this.children.filter((child) => child.name === name);
  }

  optional(attribute: string): string | undefined {
    return this.attributes[attribute];
  }

  string(attribute: string): string {
    const value = this.attributes[attribute];
    if (value !== undefined) return value;
    throw this.error(`<${this.name}> lacks the attribute "${attribute}"`, {
      value: Object.keys(this.attributes),
      allowed: attribute,
    });
  }

  /** A number; where the attribute is missing, the fallback, or an error without one. */
  real(attribute: string, fallback?: number): number {
    if (fallback !== undefined && this.attributes[attribute] === undefined) return fallback;
    return this.document.real(this.string(attribute), this.line, `${attribute} of <${this.name}>`);
  }

  integer(attribute: string, fallback?: number): number {
    if (fallback !== undefined && this.attributes[attribute] === undefined) return fallback;
    return this.document.integer(this.string(attribute), this.line, `${attribute} of <${this.name}>`);
  }

  /** Whole numbers from 0 up to `count`: indices of atoms, each once. */
  indices(attributes: readonly string[], count: number): number[] {
    const found = attributes.map((attribute) => this.integer(attribute));
    found.forEach((index, k) => {
      if (index < 0 || index >= count || found.indexOf(index) < k) {
        throw this.error(`${attributes[k]} of <${this.name}> is ${index}`, {
          value: index,
          allowed: `0 to ${count - 1}, every one once`,
        });
      }
    });
    return found;
  }

  /** Numbers in the element's text. */
  reals(): number[] {
    const fields = this.text.split(/\s+/).filter((field) => field !== "");
    return fields.map((field) => this.document.real(field, this.line, `An entry of <${this.name}>`));
  }
}

/**
 * The root of an XML document. Entities of a document type are not expanded.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readXml(source: Uint8Array | string, file: string): XmlNode {
  const document = new TextFile(source, file);
  const parser = new SaxesParser();
  const open: XmlNode[] = [];
  let root: XmlNode | undefined;
  let line = 1;
  parser.on("error", (error) => {
    throw document.error(parser.line, `This is not well-formed XML: ${error.message.replace(/^[\d:]+\s*/, "")}`);
  });
  parser.on("opentagstart", () => {
    line = parser.line;
  });
  parser.on("opentag", (tag) => {
    const node = new XmlNode(document, tag.name, tag.attributes, line);
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  const addText = (text: string): void => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(document.lines.join("\n")).close();
  if (root === undefined) throw document.error(1, "There is no element", { allowed: "an XML document" });
  return root;
}
