/**
 * The form of events that go on with a text: hosts write them one like the other, but for the text itself. An event that
 * has the form of one that was parsed says the same with another text, so that it need not be parsed.
 * @module
 */

const MEMBER = '"content":"';

/** What ends a JSON string, stands in it for something else, or may not stand in it. */
const NOT_LITERAL = /["\\\p{Cc}]/u;

export class TextForm {
  private readonly head: string;
  private readonly tail: string;

  private constructor(head: string, tail: string) {
    this.head = head;
    this.tail = tail;
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
