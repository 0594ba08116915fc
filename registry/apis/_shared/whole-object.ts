/**
 * The JSON text of an object that comes in pieces: is it whole? Each character is looked at once, however many pieces there
 * are and however often somebody asks.
 * @module
 */
import { isObject, parseJson } from "../../json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
/** Space, tab and line ends: the only characters that JSON allows around a value. */
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

export class ObjectText {
  text = "";
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  private hasBegun = false;
  /** Is its last bracket closed? Then nothing but blanks can follow. */
  private isClosed = false;
  /** Can nothing make it an object any more? */
  private isBroken = false;
  private isParsed = false;

  add(piece: string): void {
    this.text += piece;
    for (let at = 0; at < piece.length && !this.isBroken; at++) this.read(piece.charCodeAt(at));
    // Balanced is not yet right: it is parsed once.
    if (this.isClosed && !this.isBroken && !this.isParsed) this.parse();
  }

  private parse(): void {
    this.isParsed = true;
    try {
      this.isBroken = !isObject(parseJson(this.text));
    } catch {
      this.isBroken = true;
    }
  }

  private read(code: number): void {
    if (this.inString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (code === BACKSLASH) this.isEscaped = true;
      else if (code === QUOTE) this.inString = false;
    } else if (this.isClosed || !this.hasBegun) {
      if (!BLANK.has(code)) this.begin(code);
    } else if (code === QUOTE) this.inString = true;
    else if (OPENING.has(code)) this.depth += 1;
    else if (CLOSING.has(code)) {
      this.depth -= 1;
      this.isClosed = this.depth === 0;
    }
  }

  private begin(code: number): void {
    this.isBroken = this.isClosed || !OPENING.has(code);
    this.hasBegun = true;
    this.depth = 1;
  }

  /** Is it a whole object, so that no more of it can follow? */
  get isWhole(): boolean {
    return this.isClosed && !this.isBroken;
  }
}
