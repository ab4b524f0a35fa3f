/** Goes to another page by a full load, so that nothing of one person, or of nobody, stays in memory for the next. */
export const loadPage = (path: string): void =>
  window.location.assign(new URL(path, window.location.origin));
