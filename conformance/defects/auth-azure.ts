/**
 * Broken Azure requests (AUT-06).
 * @module
 */
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Defect } from "./defect.ts";
import { withOutbound, withProvider } from "./plants.ts";

const withUrl = (change: (url: string) => string) =>
  withOutbound((request) => ({ ...request, url: change(request.url) }));

const withHeaders = (change: (headers: OutboundRequest["headers"]) => OutboundRequest["headers"]) =>
  withOutbound((request) => ({ ...request, headers: change(request.headers) }));

const azure = (id: string, title: string, plant: Defect["plant"]): Defect => ({
  id: `auth.azure.${id}`,
  title,
  seenIn: "own",
  breaks: ["AUT-06"],
  providers: ["azure"],
  plant,
});

export const authAzureDefects: readonly Defect[] = [
  azure(
    "always-bearer",
    "The key is sent as a bearer token, whatever is configured",
    withHeaders((headers) =>
      headers.map(([name, value]) =>
        name === "api-key" ? ["authorization", `Bearer ${value}`] : [name, value],
      ),
    ),
  ),
  azure(
    "other-version",
    "The api-version is a fixed one",
    withUrl((url) => url.replace(/api-version=[^&]+/, "api-version=2023-05-15")),
  ),
  azure(
    "no-version",
    "The api-version is left out",
    withUrl((url) => url.replace(/\?api-version=[^&]+/, "")),
  ),
  azure(
    "model-for-deployment",
    "The path names a deployment that nobody configured",
    withUrl((url) => url.replace(/deployments\/[^/]+/, "deployments/gpt-4")),
  ),
  azure(
    "other-resource",
    "Every request goes to one resource",
    withUrl((url) => url.replace(/^https:\/\/[^.]+/, "https://my-resource")),
  ),
  azure(
    "v1-by-model",
    "Where the deployment stands in the body it is the model's own name, whatever is configured",
    withProvider(() => ({ nameModel: (body) => body })),
  ),
];
