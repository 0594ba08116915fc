/** RTE: which attempts are made, in which order. @module */
import { inArea } from "./requirement.ts";

export const routing = inArea("routing", [
  {
    id: "RTE-01",
    level: "MUST",
    title: "Model strings select model, provider, deployment, list and exclusion",
  },
  {
    id: "RTE-02",
    level: "MUST",
    title: "BYOK attempts come before PTB ones within an entry; entries never interleave",
  },
  { id: "RTE-03", level: "MUST", title: "byokOnly, disabled and deleted keys, and PTB off are respected" },
  { id: "RTE-04", level: "MUST", title: "A pinned provider or deployment is the only one tried" },
  {
    id: "RTE-05",
    level: "MUST",
    title: "A bad model entry is a 4xx that names it, before any upstream call",
  },
  { id: "RTE-06", level: "MUST", title: "With no possible attempt, the 4xx says why for each provider" },
  {
    id: "RTE-07",
    level: "MUST",
    title: "Each attempt sends its own model id, headers and body, and no leftovers",
  },
  {
    id: "RTE-08",
    level: "SHOULD",
    title: "An unknown model at a known provider passes in BYOK, marked unpriced",
  },
  {
    id: "RTE-09",
    level: "MUST",
    title: "Deprecated or disabled endpoints are not selected; pinning one is an error",
  },
  {
    id: "RTE-10",
    level: "MUST",
    title: "A request goes out on an API of the endpoint that can say it, and on none that cannot",
  },
]);
