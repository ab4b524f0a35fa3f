import { create } from "zustand";

interface ShellState {
  drawerOpen: boolean;
  paletteOpen: boolean;
  /** Whether the sheet of keys shows. */
  keysOpen: boolean;
  setDrawerOpen: (open: boolean) => void;
  setPaletteOpen: (open: boolean) => void;
  setKeysOpen: (open: boolean) => void;
}

/** What the top bar of a page opens and the shell around it shows. */
export const useShell = create<ShellState>()((set) => ({
  drawerOpen: false,
  paletteOpen: false,
  keysOpen: false,
  setDrawerOpen: (drawerOpen) => set({ drawerOpen }),
  setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
  setKeysOpen: (keysOpen) => set({ keysOpen }),
}));
