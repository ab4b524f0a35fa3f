import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import {
  PathnameContext,
  SearchParamsContext,
} from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";

/** The address bar of a test, and what was asked of the router. */
export interface TestRouter {
  /** Path and query that the page shows. */
  current: () => string;
  /** How often the page was asked to load its data again. */
  refreshes: () => number;
  readonly instance: AppRouterInstance;
  /** Makes the page see an address that was set without the router. */
  readonly notify: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const readAddress = (): string => window.location.pathname + window.location.search;

/** A router over the history of jsdom: pushes change the address and nothing is loaded. */
export function createTestRouter(start: string): TestRouter {
  window.history.replaceState(null, "", start);
  const listeners = new Set<() => void>();
  const notify = () => listeners.forEach((listener) => listener());
  let refreshes = 0;
  const instance: AppRouterInstance = {
    push: (href) => {
      window.history.pushState(null, "", href);
      notify();
    },
    replace: (href) => {
      window.history.replaceState(null, "", href);
      notify();
    },
    refresh: () => {
      refreshes += 1;
    },
    back: () => window.history.back(),
    forward: () => window.history.forward(),
    prefetch: () => undefined,
    bfcacheId: "test",
  };
  return {
    current: readAddress,
    refreshes: () => refreshes,
    instance,
    notify,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Gives `next/navigation` and links the router of a test. */
export function TestRouterProvider({
  router,
  children,
}: {
  router: TestRouter;
  children: ReactNode;
}) {
  const address = useSyncExternalStore(router.subscribe, readAddress);
  const url = useMemo(() => new URL(address, window.location.origin), [address]);
  useEffect(() => followLinks(router), [router]);
  useEffect(() => followHistory(router), [router]);
  return (
    <AppRouterContext.Provider value={router.instance}>
      <PathnameContext.Provider value={url.pathname}>
        <SearchParamsContext.Provider value={url.searchParams}>
          {children}
        </SearchParamsContext.Provider>
      </PathnameContext.Provider>
    </AppRouterContext.Provider>
  );
}

/** jsdom does not navigate: a click on a link goes through the router, as in the app. */
function followLinks(router: TestRouter): () => void {
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    event.preventDefault();
    if (!link.hasAttribute("download")) router.instance.push(link.href);
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}

/** Next patches the history so that pages see `history.replaceState`; so does this. */
function followHistory(router: TestRouter): () => void {
  const { history } = window;
  const original = history.replaceState;
  history.replaceState = (...args) => {
    original.apply(history, args);
    router.notify();
  };
  return () => {
    history.replaceState = original;
  };
}
