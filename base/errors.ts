/** The two kinds of trouble that are not guest faults: a user's mistake, and a host that failed us. */

/**
 * Bad input or usage: a missing file, an unknown board, an ELF that does not fit. Faces show `message` as it is, without a
 * stack trace: it names the file, what is wrong, and what to do.
 */
export class UserError extends Error {
  /** A stable, greppable name of the mistake, e.g. `elf-not-arm`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}

/** Something that should not happen in our own program. Faces say so and ask for a report. */
export class HostError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'HostError';
    this.code = code;
  }
}
