/** The built files of some entries, by their names; paths from `root`. @throws Error where the sources do not parse or do not fit together, and where nothing can be written */
export function bundled<const Entry extends string>(
  root: string,
  wanted: readonly Entry[],
): Promise<Record<Entry, string>>;
