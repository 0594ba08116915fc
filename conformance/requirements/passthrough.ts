/** PRX: calls that the gateway passes to a host of the caller's choice. @module */
import { inArea } from "./requirement.ts";

const status = { notCovered: "passthrough is not built yet" };

export const passthrough = inArea("passthrough", [
  {
    id: "PRX-01",
    level: "MUST",
    title: "The target header picks the origin; path, query and body pass unchanged",
    status,
  },
  {
    id: "PRX-02",
    level: "MUST",
    title: "Gateway, hop-by-hop and stale headers do not pass; provider auth does",
    status,
  },
  {
    id: "PRX-03",
    level: "MUST",
    title: "Approved domains match by parsed host, and look-alikes do not",
    status,
  },
  {
    id: "PRX-04",
    level: "MUST",
    title: "Unapproved domains are held to a rate per organisation and domain",
    status,
  },
  {
    id: "PRX-05",
    level: "MUST",
    title: "Unsafe targets are refused before connecting; redirects are not followed",
    status,
  },
  { id: "PRX-06", level: "MUST", title: "Dedicated domains route by Host to their provider", status },
  {
    id: "PRX-07",
    level: "MUST",
    title: "Known models are priced; others wait for the mapper and are priced once",
    status,
  },
  { id: "PRX-08", level: "MUST", title: "Paths are not normalised into other paths", status },
]);
