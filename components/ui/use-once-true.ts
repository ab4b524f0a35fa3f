"use client";

import { useState } from "react";

/** True from the first time on that `value` is: for what is loaded when it is first opened. */
export function useOnceTrue(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return was || value;
}
