import { create } from "zustand";

export type ToastTone = "info" | "success" | "error";

export interface ToastOptions {
  /** What it means and what to do, as one sentence. */
  description?: string | undefined;
  action?: { label: string; onClick: () => void } | undefined;
}

interface ToastMessage extends ToastOptions {
  id: number;
  tone: ToastTone;
  title: string;
}

const MAX_VISIBLE = 4;

interface ToastState {
  messages: readonly ToastMessage[];
  nextId: number;
  add: (tone: ToastTone, title: string, options: ToastOptions) => void;
  remove: (id: number) => void;
}

export const useToasts = create<ToastState>()((set) => ({
  messages: [],
  nextId: 1,
  add: (tone, title, options) =>
    set((state) => ({
      nextId: state.nextId + 1,
      messages: [...state.messages, { ...options, id: state.nextId, tone, title }].slice(
        -MAX_VISIBLE,
      ),
    })),
  remove: (id) =>
    set((state) => ({ messages: state.messages.filter((message) => message.id !== id) })),
}));

/** Shows a passing notification. Use an Alert for anything that must not be missed. */
export const toast = {
  info: (title: string, options: ToastOptions = {}) =>
    useToasts.getState().add("info", title, options),
  success: (title: string, options: ToastOptions = {}) =>
    useToasts.getState().add("success", title, options),
  error: (title: string, options: ToastOptions = {}) =>
    useToasts.getState().add("error", title, options),
};
