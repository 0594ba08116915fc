/** The built files of some entries, by their names; paths from `root`. @throws Error where the sources do not parse or do not fit together, and where nothing can be written */
export function bundled<const Entry extends string>(
  root: string,
  wanted: readonly Entry[],
): Promise<Record<Entry, string>>;

/** A build that is kept warm. */
export interface Rebuilt<Entry extends string> {
  /** The files of the entries as the sources are now. @throws Error one line, with file and line, where they do not fit together */
  rebuild(): Promise<Record<Entry, string>>;
  /** Ends the build and removes what it made. */
  dispose(): Promise<void>;
}

/** A build that is made anew whenever it is asked to be; a file has another name whenever its text differs. */
export function rebuilt<const Entry extends string>(
  root: string,
  wanted: readonly Entry[],
): Promise<Rebuilt<Entry>>;
