/**
 * Text from outside, made safe to print: what an upstream sent must not move the cursor or break an XML file.
 * @module
 */

/** True for a character that a terminal acts on or XML 1.0 cannot hold; line ends and tabs are not among them. */
function isUnprintable(code: number): boolean {
  if (code === 0x09 || code === 0x0a) return false;
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    // Line separators and marks that turn the direction of the text around.
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    (code & 0xfffe) === 0xfffe
  );
}

/** Writes unprintable characters as `\u{…}`. */
export function printable(text: string): string {
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    out += isUnprintable(code) ? `\\u{${code.toString(16)}}` : character;
  }
  return out;
}

/** Cuts after `limit` characters and says how much is missing. */
export function bounded(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join("")}… (${characters.length - limit} more characters)`;
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = [...line];
  while (rest.length > width) {
    const blank = rest.lastIndexOf(" ", width);
    // A blank near the end is a better place than the middle of a word; long values are cut hard.
    const at = blank > width / 2 ? blank : width;
    lines.push(rest.slice(0, at).join(""));
    rest = rest.slice(blank === at ? at + 1 : at);
  }
  return [...lines, rest.join("")];
}

/** The text in lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line.replaceAll("\t", "  "), width));
}
