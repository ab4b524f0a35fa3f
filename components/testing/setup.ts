import { cleanup, configure } from "@testing-library/react";
import { format } from "node:util";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import { useToasts } from "@/components/ui/toast-store";
import { servedFetch, stopServing } from "./serve-json";

/** The size of every element: jsdom lays nothing out. */
const WIDTH = 1024;
const HEIGHT = 768;

/** Reports each observed element once: nothing changes size in jsdom. */
class StaticResizeObserver implements ResizeObserver {
  constructor(private readonly callback: ResizeObserverCallback) {}
  observe(target: Element): void {
    const size = { inlineSize: WIDTH, blockSize: HEIGHT };
    const entry: ResizeObserverEntry = {
      target,
      contentRect: new DOMRect(0, 0, WIDTH, HEIGHT),
      borderBoxSize: [size],
      contentBoxSize: [size],
      devicePixelContentBoxSize: [size],
    };
    this.callback([entry], this);
  }
  unobserve(): void {}
  disconnect(): void {}
}

const matchNothing = (media: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });

function readText(this: Blob): Promise<string> {
  const reader = new FileReader();
  reader.readAsText(this);
  return new Promise((resolve) => (reader.onload = () => resolve(String(reader.result))));
}

function readBytes(this: Blob): Promise<ArrayBuffer> {
  const reader = new FileReader();
  reader.readAsArrayBuffer(this);
  return new Promise((resolve, reject) => {
    reader.onload = () => {
      if (reader.result instanceof ArrayBuffer) resolve(reader.result);
      else reject(new Error("The file was not read as bytes."));
    };
  });
}

/** Adds the parts of a browser that jsdom lacks and our components call. */
function completeBrowser(): void {
  window.matchMedia = matchNothing;
  globalThis.ResizeObserver = StaticResizeObserver;
  const { prototype } = HTMLElement;
  const sizes = {
    offsetWidth: WIDTH,
    offsetHeight: HEIGHT,
    clientWidth: WIDTH,
    clientHeight: HEIGHT,
  };
  for (const [name, size] of Object.entries(sizes))
    Object.defineProperty(prototype, name, { configurable: true, get: () => size });
  Blob.prototype.text = readText;
  Blob.prototype.arrayBuffer = readBytes;
  Object.assign(Element.prototype, {
    scrollIntoView: () => undefined,
    scrollTo: () => undefined,
    hasPointerCapture: () => false,
    setPointerCapture: () => undefined,
    releasePointerCapture: () => undefined,
  });
}

globalThis.fetch = servedFetch;

beforeAll(() => {
  completeBrowser();
  // Far longer than a page takes on a busy machine: only what never appears is given up.
  configure({ asyncUtilTimeout: 60_000 });
});

/**
 * What React and Radix complain about: missing keys, updates outside `act`, dialogs without a
 * title.
 */
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
  const note = (...args: unknown[]) => complaints.push(format(...args));
  vi.spyOn(console, "error").mockImplementation(note);
  vi.spyOn(console, "warn").mockImplementation(note);
});

afterEach(() => {
  cleanup();
  useToasts.setState(useToasts.getInitialState());
  document.body.replaceChildren();
  document.documentElement.removeAttribute("class");
  localStorage.clear();
  sessionStorage.clear();
  window.history.replaceState(null, "", "/");
  if (complaints.length > 0) throw new Error(`The console complains:\n${complaints.join("\n")}`);
  const unexpected = stopServing();
  if (unexpected.length > 0)
    throw new Error(`Requests that the test does not answer: ${unexpected.join(", ")}`);
});
