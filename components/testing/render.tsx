import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactElement, ReactNode } from "react";
import { Providers } from "@/components/signed-in";
import { createTestRouter, TestRouterProvider, type TestRouter } from "./test-router";

export interface RenderedInApp {
  user: UserEvent;
  router: TestRouter;
  container: HTMLElement;
  /** Shows another element in the same place, as a parent with new props does. */
  rerender: (element: ReactNode) => void;
  unmount: () => void;
}

/**
 * Renders within the providers of the app, at the address `path`: server state without retries,
 * tooltips, toasts, and a router over the history of jsdom.
 */
export function renderInApp(
  element: ReactElement,
  { path = "/" }: { path?: string } = {},
): RenderedInApp {
  const router = createTestRouter(path);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestRouterProvider router={router}>
      <Providers>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </Providers>
    </TestRouterProvider>
  );
  const user = userEvent.setup({ delay: null });
  const { container, rerender, unmount } = render(element, { wrapper });
  return { user, router, container, rerender, unmount };
}
