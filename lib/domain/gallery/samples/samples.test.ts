import { describe, expect, it } from "vitest";
import { readTable } from "../../data";
import { findSample, samples, sampleTable } from "./index";

const columnOf = (name: string, column: string): string[] => {
  const { columns, rows } = sampleTable(name)!;
  return rows.map((row) => row[columns.indexOf(column)] ?? "");
};

describe("the synthetic films and ratings", () => {
  it("have the columns of MovieLens", () => {
    expect(sampleTable("movies")?.columns).toEqual(["movieId", "title", "genres"]);
    expect(sampleTable("ratings")?.columns).toEqual(["userId", "movieId", "rating", "timestamp"]);
    for (const { name, csv, description } of samples()) {
      expect(readTable(csv)).toEqual(sampleTable(name));
      expect(description).toContain("synthetic");
    }
    expect(findSample("films")).toBeUndefined();
    expect(sampleTable("films")).toBeUndefined();
  });

  it("are 60 films and 1,200 ratings by 60 people, nobody rating a film twice", () => {
    const [users, films, stars] = [
      columnOf("ratings", "userId"),
      columnOf("ratings", "movieId"),
      columnOf("ratings", "rating"),
    ];
    const known = new Set(columnOf("movies", "movieId"));
    expect([
      known.size,
      new Set(columnOf("movies", "title")).size,
      new Set(users).size,
      users.length,
    ]).toEqual([60, 60, 60, 1_200]);
    expect(films.every((film) => known.has(film))).toBe(true);
    expect(new Set(users.map((user, index) => `${user} ${films[index]}`)).size).toBe(1_200);
    expect(
      stars.every(
        (star) =>
          Number(star) >= 0.5 &&
          Number(star) <= 5 &&
          Number(star) * 2 === Math.round(Number(star) * 2),
      ),
    ).toBe(true);
    const perUser = [...new Set(users)].map(
      (user) => users.filter((other) => other === user).length,
    );
    expect(Math.min(...perUser)).toBeGreaterThanOrEqual(5);
  });

  it("have tastes: people of one camp agree more with each other than with the others", () => {
    const [users, films, stars] = [
      columnOf("ratings", "userId"),
      columnOf("ratings", "movieId"),
      columnOf("ratings", "rating").map(Number),
    ];
    const byFilm = new Map<string, { camp: number; stars: number }[]>();
    users.forEach((user, index) =>
      byFilm.set(films[index]!, [
        ...(byFilm.get(films[index]!) ?? []),
        { camp: (Number(user) - 1) % 4, stars: stars[index]! },
      ]),
    );
    const gaps = { same: [] as number[], other: [] as number[] };
    for (const ratings of byFilm.values()) {
      ratings.forEach((left, index) =>
        ratings
          .slice(index + 1)
          .forEach((right) =>
            gaps[left.camp === right.camp ? "same" : "other"].push(
              Math.abs(left.stars - right.stars),
            ),
          ),
      );
    }
    const mean = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(gaps.other) - mean(gaps.same)).toBeGreaterThan(0.15);
  });
});
