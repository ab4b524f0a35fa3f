import type { Amount } from "./ports";

export const ZERO: Amount = { tokens: 0, money: 0 };

export const add = (a: Amount, b: Amount): Amount => ({
  tokens: a.tokens + b.tokens,
  money: a.money + b.money,
});

/** Returns `a` − `b`, at least 0. */
export const subtract = (a: Amount, b: Amount): Amount => ({
  tokens: Math.max(0, a.tokens - b.tokens),
  money: Math.max(0, a.money - b.money),
});

export const scale = (a: Amount, factor: number): Amount => ({
  tokens: Math.floor(a.tokens * factor),
  money: a.money * factor,
});

export const covers = (a: Amount, b: Amount): boolean => a.tokens >= b.tokens && a.money >= b.money;

export const isZero = ({ tokens, money }: Amount): boolean => tokens === 0 && money === 0;
