export function loadSuite(): Promise<typeof import("./suite.ts")>;
