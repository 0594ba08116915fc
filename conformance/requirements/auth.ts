/** AUT: who gets which credential, in which form. @module */
import { inArea } from "./requirement.ts";

export const auth = inArea("auth", [
  {
    id: "AUT-01",
    level: "MUST",
    title: "The provider gets the credential of the mode, in its documented header only",
  },
  { id: "AUT-02", level: "MUST", title: "The caller's gateway credential never reaches a provider" },
  { id: "AUT-03", level: "MUST", title: "No provider sees the credential of another provider or tenant" },
  {
    id: "AUT-04",
    level: "MUST",
    title: "AWS SigV4 signatures verify over the bytes, path, region and host that are sent",
  },
  {
    id: "AUT-05",
    level: "MUST",
    title: "Google service-account grants are right; tokens are reused, refreshed and kept apart",
  },
  {
    id: "AUT-06",
    level: "MUST",
    title: "Azure gets its key or bearer, the deployment in the path, the exact api-version",
  },
  { id: "AUT-07", level: "MUST", title: "No credential is put into a URL" },
  {
    id: "AUT-08",
    level: "MUST",
    title: "A missing or malformed caller credential is a 401 in the error envelope",
  },
  { id: "AUT-09", level: "MUST", title: "Missing provider config is a 4xx that names the field" },
]);
