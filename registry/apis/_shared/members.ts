/**
 * One member of a JSON object changed in its text: everything beside it stays as it was written, numbers, order, escapes
 * and blanks included.
 * @module
 */

interface Member {
  /** Where the name begins, and where its value begins and ends. */
  name: number;
  value: number;
  end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Behind the quote that closes the string which opens at `at`. */
function stringEnd(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let escapes = 0;
    while (text.charCodeAt(close - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return close + 1;
  }
  return text.length;
}

/** Where the value that begins at `at` ends: before the comma or bracket that follows it. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  let end = at;
  while (end < text.length) {
    const char = text.charCodeAt(end);
    if (char === QUOTE) {
      end = stringEnd(text, end);
      continue;
    }
    const opens = char === 0x7b || char === 0x5b;
    const closes = char === 0x7d || char === 0x5d;
    if (depth === 0 && (closes || char === 0x2c)) break;
    depth += opens ? 1 : closes ? -1 : 0;
    end += 1;
  }
  return end;
}

const isBlank = (char: number): boolean => char === 0x20 || char === 0x09 || char === 0x0a || char === 0x0d;

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** The members of this name in an object's own text, and where the object ends. */
function membersOf(text: string, name: string): { found: Member[]; close: number; isEmpty: boolean } {
  const quoted = JSON.stringify(name);
  const found: Member[] = [];
  let at = afterBlanks(text, afterBlanks(text, 0) + 1);
  const isEmpty = text[at] === "}";
  while (at < text.length && text[at] !== "}") {
    const nameEnd = stringEnd(text, at);
    const value = afterBlanks(text, afterBlanks(text, nameEnd) + 1);
    const end = valueEnd(text, value);
    if (text.slice(at, nameEnd) === quoted) found.push({ name: at, value, end });
    at = text[end] === "," ? afterBlanks(text, end + 1) : end;
  }
  return { found, close: at, isEmpty };
}

/** The text without a member and the comma that went with it. */
function removed(text: string, { name, end }: Member): string {
  if (text[end] === ",") return text.slice(0, name) + text.slice(afterBlanks(text, end + 1));
  const before = text.lastIndexOf(",", name);
  return text.slice(0, before === -1 ? name : before) + text.slice(end);
}

/**
 * The text of an object with one member set to a value, in its place or at the end, or without it (`null`).
 * @param text a JSON object that has been parsed
 * @param value JSON text
 * @returns `null` where the object has the name twice: which one is meant only a reader can say
 */
export function withMember(text: string, name: string, value: string | null): string | null {
  const { found, close, isEmpty } = membersOf(text, name);
  const [member, ...more] = found;
  if (more.length > 0) return null;
  if (value === null) return member === undefined ? text : removed(text, member);
  if (member !== undefined) {
    const end = member.value + text.slice(member.value, member.end).trimEnd().length;
    return text.slice(0, member.value) + value + text.slice(end);
  }
  const written = `${isEmpty ? "" : ","}${JSON.stringify(name)}:${value}`;
  return text.slice(0, close) + written + text.slice(close);
}
