import { act, render, screen } from "@testing-library/react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { setTheme, ThemeHead, useTheme } from ".";
import { THEME_SCRIPT } from "./theme-script";

const isDark = () => document.documentElement.classList.contains("dark");

/** Makes the system prefer dark or light colours, and tells the page when that changes. */
function mockSystem(dark: boolean) {
  const query = Object.assign(new EventTarget(), { matches: dark });
  vi.stubGlobal("matchMedia", () => query);
  return (next: boolean) => {
    query.matches = next;
    query.dispatchEvent(new Event("change"));
  };
}

function Choice() {
  return <output>{useTheme()}</output>;
}
const choice = () => screen.getByRole("status").textContent;

describe("useTheme", () => {
  let changeSystem: (dark: boolean) => void;
  beforeEach(() => {
    changeSystem = mockSystem(true);
  });

  test("follows the system until a theme is chosen", () => {
    render(<Choice />);
    expect([choice(), isDark()]).toEqual(["system", true]);
    act(() => changeSystem(false));
    expect(isDark()).toBe(false);
    act(() => setTheme("dark"));
    expect([choice(), isDark()]).toEqual(["dark", true]);
    act(() => changeSystem(false));
    expect(isDark()).toBe(true);
  });

  test("takes over a choice made in another window", () => {
    render(<Choice />);
    localStorage.setItem("microcosm-theme", "light");
    act(() => {
      window.dispatchEvent(new StorageEvent("storage", { key: "unrelated" }));
    });
    expect(choice()).toBe("system");
    act(() => {
      window.dispatchEvent(new StorageEvent("storage", { key: "microcosm-theme" }));
    });
    expect([choice(), isDark()]).toEqual(["light", false]);
  });

  test("ignores an unknown choice, and storage that is blocked", () => {
    localStorage.setItem("microcosm-theme", "sepia");
    render(<Choice />);
    expect(choice()).toBe("system");
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("blocked");
    });
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("blocked");
    });
    act(() => setTheme("light"));
    expect(choice()).toBe("system");
  });
});

describe("the script in the head", () => {
  const run = () => new Function(THEME_SCRIPT)() as undefined;

  test.each([
    [null, true, true],
    [null, false, false],
    ["light", true, false],
    ["dark", false, true],
  ])("with choice %s and a dark system %s, dark is %s", (stored, system, expected) => {
    mockSystem(system);
    if (stored !== null) localStorage.setItem("microcosm-theme", stored);
    run();
    expect(isDark()).toBe(expected);
  });

  test("carries the nonce of a content security policy", () => {
    expect(renderToStaticMarkup(<ThemeHead nonce="abc" />)).toBe(
      `<script nonce="abc">${THEME_SCRIPT}</script>`,
    );
  });
});
