/** PRX: calls that the gateway passes to a host of the caller's choice. @module */
import { inArea } from "./requirement.ts";

export const passthrough = inArea("passthrough", [
  {
    id: "PRX-01",
    level: "MUST",
    title: "The target header picks the origin; path, query and body pass unchanged",
  },
  {
    id: "PRX-02",
    level: "MUST",
    title: "Gateway, hop-by-hop and stale headers do not pass; provider auth does",
  },
  {
    id: "PRX-03",
    level: "MUST",
    title: "Approved domains match by parsed host, and look-alikes do not",
  },
  {
    id: "PRX-04",
    level: "MUST",
    title: "Unapproved domains are held to a rate per organisation and domain",
  },
  {
    id: "PRX-05",
    level: "MUST",
    title: "Unsafe targets are refused before connecting; redirects are not followed",
  },
  { id: "PRX-06", level: "MUST", title: "Dedicated domains route by Host to their provider" },
  {
    id: "PRX-07",
    level: "MUST",
    title: "Known models are priced; others wait for the mapper and are priced once",
  },
  { id: "PRX-08", level: "MUST", title: "Paths are not normalised into other paths" },
]);
