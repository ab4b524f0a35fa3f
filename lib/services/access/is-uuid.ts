const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether a text can be the id of anything: what is no UUID, the database would not even compare.
 */
export const isUuid = (text: string): boolean => UUID.test(text);
