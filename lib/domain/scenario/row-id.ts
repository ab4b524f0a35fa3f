/**
 * The table in a row's id, for agents their type: `Voter` of `Voter-12`; nothing where there is
 * none.
 */
export const tableOfRowId = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf("-")));

/** The ordinal in a row's id: 12 of `Voter-12`. */
export const ordinalOfRowId = (id: string): number => Number(id.slice(id.lastIndexOf("-") + 1));
