/**
 * Compares two programs on one machine: they take turns, and each round gives one ratio, so that whatever else the machine does
 * meets both. Absolute times are not for comparing between machines or days.
 */
/** One contestant's run of the same work: how many guest instructions, in how many seconds of host time. */
export interface Sample {
    readonly instructions: number;
    readonly seconds: number;
}
export interface Comparison {
    /** Median speed of each contestant, in million guest instructions a second. */
    readonly oursMips: number;
    readonly theirsMips: number;
    /** Median over the rounds of (our speed / their speed) in that round. */
    readonly ratio: number;
    /** Smallest and largest ratio of a round. */
    readonly low: number;
    readonly high: number;
}
/** The middle value, or the mean of the two middle ones. Throws on an empty list. */
export declare function median(values: readonly number[]): number;
/** Million guest instructions a second. Throws when no time was measured. */
export declare function mips({ instructions, seconds }: Sample): number;
/** Runs both in turn, `rounds` times; who goes first changes every round. */
export declare function sideBySide(rounds: number, ours: () => Sample | Promise<Sample>, theirs: () => Sample | Promise<Sample>): Promise<Comparison>;
/** One line for a terminal, e.g. `emulator 350 MIPS, QEMU 1950 MIPS: 0.18 (0.17 to 0.19)`. */
export declare function comparisonText(oursName: string, theirsName: string, result: Comparison): string;
