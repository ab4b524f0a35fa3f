import { expect, it } from "vitest";
import { isAgentOf, readNetworkPlace, writeNetworkPlace } from "./place";

const read = (query: string) => readNetworkPlace(new URLSearchParams(query));

it("comes back from an address as it went into it", () => {
  const place = {
    network: "Friends",
    colour: "Voter.opinion",
    size: "ties",
    round: 3,
    focus: "Voter-12",
    hops: 3,
    sample: 2,
    agent: "Voter-7",
    view: "table" as const,
  };
  expect(readNetworkPlace(writeNetworkPlace(new URLSearchParams(), place))).toEqual(place);
});

it("keeps the address short, and what was not changed", () => {
  expect(
    writeNetworkPlace(new URLSearchParams(), { hops: 2, sample: 1, view: "picture" }).toString(),
  ).toBe("");
  expect(
    writeNetworkPlace(new URLSearchParams("colour=type&round=2"), { round: null }).toString(),
  ).toBe("colour=type");
});

it("takes the start of the run for a round, and leaves out what makes no sense", () => {
  expect(read("round=0").round).toBe(0);
  expect(read("round=-1&hops=9&sample=0&focus=Voter&agent=<b>&colour=%20&view=x")).toEqual(
    read(""),
  );
});

it("knows what can be an agent of the network", () => {
  expect(isAgentOf("Job_seeker-12", ["Firm", "Job_seeker"])).toBe(true);
  for (const id of ["Voter-1", "Firm-0", "Firm", "somebody", ""])
    expect(isAgentOf(id, ["Firm", "Job_seeker"])).toBe(false);
});
