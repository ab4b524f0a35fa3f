/** Loads another page in full, so that no data of one person stay in memory for the next. */
export const loadPage = (path: string): void =>
  window.location.assign(new URL(path, window.location.origin));
