/**
 * Broken answers at paths beside the conversations: what is not offered, and single models (ERR-01, ERR-08).
 * @module
 */
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged } from "./plants.ts";

const MODEL = /^\/v1\/models\/(.+)$/;

const instead =
  (change: (response: Response, path: string) => Response | Promise<Response>): Around =>
  (send) =>
  async (path, init) =>
    change(await send(path, init), path);

export const pathDefects: readonly Defect[] = [
  {
    id: "paths.not-offered-is-a-page",
    title: "What is not offered is a 404 with a page of markup",
    seenIn: "own",
    breaks: ["ERR-01"],
    plant: unchanged,
    around: instead((response) =>
      response.status === 501
        ? new Response("<h1>Not Found</h1>", { status: 404, headers: { "content-type": "text/html" } })
        : response,
    ),
  },
  {
    id: "paths.model-made-up",
    title: "A model that nobody has is found under the name that was asked for",
    seenIn: "own",
    breaks: ["ERR-01", "ERR-08"],
    plant: unchanged,
    around: instead((response, path) => {
      const [, id] = MODEL.exec(path) ?? [];
      if (id === undefined || response.status !== 404) return response;
      return Response.json({ id, object: "model", created: 1, owned_by: "nobody" });
    }),
  },
];
