/** SEC: what no caller and no provider may bring about. @module */
import { inArea } from "./requirement.ts";

export const security = inArea("security", [
  { id: "SEC-01", level: "MUST", title: "Canary secrets are found afterwards only where they may be" },
  {
    id: "SEC-02",
    level: "MUST",
    title: "Header and path injection has no effect on another request or host",
  },
  { id: "SEC-03", level: "MUST", title: "Bodies and nesting are bounded, and prototypes cannot be polluted" },
  { id: "SEC-04", level: "MUST", title: "One tenant never sees what belongs to another" },
]);
