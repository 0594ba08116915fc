/**
 * Answers in a provider's own form (`NO_MAPPING`) that its own client cannot use (RES-01, RES-03, USE-06, STR-04, ERR-02).
 * @module
 */
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";

/** Changes the text of every answer to a request in a provider's own form. */
const unmapped =
  (change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const answer = await send(path, init);
    if (new Headers(init.headers).get("helicone-gateway-body-mapping") !== "NO_MAPPING") return answer;
    const { status, headers } = answer;
    return new Response(change(await answer.text()), { status, headers });
  };

const native = (
  draft: Pick<Defect, "id" | "title" | "breaks">,
  change: (text: string) => string,
): Defect => ({
  seenIn: "own",
  ...draft,
  providers: ["google-ai-studio"],
  plant: (parts) => parts,
  around: unmapped(change),
});

export const nativeClientDefects: readonly Defect[] = [
  native(
    {
      id: "clients.native-parts-renamed",
      title: "Parts of Gemini's form reach its own caller under another name",
      breaks: ["RES-01", "RES-03", "STR-04"],
    },
    (text) => text.replaceAll('"parts"', '"content_parts"'),
  ),
  native(
    {
      id: "clients.native-usage-renamed",
      title: "The usage of Gemini's form reaches its own caller under another name",
      breaks: ["USE-06", "STR-06"],
    },
    (text) => text.replaceAll('"usageMetadata"', '"usage"'),
  ),
  native(
    {
      id: "clients.native-error-unclassed",
      title: "A rate limit reaches callers of a provider's own form as a fault like others",
      breaks: ["ERR-02"],
    },
    (text) => text.replaceAll('"rate_limit_error"', '"api_error"'),
  ),
];
