/** USE: token counts, each in one class. @module */
import { inArea } from "./requirement.ts";

export const usage = inArea("usage", [
  { id: "USE-01", level: "MUST", title: "Provider usage is split into classes, each token in exactly one" },
  { id: "USE-02", level: "MUST", title: "The usage convention is declared, and holds for every recording" },
  { id: "USE-03", level: "MUST", title: "Impossible counts are reported as contradictions, not clamped" },
  {
    id: "USE-04",
    level: "MUST",
    title: "Stream usage replaces or adds as declared, and equals the unstreamed",
  },
  { id: "USE-05", level: "MUST", title: "Absent usage is unknown, never 0" },
  { id: "USE-06", level: "MUST", title: "The usage given to the client adds up" },
]);
