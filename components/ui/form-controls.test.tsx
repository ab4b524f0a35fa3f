import { screen, waitFor, within } from "@testing-library/react";
import { useState, type ReactElement } from "react";
import { describe, expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { Checkbox } from "./checkbox";
import { Field } from "./field";
import { Input } from "./input";
import { NumberInput } from "./number-input";
import { RadioGroup } from "./radio-group";
import { SearchInput } from "./search-input";
import { Select } from "./select";
import { Slider } from "./slider";
import { Switch } from "./switch";
import { Textarea } from "./textarea";

const OPTIONS = [
  { value: "a", label: "Left" },
  { value: "b", label: "Right", description: "the other side" },
  { value: "c", label: "Centre", disabled: true },
];
const ignore = () => undefined;

describe("every control inside a Field", () => {
  const controls: [name: string, role: string, control: ReactElement][] = [
    ["Input", "textbox", <Input key="x" />],
    ["Textarea", "textbox", <Textarea key="x" />],
    ["NumberInput", "spinbutton", <NumberInput key="x" value={3} onValueChange={ignore} />],
    ["Select", "combobox", <Select key="x" value="a" onValueChange={ignore} options={OPTIONS} />],
    ["RadioGroup", "radiogroup", <RadioGroup key="x" value="a" options={OPTIONS} />],
    ["Slider", "slider", <Slider key="x" value={4} onValueChange={ignore} />],
    ["Checkbox", "checkbox", <Checkbox key="x" />],
    ["Switch", "switch", <Switch key="x" />],
  ];
  test.each(controls)("%s takes its name, hint and error", async (_, role, control) => {
    renderInApp(
      <Field label="Party" hint="Choose freely" error="Required here">
        {control}
      </Field>,
    );
    const element = screen.getByRole(role, { name: "Party" });
    const described = (element.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      "Choose freely",
      "Required here",
    ]);
    expect(element.getAttribute("aria-invalid")).toBe("true");
    await expectAccessible();
  });
});

test("a field without problems is not invalid, and can hide its label from sight only", () => {
  renderInApp(
    <Field label="Name" aside="optional" hideLabel>
      <Input />
    </Field>,
  );
  const input = screen.getByRole("textbox", { name: "Name" });
  expect(input.hasAttribute("aria-invalid")).toBe(false);
  expect(input.hasAttribute("aria-describedby")).toBe(false);
  expect(screen.getByText("optional")).toBeDefined();
});

test("attributes of a control win over those of its field", () => {
  renderInApp(
    <Field label="Name" hint="outer">
      <Input id="own" aria-describedby="else" aria-label="Own name" />
    </Field>,
  );
  const input = screen.getByRole("textbox", { name: "Own name" });
  expect(input.id).toBe("own");
  expect(input.getAttribute("aria-describedby")).toBe("else");
});

describe("NumberInput", () => {
  function Numbers(props: Partial<Parameters<typeof NumberInput>[0]> & { start: number | null }) {
    const { start, ...rest } = props;
    const [value, setValue] = useState(start);
    return (
      <>
        <NumberInput aria-label="Voters" value={value} onValueChange={setValue} {...rest} />
        <output>{String(value)}</output>
      </>
    );
  }
  const input = () => screen.getByRole("spinbutton", { name: "Voters" });
  const value = () => screen.getByRole("status").textContent;

  test("reads what is typed, without changing the text", async () => {
    const { user } = renderInApp(<Numbers start={null} />);
    await user.type(input(), "1,5");
    expect(value()).toBe("1.5");
    expect(input()).toHaveProperty("value", "1,5");
    await user.tab();
    expect(input()).toHaveProperty("value", "1.5");
  });

  test("keeps unreadable text on screen and reports no number", async () => {
    const { user } = renderInApp(<Numbers start={4} />);
    await user.type(input(), "x");
    await user.tab();
    expect(value()).toBe("null");
    expect(input()).toHaveProperty("value", "4x");
  });

  test("steps by arrow keys and tenfold by Page keys, within its bounds", async () => {
    const { user } = renderInApp(<Numbers start={0.2} step={0.1} min={0} max={2} unit="%" />);
    await user.click(input());
    await user.keyboard("{ArrowUp}");
    expect(value()).toBe("0.3");
    await user.keyboard("{PageUp}");
    expect(value()).toBe("1.3");
    await user.keyboard("{PageUp}");
    expect(value()).toBe("2");
    await user.keyboard("{ArrowDown}{PageDown}{PageDown}");
    expect(value()).toBe("0");
    expect(input().getAttribute("aria-valuetext")).toBe("0%");
    await expectAccessible();
  });
});

