/**
 * The pictures of the documentation: what each shows, and a digest of it. A picture is current while the digest is, whatever
 * fonts a machine has.
 * @module
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { STYLE as REPORT_STYLE } from "../../conformance/outcome/html/style.ts";
import { STYLE } from "../../reference-gateway/dashboard/style.ts";
import { redReport } from "./red-run.ts";
import { type Ask, gatewayWithTraffic } from "./traffic.ts";

/** Where the pictures and their digests are. */
export const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
/** All pictures together, in bytes. */
export const MAX_BYTES = 600_000;

export interface Picture {
  name: string;
  /** A path of the dashboard, or the report. */
  page: string;
  width: number;
  colorScheme: "light" | "dark";
  /** The element above which the picture ends, and how its HTML begins; the whole page where absent. */
  end?: { selector: string; html: string };
  height: number;
}

export const REPORT = "report.html";

const WIDE = { width: 1280, colorScheme: "light" } as const;
const PROVIDERS_END = { selector: "section.provider:nth-child(9)", html: '<section class="card provider"' };

export const PICTURES: readonly Picture[] = [
  { name: "overview", page: "/", ...WIDE, height: 900 },
  { name: "overview-dark", page: "/", width: 1280, colorScheme: "dark", height: 900 },
  { name: "overview-narrow", page: "/", width: 360, colorScheme: "dark", height: 900 },
  { name: "providers", page: "/providers", ...WIDE, height: 900, end: PROVIDERS_END },
  { name: "model", page: "/models/gpt-4o-mini", ...WIDE, height: 800 },
  { name: "requests", page: "/requests", ...WIDE, height: 800 },
  { name: "request", page: "/requests/ID", ...WIDE, height: 800 },
  ...(["light", "dark"] as const).map((colorScheme) => ({
    name: colorScheme === "light" ? "report" : "report-dark",
    page: REPORT,
    width: 1280,
    colorScheme,
    height: 900,
    end: { selector: "#cases", html: '<h2 id="cases"' },
  })),
];

/** The pages of the pictures as HTML, and what answers for the files that they load. */
export interface Pages {
  ask: Ask;
  /** By the page of a picture. */
  html: ReadonlyMap<string, string>;
  /** The path of a page as it is asked for. */
  pathOf(page: string): string;
}

export async function renderPages(): Promise<Pages> {
  const { ask, requestId } = await gatewayWithTraffic();
  const pathOf = (page: string): string => page.replace("ID", requestId);
  const html = new Map<string, string>();
  for (const { page } of PICTURES)
    if (!html.has(page))
      html.set(page, page === REPORT ? await redReport() : await (await ask(pathOf(page))).text());
  return { ask, html, pathOf };
}

/** How many providers a picture of them shows. */
const SHOWN_PROVIDERS = 8;

/** What a picture shows of its page: forms have another token in every process. */
function shown({ page, end }: Picture, html: string): string {
  const same = html.replace(/(name="token" value=")[0-9a-f]{64}/g, "$1");
  if (end === undefined) return same;
  const parts = same.split(end.html);
  const kept = page === REPORT ? 1 : 1 + SHOWN_PROVIDERS;
  if (parts.length <= kept) throw new Error(`${page} has no ${end.html} where its picture ends`);
  return parts.slice(0, kept).join(end.html);
}

/** @returns a digest of what each picture shows, by its name */
export const digestsOf = ({ html }: Pages): Record<string, string> =>
  Object.fromEntries(
    PICTURES.map((picture) => {
      const style = picture.page === REPORT ? REPORT_STYLE : STYLE;
      const text = `${picture.width} ${picture.colorScheme} ${picture.height}\n${style}\n${shown(picture, html.get(picture.page) ?? "")}`;
      return [picture.name, createHash("sha256").update(text).digest("hex").slice(0, 16)];
    }),
  );
