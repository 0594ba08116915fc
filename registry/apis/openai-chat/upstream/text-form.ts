/**
 * The form of events that go on with a text: hosts write them one like the other, but for the text itself. An event that
 * has the form of one that was parsed says the same with another text, so that it need not be parsed. In a packet they are
 * found by their bytes, so that none of them need be made a text.
 * @module
 */

const MEMBER = '"content":"';

/** What ends a JSON string, stands in it for something else, or may not stand in it. */
const NOT_LITERAL = /["\\\p{Cc}]/u;

/** Bytes as a text of as many characters: what is found in it stands at the same place. */
export const asCharacters = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** The bytes that such a text stands for. */
export const bytesOf = (characters: string): Uint8Array => Buffer.from(characters, "latin1");

const written = (text: string): string => asCharacters(Buffer.from(text, "utf8"));

const QUOTE = '"';
const BACKSLASH = "\\";
/** Below it are the characters that may not stand in a JSON string. */
const FIRST_LITERAL = 0x20;

function holdsControl(characters: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (characters.charCodeAt(at) < FIRST_LITERAL) return true;
  return false;
}

export class TextForm {
  private readonly head: string;
  private readonly tail: string;
  /** An event of this form as this API frames it, up to its text and from there on, a character for each byte. */
  private readonly opening: string;
  private readonly closing: string;

  private constructor(head: string, tail: string) {
    this.head = head;
    this.tail = tail;
    this.opening = written(`data: ${head}`);
    this.closing = written(`${tail}\n\n`);
  }

  /** Does the event's data end with its object? */
  get endsWithObject(): boolean {
    return this.tail.endsWith("}");
  }

  /**
   * Where an event of this form ends that begins at a place of a packet, its empty line included; -1 where something else
   * stands there, or not all of it, or its text has escapes.
   * @param characters of the packet, by {@link asCharacters}
   */
  endOf(characters: string, at: number): number {
    const from = at + this.opening.length;
    // Compared as pieces, which is one comparison of memory; `startsWith` goes character by character.
    if (characters.slice(at, from) !== this.opening) return -1;
    const to = characters.indexOf(QUOTE, from);
    const end = to + this.closing.length;
    if (to <= from || characters.slice(to, end) !== this.closing) return -1;
    const isLiteral = !characters.slice(from, to).includes(BACKSLASH) && !holdsControl(characters, from, to);
    return isLiteral ? end : -1;
  }

  /** The text of an event that {@link endOf} found. */
  textIn(event: Uint8Array): string {
    const to = event.byteLength - this.closing.length;
    return Buffer.from(event.buffer, event.byteOffset, event.byteLength).toString(
      "utf8",
      this.opening.length,
      to,
    );
  }

  /** The text of an event of this form, never empty; `null` where the event has another form or must be parsed for its text. */
  textOf(data: string): string | null {
    const { head, tail } = this;
    const end = data.length - tail.length;
    if (end <= head.length || !data.startsWith(head) || !data.endsWith(tail)) return null;
    const text = data.slice(head.length, end);
    return NOT_LITERAL.test(text) ? null : text;
  }

  /**
   * The form of an event; `null` where it cannot be told.
   * @param text what the event says
   * @param read the text of an event that goes on with one and says nothing else, `null` for every other
   */
  static of(data: string, text: string, read: (data: string) => string | null): TextForm | null {
    if (text === "" || NOT_LITERAL.test(text)) return null;
    const at = data.lastIndexOf(`${MEMBER}${text}"`);
    if (at === -1) return null;
    const head = data.slice(0, at + MEMBER.length);
    const tail = data.slice(head.length + text.length);
    // A member may stand there twice, or within another: this is the place only if what is put there is what is read.
    const other = `${text}.`;
    return read(`${head}${other}${tail}`) === other ? new TextForm(head, tail) : null;
  }
}