describe("Select", () => {
  test("opens by keyboard, lists groups and options, and reports the choice", async () => {
    const onValueChange = vi.fn();
    const options = [OPTIONS[0]!, { label: "Others", options: OPTIONS.slice(1) }];
    const { user } = renderInApp(
      <Select
        aria-label="Party"
        value={undefined}
        onValueChange={onValueChange}
        options={options}
      />,
    );
    const trigger = screen.getByRole("combobox", { name: "Party" });
    expect(trigger.textContent).toBe("Choose…");
    trigger.focus();
    await user.keyboard("{Enter}");
    const list = await screen.findByRole("listbox");
    expect(within(list).getByRole("group", { name: "Others" })).toBeDefined();
    expect(within(list).getByRole("option", { name: "Centre" }).getAttribute("aria-disabled")).toBe(
      "true",
    );
    await user.click(within(list).getByRole("option", { name: /^Right/ }));
    expect(onValueChange.mock.calls).toEqual([["b"]]);
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  test("does not open while disabled", async () => {
    const { user } = renderInApp(
      <Select aria-label="Party" value="a" onValueChange={ignore} options={OPTIONS} disabled />,
    );
    await user.click(screen.getByRole("combobox", { name: "Party" }));
    expect(screen.queryByRole("listbox")).toBeNull();
  });
});

describe("RadioGroup", () => {
  test.each(["list", "segments"] as const)("chooses by arrow keys as %s", async (appearance) => {
    const onValueChange = vi.fn();
    const { user } = renderInApp(
      <RadioGroup
        aria-label="Side"
        appearance={appearance}
        defaultValue="a"
        onValueChange={onValueChange}
        options={OPTIONS}
      />,
    );
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Left" }));
    await user.keyboard("{ArrowDown>}");
    await waitFor(() => expect(onValueChange.mock.calls).toEqual([["b"]]));
    await user.keyboard("{/ArrowDown}");
    await user.click(screen.getByRole("radio", { name: "Centre" }));
    expect(onValueChange).toHaveBeenCalledTimes(1);
    await expectAccessible();
  });
});

test("a checkbox toggles by its label and shows a mixed state", async () => {
  const onCheckedChange = vi.fn();
  const { user } = renderInApp(
    <Checkbox
      label="Reviewed"
      description="by me"
      checked="indeterminate"
      onCheckedChange={onCheckedChange}
    />,
  );
  expect(screen.getByRole("checkbox").getAttribute("aria-checked")).toBe("mixed");
  await user.click(screen.getByText("Reviewed"));
  expect(onCheckedChange).toHaveBeenCalledWith(true);
  await expectAccessible();
});

test("a switch toggles by Space and by its label", async () => {
  const onCheckedChange = vi.fn();
  const { user } = renderInApp(<Switch label="Enabled" onCheckedChange={onCheckedChange} />);
  await user.tab();
  await user.keyboard(" ");
  await user.click(screen.getByText("Enabled"));
  expect(onCheckedChange.mock.calls).toEqual([[true], [false]]);
  await expectAccessible();
});

test("a slider moves by keys, reads its value aloud and commits it", async () => {
  const onValueCommit = vi.fn();
  function Rounds() {
    const [value, setValue] = useState(2);
    return (
      <Slider
        aria-label="Round"
        value={value}
        onValueChange={setValue}
        onValueCommit={onValueCommit}
        max={5}
        format={(round) => `round ${String(round)}`}
      />
    );
  }
  const { user } = renderInApp(<Rounds />);
  await user.tab();
  await user.keyboard("{ArrowRight}{End}");
  const slider = screen.getByRole("slider", { name: "Round" });
  expect(slider.getAttribute("aria-valuetext")).toBe("round 5");
  expect(onValueCommit.mock.calls).toEqual([[3], [5]]);
  await expectAccessible();
});

test("a search is cleared by Escape or its button, which gives the focus back", async () => {
  function Search() {
    const [value, setValue] = useState("voter");
    return <SearchInput label="Search agents" value={value} onValueChange={setValue} />;
  }
  const { user } = renderInApp(<Search />);
  const input = screen.getByRole("searchbox", { name: "Search agents" });
  await user.click(screen.getByRole("button", { name: "Clear search" }));
  expect(input).toHaveProperty("value", "");
  expect(document.activeElement).toBe(input);
  expect(screen.queryByRole("button", { name: "Clear search" })).toBeNull();
  await user.type(input, "x{Escape}");
  expect(input).toHaveProperty("value", "");
  await expectAccessible();
});
