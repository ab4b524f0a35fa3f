export const overlayClasses =
  "fixed inset-0 z-40 bg-overlay data-[state=open]:animate-in data-[state=open]:fade-in-0 " +
  "duration-100";
