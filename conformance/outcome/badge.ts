/**
 * The badge of a provider: as data for shields.io, and as a picture that needs no other site.
 * @module
 */
import { claimant } from "./conformity-text.ts";
import type { Conformity, Report } from "./report-schema.ts";
import { printable } from "./text.ts";

const COLOURS = {
  conforms: { name: "brightgreen", hex: "#2e7d32" },
  "conforms where observable": { name: "green", hex: "#2e7d32" },
  "does not conform": { name: "red", hex: "#c62828" },
  "partly run": { name: "lightgrey", hex: "#616161" },
} as const;

interface Badge {
  schemaVersion: 1;
  label: string;
  message: string;
  color: string;
}

/** A badge as shields.io reads it from an address (`/endpoint?url=…`). */
export function badge(report: Report, own: Conformity): Badge {
  const { held = 0, applicable = 0 } = own.levels.find(({ level }) => level === "MUST") ?? {};
  const share = own.verdict === "partly run" ? "partly run" : `${own.verdict} (MUST ${held}/${applicable})`;
  const label = `${report.conformance.set} ${claimant(own)}`;
  return { schemaVersion: 1, label, message: share, color: COLOURS[own.verdict].name };
}

const HEIGHT = 20;
const PADDING = 7;
/** Pixels of a letter: `textLength` makes the letters fit, whichever font there is. */
const LETTER = 6.4;

const widthOf = (text: string): number => Math.ceil([...text].length * LETTER);

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string =>
  printable(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** The same badge as SVG; texts of any length fit. */
export function badgeSvg(report: Report, own: Conformity): string {
  const { label, message } = badge(report, own);
  const parts = [
    { text: label, colour: "#444444" },
    { text: message, colour: COLOURS[own.verdict].hex },
  ];
  let at = 0;
  const drawn = parts.map(({ text, colour }) => {
    const left = at;
    const width = widthOf(text) + 2 * PADDING;
    at += width;
    return [
      `<rect x="${left}" width="${width}" height="${HEIGHT}" fill="${colour}"/>`,
      `<text x="${left + PADDING}" y="14" textLength="${widthOf(text)}" fill="#ffffff">${escaped(text)}</text>`,
    ].join("");
  });
  const title = escaped(`${label}: ${message}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${at}" height="${HEIGHT}" role="img" aria-label="${title}" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    `<title>${title}</title>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}
