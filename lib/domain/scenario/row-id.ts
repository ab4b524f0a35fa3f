/**
 * Table of a row id, which for agents is their type: `Voter` of `Voter-12`; "" without one.
 */
export const tableOfRowId = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf("-")));

/** Ordinal of a row id: 12 of `Voter-12`. */
export const ordinalOfRowId = (id: string): number => Number(id.slice(id.lastIndexOf("-") + 1));
